/** Reflected tables of both sides as JSON that can be compared. */
import type { Table } from '../../../server/src/sqlalchemy/sql/schema.ts';

export type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Ours, as JSON has it. */
export function ourTable(table: Table): Json {
  return comparable(
    JSON.parse(
      JSON.stringify(table, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
    ) as Json,
  );
}

/**
 * Without what is no fact of the database: whether a constraint was written out, options of types that say what is the
 * default anyway, and what Retort notes for itself.
 */
export function comparable(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => comparable(item));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Readonly<Record<string, Json>>;
  const entries = Object.entries(object)
    .map(([key, item]): [string, Json] => [key, fieldOf(object, key, item)])
    .filter(([key, item]) => !isDefault(object, key, item));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDefault(object: Readonly<Record<string, Json>>, key: string, item: Json): boolean {
  if (key === 'isImplicit' || key === 'info' || key === 'prefixes' || key.toLowerCase().endsWith('origin'))
    return true;
  if (key === 'uniqueIsNumber' || key === 'isFinal') return true;
  // What SQLAlchemy says of NOT VALID and NO INHERIT it keeps under a name that nothing reads.
  if (key === 'dialect_options' || key === 'postgresql_not_valid') return true;
  // A column of an index refers to the table's; its type is compared there.
  if (key === 'type' && object['kind'] === 'column' && 'table' in object) return true;
  if (key === 'options' && object['kind'] === 'dialect' && JSON.stringify(item) === '{}') return true;
  return false;
}

const typeDefaults: Readonly<Record<string, Json>> = {
  none_as_null: false,
  inherit_schema: false,
  varying: false,
  as_tuple: false,
  zero_indexes: false,
  timezone: false,
  convert_int: false,
  filestream: false,
  as_uuid: true,
};

function fieldOf(object: Readonly<Record<string, Json>>, key: string, item: Json): Json {
  if (object['kind'] === 'dialect' && key === 'options' && typeof item === 'object' && item !== null) {
    return comparable(
      Object.fromEntries(
        Object.entries(item).filter(
          ([name, value]) => value !== null && name !== 'astext_type' && typeDefaults[name] !== value,
        ),
      ),
    );
  }
  // SQLAlchemy keeps a colon that stands for itself without a backslash.
  if (key === 'text' && typeof item === 'string') return item.replaceAll('\\:', ':');
  // SQL Server gives SQLAlchemy's query these columns in no order.
  if (key === 'mssql_include') return Array.isArray(item) ? [...(item as string[])].sort() : item;
  if (key === 'expressions' && JSON.stringify(object['dialectOptions']).includes('mssql_columnstore')) {
    return Array.isArray(item)
      ? item.map(comparable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : item;
  }
  // Python takes 6 for True.
  if (key === 'timezone' || key === 'asdecimal') return item !== false && item !== 0;
  return comparable(item);
}

export interface Difference {
  /** `users.columns.0.type.kind`. */
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Where two values are not the same. */
export function differences(
  ours: Json | undefined,
  theirs: Json | undefined,
  path = '',
): readonly Difference[] {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return [];
  const both = [ours, theirs];
  if (both.every((each) => typeof each === 'object' && each !== null)) {
    const [a, b] = both as [Readonly<Record<string, Json>>, Readonly<Record<string, Json>>];
    if (Array.isArray(a) === Array.isArray(b)) {
      const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
      return keys.flatMap((key) => differences(a[key], b[key], path === '' ? key : `${path}.${key}`));
    }
  }
  return [{ path, ours: shown(ours), theirs: shown(theirs) }];
}

const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
