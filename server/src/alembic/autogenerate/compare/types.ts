/** Mirrors `alembic.autogenerate.compare.types` and `DefaultImpl.compare_type`. */
import { resolveType } from '../../../sqlalchemy/sql/type-resolution.ts';
import type { Column, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import type { AlterColumnOp } from '../../ops/operations.ts';
import { takesPart, warn, type Comparison } from './comparison.ts';

export type ColumnChange = Partial<Omit<AlterColumnOp, 'kind' | 'table' | 'schema' | 'column'>>;

export function compareType(
  comparison: Comparison,
  tables: { readonly current: Table; readonly target: Table },
  current: Column,
  target: Column,
): ColumnChange {
  const table = tables.target.name;
  if (!comparison.autogen.compareType || !takesPart(comparison, 'types')) return {};
  const existing: ColumnChange = { existingType: current.type };
  const { dialect } = comparison.autogen;
  const types = [resolveType(current.type, dialect.name), resolveType(target.type, dialect.name)];
  for (const type of types) {
    if (type.kind !== 'unknown') continue;
    const message = `${table}.${target.name}: its type cannot be compared: ${type.reason}`;
    warn(comparison, 'type-not-compared', message, type.origin ?? target.origin);
    return existing;
  }
  if (types.some((type) => type.kind === 'NullType')) return existing;
  const asked = comparison.autogen.filters?.compareType(
    { table: tables.current, item: current, isModel: false },
    { table: tables.target, item: target, isModel: true },
  );
  if (typeof asked === 'boolean') return asked ? { ...existing, modifyType: target.type } : existing;
  if (asked !== undefined && asked !== null) {
    comparison.autogen.report?.(asked);
    return existing;
  }
  const site = { table, column: target.name };
  const sql = (type: TypeEngine): string => dialect.typeCompiler.process(type, site);
  try {
    return typesDiffer(comparison, sql(current.type), sql(target.type))
      ? { ...existing, modifyType: target.type }
      : existing;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(comparison, 'type-not-compared', `${table}.${target.name}: ${reason}`, target.origin);
    return existing;
  }
}

function typesDiffer(comparison: Comparison, currentSql: string, targetSql: string): boolean {
  const current = tokenize(currentSql);
  const target = tokenize(targetSql);
  if (!namesMatch(comparison, current, target)) return true;
  // Only what both sides state is compared.
  const tokensDiffer =
    current.tokens.length === target.tokens.length && !sameList(current.tokens, target.tokens);
  const argsDiffer = current.args.length === target.args.length && !sameList(current.args, target.args);
  return tokensDiffer || argsDiffer;
}

interface TypeTokens {
  readonly first: string;
  readonly tokens: readonly string[];
  readonly args: readonly string[];
}

/** Upstream `_tokenize_column_type`. */
function tokenize(sql: string): TypeTokens {
  const tokens = sql.toLowerCase().match(/[\p{L}\p{N}_-]+|\(.+?\)/gu) ?? [];
  const words = tokens.filter((token) => !/^\(.*\)$/.test(token));
  const parenthesis = tokens.findLast((token) => /^\(.*\)$/.test(token)) ?? '';
  const args = (parenthesis.match(/[^(),]+/g) ?? [])
    .filter((term) => !term.includes('='))
    .map((term) => term.trim());
  return { first: words[0] ?? '', tokens: words.slice(1), args };
}

/** Upstream `_column_types_match`. */
function namesMatch(comparison: Comparison, current: TypeTokens, target: TypeTokens): boolean {
  if (current.first === target.first) return true;
  const all = (type: TypeTokens): string => [type.first, ...type.tokens].join(' ');
  return comparison.impl.typeSynonyms.some(
    (same) =>
      (same.has(all(current)) && same.has(all(target))) ||
      (same.has(current.first) && same.has(target.first)),
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.every((value, index) => value === b[index]);
}
