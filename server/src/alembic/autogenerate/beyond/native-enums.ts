/** Which columns have which enum types of the database's own. */
import type { Dialect } from '../../../sqlalchemy/engine/dialect.ts';
import { tableKey, type MetaData, type Table } from '../../../sqlalchemy/sql/schema.ts';
import { enumOf } from '../../../sqlalchemy/sql/type-compiler.ts';
import { resolveType } from '../../../sqlalchemy/sql/type-resolution.ts';
import type { EnumType, TypeEngine } from '../../../sqlalchemy/sql/types.ts';

/** An enum type with its final schema, and whether the column is an array of it. */
export interface NativeEnum {
  /** What tells types apart: schema and name. */
  readonly key: string;
  readonly name: string;
  readonly schema: string | null;
  readonly values: readonly string[];
  readonly isArray: boolean;
}

/** The enum type behind a column's type; null where the database has none for it. */
export function nativeEnum(
  written: TypeEngine,
  tableSchema: string | null,
  dialect: Dialect,
): NativeEnum | null {
  if (!dialect.supportsNamedTypes || !dialect.supportsNativeEnum) return null;
  const type = resolveType(written, dialect.name);
  if (type.kind === 'decorated') return nativeEnum(type.impl, tableSchema, dialect);
  const item = itemOf(type);
  if (item !== null) {
    const inner = nativeEnum(item, tableSchema, dialect);
    return inner === null ? null : { ...inner, isArray: true };
  }
  if (type.kind === 'Enum') return type.nativeEnum ? described(type, tableSchema, dialect) : null;
  const isEnum = type.kind === 'dialect' && type.dialect === dialect.name && type.name === 'ENUM';
  return isEnum ? described(enumOf(type), tableSchema, dialect) : null;
}

function itemOf(type: TypeEngine): TypeEngine | null {
  if (type.kind === 'ARRAY') return type.item;
  if (type.kind !== 'dialect' || type.name !== 'ARRAY') return null;
  const item = type.options['item_type'] ?? type.options['item'];
  return typeof item === 'object' && item !== null && 'kind' in item ? item : null;
}

function described(type: EnumType, tableSchema: string | null, dialect: Dialect): NativeEnum | null {
  if (type.name === null) return null;
  const given = type.inheritSchema ? (tableSchema ?? type.schema) : type.schema;
  const schema = given === dialect.defaultSchemaName ? null : given;
  return { key: tableKey(type.name, schema), name: type.name, schema, values: type.enums, isArray: false };
}

/** A column that has an enum type. */
export interface EnumColumn {
  readonly table: Table;
  readonly column: Table['columns'][number];
  readonly type: NativeEnum;
}

/** Tables are frozen, and most of them are the same from one keystroke to the next. */
const known = new WeakMap<Table, { readonly dialect: string; readonly columns: readonly EnumColumn[] }>();

/** By the type's key, in the order of tables and columns. */
export function enumColumns(
  metadata: MetaData,
  dialect: Dialect,
): ReadonlyMap<string, readonly EnumColumn[]> {
  const found = new Map<string, EnumColumn[]>();
  if (!dialect.supportsNamedTypes || !dialect.supportsNativeEnum) return found;
  const signature = JSON.stringify([dialect.name, dialect.defaultSchemaName]);
  for (const table of metadata.tables.values()) {
    let entry = known.get(table);
    if (entry?.dialect !== signature) {
      entry = { dialect: signature, columns: enumColumnsOf(table, dialect) };
      known.set(table, entry);
    }
    for (const each of entry.columns) {
      const list = found.get(each.type.key);
      if (list === undefined) found.set(each.type.key, [each]);
      else list.push(each);
    }
  }
  return found;
}

function enumColumnsOf(table: Table, dialect: Dialect): readonly EnumColumn[] {
  return table.columns.flatMap((column) => {
    const type = nativeEnum(column.type, table.schema, dialect);
    return type === null ? [] : [{ table, column, type }];
  });
}

/** `sa.Enum('a', 'b', name='mood')`. */
export function enumType({ name, schema, values }: Pick<NativeEnum, 'name' | 'schema' | 'values'>): EnumType {
  return {
    kind: 'Enum',
    enums: values,
    name,
    schema,
    nativeEnum: true,
    createConstraint: false,
    length: null,
    inheritSchema: false,
  };
}
