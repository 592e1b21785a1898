import { isForeignDialect, standardEquivalent } from './foreign-types.ts';
import type { TypeEngine } from './types.ts';

/** The type that a dialect sees: its own variant, what a type of MySQL or Oracle means elsewhere, and behind a decorated type what that stands for. */
export function resolveType(type: TypeEngine, dialectName: string): TypeEngine {
  const variant = type.variants?.get(dialectName);
  if (variant !== undefined) return resolveType(variant, dialectName);
  if (type.kind === 'decorated') return resolveType(type.impl, dialectName);
  return (type.kind === 'dialect' && isForeignDialect(type) ? standardEquivalent(type) : null) ?? type;
}

const integers: ReadonlySet<string> = new Set([
  'Integer',
  'SmallInteger',
  'BigInteger',
  'INTEGER',
  'INT',
  'SMALLINT',
  'BIGINT',
]);
const numerics: ReadonlySet<string> = new Set([
  'Numeric',
  'NUMERIC',
  'DECIMAL',
  'Float',
  'Double',
  'FLOAT',
  'REAL',
  'DOUBLE',
  'DOUBLE_PRECISION',
]);

/** `_type_affinity` is Integer. `type` must be resolved. */
export function isInteger(type: TypeEngine): boolean {
  if (type.kind === 'dialect') return type.name === 'TINYINT' || type.name === 'MEDIUMINT';
  return integers.has(type.kind);
}

/** `_type_affinity` is Numeric. `type` must be resolved. */
export function isNumeric(type: TypeEngine): boolean {
  if (type.kind !== 'dialect') return numerics.has(type.kind);
  return type.dialect === 'mssql' && ['REAL', 'DOUBLE_PRECISION'].includes(type.name);
}
