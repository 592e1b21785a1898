/**
 * The rows that SQL Server's catalog views have for a schema, in SQLite: `sys.columns` is the table `sys_columns`, and the
 * views of INFORMATION_SCHEMA are views over them, made as SQL Server documents them. So SQLAlchemy's queries and Retort's
 * can be asked of the same rows where there is no SQL Server.
 */

export interface CatalogColumn {
  readonly name: string;
  /** A row of `types`. */
  readonly type: string;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly nullable?: boolean;
  readonly collation?: string;
  readonly default?: string;
  readonly computed?: readonly [definition: string, persisted: boolean];
  readonly identity?: readonly [seed: number | string | null, increment: number | null];
  readonly comment?: string;
}

export interface CatalogIndex {
  readonly name: string;
  readonly kind: 'primary_key' | 'unique_constraint' | 'index';
  /** `sys.indexes.type`. */
  readonly type: 0 | 1 | 2 | 3 | 5 | 6;
  readonly unique?: boolean;
  readonly columns: readonly string[];
  readonly include?: readonly string[];
  readonly where?: string;
}

export interface CatalogForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: readonly [schema: string, name: string];
  readonly referred: readonly string[];
  /** The key or unique index that it stands on. */
  readonly key: string;
  readonly onupdate?: string;
  readonly ondelete?: string;
}

export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  readonly isView?: boolean;
  readonly comment?: string;
  readonly columns: readonly CatalogColumn[];
  readonly indexes?: readonly CatalogIndex[];
  readonly foreignKeys?: readonly CatalogForeignKey[];
}

/** Name, system_type_id, user_type_id, max_length, precision, scale, as `sys.types` has them. */
const types: readonly (readonly [string, number, number, number, number, number])[] = [
  ['image', 34, 34, 16, 0, 0],
  ['text', 35, 35, 16, 0, 0],
  ['uniqueidentifier', 36, 36, 16, 0, 0],
  ['date', 40, 40, 3, 10, 0],
  ['time', 41, 41, 5, 16, 7],
  ['datetime2', 42, 42, 8, 27, 7],
  ['datetimeoffset', 43, 43, 10, 34, 7],
  ['tinyint', 48, 48, 1, 3, 0],
  ['smallint', 52, 52, 2, 5, 0],
  ['int', 56, 56, 4, 10, 0],
  ['smalldatetime', 58, 58, 4, 16, 0],
  ['real', 59, 59, 4, 24, 0],
  ['money', 60, 60, 8, 19, 4],
  ['datetime', 61, 61, 8, 23, 3],
  ['float', 62, 62, 8, 53, 0],
  ['sql_variant', 98, 98, 8016, 0, 0],
  ['ntext', 99, 99, 16, 0, 0],
  ['bit', 104, 104, 1, 1, 0],
  ['decimal', 106, 106, 17, 38, 38],
  ['numeric', 108, 108, 17, 38, 38],
  ['smallmoney', 122, 122, 4, 10, 4],
  ['bigint', 127, 127, 8, 19, 0],
  ['hierarchyid', 240, 128, 892, 0, 0],
  ['geometry', 240, 129, -1, 0, 0],
  ['geography', 240, 130, -1, 0, 0],
  ['varbinary', 165, 165, 8000, 0, 0],
  ['varchar', 167, 167, 8000, 0, 0],
  ['binary', 173, 173, 8000, 0, 0],
  ['char', 175, 175, 8000, 0, 0],
  ['timestamp', 189, 189, 8, 0, 0],
  ['nvarchar', 231, 231, 8000, 0, 0],
  ['nchar', 239, 239, 8000, 0, 0],
  ['xml', 241, 241, -1, 0, 0],
  ['sysname', 231, 256, 256, 0, 0],
  // CREATE TYPE PhoneNumber FROM varchar(20), CREATE TYPE Flag FROM bit
  ['PhoneNumber', 167, 257, 20, 0, 0],
  ['Flag', 104, 258, 1, 1, 0],
];

const tables = `
CREATE TABLE sys_schemas (schema_id, name);
CREATE TABLE sys_objects (object_id, name, schema_id, parent_object_id, type);
CREATE TABLE sys_columns (object_id, name, column_id, default_object_id, user_type_id, is_nullable, max_length, precision, scale, collation_name);
CREATE TABLE sys_types (name, system_type_id, user_type_id, max_length, precision, scale);
CREATE TABLE sys_default_constraints (object_id, name, schema_id, parent_object_id, parent_column_id, definition);
CREATE TABLE sys_computed_columns (object_id, name, column_id, definition, is_persisted);
CREATE TABLE sys_identity_columns (object_id, name, column_id, is_identity, seed_value, increment_value);
CREATE TABLE sys_extended_properties (class, major_id, minor_id, name, value);
CREATE TABLE sys_indexes (object_id, index_id, name, type, is_unique, is_primary_key, is_unique_constraint, filter_definition);
CREATE TABLE sys_index_columns (object_id, index_id, index_column_id, column_id, key_ordinal, is_included_column);
CREATE TABLE sys_key_constraints (object_id, name, schema_id, parent_object_id, type, unique_index_id);
CREATE TABLE sys_foreign_keys (object_id, name, schema_id, parent_object_id, referenced_object_id, key_index_id, update_referential_action_desc, delete_referential_action_desc);
CREATE TABLE sys_foreign_key_columns (constraint_object_id, constraint_column_id, parent_object_id, parent_column_id, referenced_object_id, referenced_column_id);
CREATE TABLE sys_check_constraints (object_id, name, schema_id, parent_object_id, definition);
CREATE TABLE sys_sql_modules (object_id, definition);
CREATE TABLE sys_triggers (object_id, name, parent_id, is_disabled);
CREATE TABLE sys_sequences (object_id, name, start_value, increment, minimum_value, maximum_value, is_cycling, cache_size, user_type_id);
CREATE VIEW sys_tables AS SELECT * FROM sys_objects WHERE type = 'U';
CREATE VIEW sys_views AS SELECT * FROM sys_objects WHERE type = 'V';
CREATE VIEW information_schema_SCHEMATA AS SELECT name AS SCHEMA_NAME FROM sys_schemas;
CREATE VIEW information_schema_TABLES AS SELECT s.name AS TABLE_SCHEMA, o.name AS TABLE_NAME,
  CASE o.type WHEN 'U' THEN 'BASE TABLE' ELSE 'VIEW' END AS TABLE_TYPE
  FROM sys_objects o JOIN sys_schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V');
CREATE VIEW information_schema_TABLE_CONSTRAINTS AS SELECT s.name AS CONSTRAINT_SCHEMA, c.name AS CONSTRAINT_NAME,
  s.name AS TABLE_SCHEMA, t.name AS TABLE_NAME,
  CASE c.type WHEN 'PK' THEN 'PRIMARY KEY' WHEN 'UQ' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END AS CONSTRAINT_TYPE
  FROM sys_objects c JOIN sys_objects t ON t.object_id = c.parent_object_id JOIN sys_schemas s ON s.schema_id = c.schema_id
  WHERE c.type IN ('PK', 'UQ', 'F');
CREATE VIEW information_schema_KEY_COLUMN_USAGE AS
  SELECT s.name AS CONSTRAINT_SCHEMA, k.name AS CONSTRAINT_NAME, s.name AS TABLE_SCHEMA, t.name AS TABLE_NAME,
    c.name AS COLUMN_NAME, i.key_ordinal AS ORDINAL_POSITION
  FROM sys_key_constraints k JOIN sys_objects t ON t.object_id = k.parent_object_id JOIN sys_schemas s ON s.schema_id = t.schema_id
  JOIN sys_index_columns i ON i.object_id = k.parent_object_id AND i.index_id = k.unique_index_id AND i.is_included_column = 0
  JOIN sys_columns c ON c.object_id = i.object_id AND c.column_id = i.column_id
  UNION ALL
  SELECT s.name, f.name, s.name, t.name, c.name, k.constraint_column_id
  FROM sys_foreign_keys f JOIN sys_objects t ON t.object_id = f.parent_object_id JOIN sys_schemas s ON s.schema_id = t.schema_id
  JOIN sys_foreign_key_columns k ON k.constraint_object_id = f.object_id
  JOIN sys_columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id;
CREATE VIEW information_schema_REFERENTIAL_CONSTRAINTS AS SELECT s.name AS CONSTRAINT_SCHEMA, f.name AS CONSTRAINT_NAME,
  rs.name AS UNIQUE_CONSTRAINT_SCHEMA, i.name AS UNIQUE_CONSTRAINT_NAME, 'SIMPLE' AS MATCH_OPTION,
  replace(f.update_referential_action_desc, '_', ' ') AS UPDATE_RULE, replace(f.delete_referential_action_desc, '_', ' ') AS DELETE_RULE
  FROM sys_foreign_keys f JOIN sys_schemas s ON s.schema_id = f.schema_id
  JOIN sys_objects r ON r.object_id = f.referenced_object_id JOIN sys_schemas rs ON rs.schema_id = r.schema_id
  JOIN sys_indexes i ON i.object_id = f.referenced_object_id AND i.index_id = f.key_index_id;
`;

type Value = string | number | boolean | null | undefined;

/** The statements that make the catalog of these tables. */
export function catalogSql(given: readonly CatalogTable[]): string {
  const statements: string[] = [tables];
  const insert = (table: string, ...values: readonly Value[]): void => {
    statements.push(`INSERT INTO sys_${table} VALUES (${values.map(literal).join(', ')});`);
  };
  for (const [name, system, user, length, precision, scale] of types) {
    insert('types', name, system, user, length, precision, scale);
  }
  const schemas = [...new Set(['dbo', ...given.map(({ schema }) => schema)])];
  schemas.forEach((name, at) => {
    insert('schemas', at + 1, name);
  });
  let next = 1000;
  const ids = new Map(given.map(({ schema, name }) => [`${schema}.${name}`, (next += 10)]));
  const find = (schema: string, name: string): { readonly id: number; readonly table: CatalogTable } => {
    const table = given.find((each) => each.schema === schema && each.name === name);
    const id = ids.get(`${schema}.${name}`);
    if (table === undefined || id === undefined) throw new Error(`no table ${schema}.${name}`);
    return { id, table };
  };
  for (const table of given) {
    const { id } = find(table.schema, table.name);
    const schema = schemas.indexOf(table.schema) + 1;
    insert('objects', id, table.name, schema, 0, table.isView === true ? 'V' : 'U');
    if (table.comment !== undefined) insert('extended_properties', 1, id, 0, 'MS_Description', table.comment);
    table.columns.forEach((column, at) => {
      const type = types.find(([name]) => name === column.type);
      if (type === undefined) throw new Error(`no type ${column.type}`);
      const number = at + 1;
      const fallback = column.default === undefined ? 0 : (next += 10);
      const [, , user, length, precision, scale] = type;
      insert(
        ...(['columns', id, column.name, number, fallback, user, column.nullable ?? true] as const),
        ...([column.maxLength ?? length, column.precision ?? precision, column.scale ?? scale] as const),
        column.collation,
      );
      if (column.default !== undefined) {
        insert('default_constraints', fallback, `DF_${String(fallback)}`, schema, id, number, column.default);
      }
      if (column.computed !== undefined)
        insert('computed_columns', id, column.name, number, ...column.computed);
      if (column.identity !== undefined)
        insert('identity_columns', id, column.name, number, true, ...column.identity);
      if (column.comment !== undefined) {
        insert('extended_properties', 1, id, number, 'MS_Description', column.comment);
      }
    });
    const numberOf = (name: string): number => table.columns.findIndex((column) => column.name === name) + 1;
    for (const [at, index] of (table.indexes ?? []).entries()) {
      const number = indexNumber(index, at);
      const [isKey, isUnique] = [index.kind === 'primary_key', index.kind === 'unique_constraint'];
      const unique = isKey || isUnique || index.unique === true;
      insert('indexes', id, number, index.name, index.type, unique, isKey, isUnique, index.where);
      const isColumnstore = index.type === 5 || index.type === 6;
      index.columns.forEach((name, position) => {
        const ordinal = isColumnstore ? 0 : position + 1;
        insert('index_columns', id, number, position + 1, numberOf(name), ordinal, isColumnstore);
      });
      (index.include ?? []).forEach((name, position) => {
        insert('index_columns', id, number, index.columns.length + position + 1, numberOf(name), 0, true);
      });
      if (isKey || isUnique) {
        const constraint = (next += 10);
        insert('objects', constraint, index.name, schema, id, isKey ? 'PK' : 'UQ');
        insert('key_constraints', constraint, index.name, schema, id, isKey ? 'PK' : 'UQ', number);
      }
    }
    for (const key of table.foreignKeys ?? []) {
      const constraint = (next += 10);
      const referred = find(...key.table);
      const at = (referred.table.indexes ?? []).findIndex(({ name }) => name === key.key);
      const index = referred.table.indexes?.[at];
      if (index === undefined) throw new Error(`no index ${key.key}`);
      insert('objects', constraint, key.name, schema, id, 'F');
      insert(
        ...(['foreign_keys', constraint, key.name, schema, id, referred.id, indexNumber(index, at)] as const),
        ...([key.onupdate ?? 'NO_ACTION', key.ondelete ?? 'NO_ACTION'] as const),
      );
      key.columns.forEach((name, position) => {
        const target =
          referred.table.columns.findIndex((column) => column.name === key.referred[position]) + 1;
        insert(
          ...(['foreign_key_columns', constraint, position + 1, id, numberOf(name), referred.id] as const),
          target,
        );
      });
    }
  }
  return statements.join('\n');
}

/** A clustered index is number 1, the heap 0. */
function indexNumber({ type }: CatalogIndex, at: number): number {
  if (type === 0) return 0;
  return type === 1 || type === 5 ? 1 : at + 2;
}

function literal(value: Value): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
