/**
 * Types of databases that Retort does not write for, MySQL and Oracle, as the others see them: a class that is named as a
 * standard type is written as that one, since compilers go by `__visit_name__`.
 */
import type { DialectType, TypeEngine } from './types.ts';

/** Null for a type that the other databases have no word for; compiling it is an error. */
export function standardEquivalent(type: DialectType): TypeEngine | null {
  const number = (name: string): number | null => {
    const value = type.options[name];
    return typeof value === 'number' ? value : null;
  };
  const { collation, asdecimal } = type.options;
  const timezone = type.options['timezone'] === true;
  switch (type.name) {
    case 'BIGINT':
    case 'INTEGER':
    case 'SMALLINT':
      return { kind: type.name };
    case 'CHAR':
    case 'NCHAR':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'TEXT':
      return {
        kind: type.name,
        length: number('length'),
        collation: typeof collation === 'string' ? collation : null,
      };
    // Oracle's module exports NVARCHAR under this name as well.
    case 'NVARCHAR2':
      return { kind: 'NVARCHAR', length: number('length'), collation: null };
    case 'DECIMAL':
    case 'NUMERIC':
      return {
        kind: type.name,
        precision: number('precision'),
        scale: number('scale'),
        asdecimal: asdecimal !== false,
      };
    case 'FLOAT':
    case 'REAL':
    case 'DOUBLE':
      return { kind: type.name, precision: number('precision'), asdecimal: asdecimal === true };
    case 'DATE':
      return { kind: 'DATE' };
    case 'DATETIME':
    case 'TIME':
    case 'TIMESTAMP':
      return { kind: type.name, timezone };
    case 'JSON':
      return { kind: 'JSON', noneAsNull: false };
    default:
      return null;
  }
}

export function isForeignDialect(type: DialectType): boolean {
  return type.dialect === 'mysql' || type.dialect === 'oracle';
}
