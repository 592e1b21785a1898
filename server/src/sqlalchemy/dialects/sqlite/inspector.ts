import type { Connection, SqlValue } from '../../engine/connection.ts';
import type { Inspector } from '../../engine/dialect.ts';
import type { ClauseElement } from '../../sql/elements.ts';
import { metaDataOf, buildTable, type ColumnSpec, type IndexSpec } from '../../sql/schema-builder.ts';
import type { Column, Constraint, ForeignKeyConstraint, Table } from '../../sql/schema.ts';
import {
  parseChecks,
  parseForeignKeys,
  parseGenerated,
  parseIndexPredicate,
  parsePrimaryKeyName,
  parseTableOptions,
  parseUniques,
} from './table-sql.ts';
import { reflectedType } from './reflected-type.ts';
import { skippedIndexesKey } from '../../engine/dialect.ts';

/**
 * Reflects SQLite: PRAGMAs for columns and keys, the stored CREATE TABLE for what they do not tell (names, CHECKs).
 * Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteDialect`, so that a batch operation rebuilds the table that upstream
 * would.
 */
export const inspector: Inspector = {
  hasTable: async (connection, name, schema) =>
    (await pragma(connection, 'table_info', name, schema)).length > 0,
  listsUniqueIndexes: false,
  names: async (connection, kind, schema) => {
    if (kind === 'table') return tableNames(connection, schema);
    if (kind === 'view') return namesOf(connection, 'view', schema);
    const { rows } = await connection.execute('PRAGMA database_list');
    return rows.map((row) => text(row[1])).filter((name) => name !== 'temp');
  },
  reflectTable,
  reflect: async (connection, schema) => {
    const tables: Table[] = [];
    for (const name of await tableNames(connection, schema)) {
      const table = await reflectTable(connection, name, schema);
      if (table !== null) tables.push(table);
    }
    return metaDataOf(tables);
  },
};

async function tableNames(connection: Connection, schema: string | null): Promise<string[]> {
  return namesOf(connection, 'table', schema);
}

async function namesOf(
  connection: Connection,
  type: 'table' | 'view',
  schema: string | null,
): Promise<string[]> {
  const { rows } = await connection.execute(
    `SELECT name FROM ${master(schema)} WHERE type='${type}' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`,
  );
  return rows.map((row) => text(row[0]));
}

async function reflectTable(
  connection: Connection,
  name: string,
  schema: string | null,
): Promise<Table | null> {
  const info = await pragma(connection, 'table_xinfo', name, schema);
  if (info.length === 0) return null;
  const sql = await tableSql(connection, name, schema);
  const primaryKey = info.filter((row) => number(row[5]) > 0).sort((a, b) => number(a[5]) - number(b[5]));
  const constraints: Constraint[] = [];
  if (primaryKey.length > 0) {
    constraints.push({
      ...constraintBase(parsePrimaryKeyName(sql)),
      kind: 'primary_key',
      columns: primaryKey.map((row) => text(row[1])),
      isImplicit: false,
    });
  }
  constraints.push(...(await foreignKeys(connection, name, schema, sql)));
  const indexes = await readIndexes(connection, name, schema);
  constraints.push(...uniques(sql, indexes), ...checks(sql));
  return buildTable({
    name,
    schema,
    columns: info.filter((row) => number(row[6]) !== 1).map((row) => columnSpec(row, sql)),
    constraints,
    indexes: indexes.filter((index) => !index.isAutomatic && index.columns !== null).map(indexSpec),
    info: skippedIndexes(indexes),
    dialectOptions: parseTableOptions(sql),
  });
}

/** A row of `PRAGMA table_xinfo`: cid, name, type, notnull, dflt_value, pk, hidden (2 and 3: generated). */
function columnSpec(row: readonly SqlValue[], sql: string): ColumnSpec {
  const name = text(row[1]);
  const hidden = number(row[6]);
  const declared = text(row[2]).toUpperCase();
  const type = reflectedType(hidden > 1 ? declared.replaceAll(/GENERATED|ALWAYS/g, '').trim() : declared);
  return {
    name,
    type,
    nullable: number(row[3]) === 0,
    primaryKey: number(row[5]) > 0,
    serverDefault: hidden > 1 ? generated(name, hidden, sql) : columnDefault(row[4] ?? null),
  };
}

function generated(name: string, hidden: number, sql: string): Column['serverDefault'] {
  return { kind: 'computed', sqltext: literalText(parseGenerated(sql, name)), persisted: hidden === 3 };
}

function columnDefault(value: SqlValue): Column['serverDefault'] {
  if (value === null) return null;
  return { kind: 'default', arg: { type: 'clause', clause: literalText(text(value)) } };
}

/** SQL text in which a colon is no bind parameter. */
function literalText(sql: string): ClauseElement {
  return { kind: 'text', text: sql.replaceAll(/(?<![:\w\\]):(?=\w)/g, '\\:'), bindparams: [] };
}

interface ForeignKey {
  readonly columns: string[];
  readonly table: string;
  readonly referredColumns: string[];
}

/** From `PRAGMA foreign_key_list`; names and options from the SQL, which gives the order too. */
async function foreignKeys(
  connection: Connection,
  name: string,
  schema: string | null,
  sql: string,
): Promise<ForeignKeyConstraint[]> {
  const found = new Map<number, ForeignKey>();
  for (const row of await pragma(connection, 'foreign_key_list', name, schema)) {
    const [id, , table, from, to] = row;
    const key = found.get(number(id)) ?? {
      columns: [],
      table: text(table),
      referredColumns: to === null ? await primaryKeyColumns(connection, text(table), schema) : [],
    };
    found.set(number(id), key);
    key.columns.push(text(from));
    if (to !== null) key.referredColumns.push(text(to));
  }
  const bySignature = new Map([...found.values()].map((key) => [signature(key), key]));
  const constraints: ForeignKeyConstraint[] = [];
  for (const parsed of parseForeignKeys(sql)) {
    if (!bySignature.delete(signature(parsed))) continue;
    constraints.push(foreignKey(parsed, parsed, schema));
  }
  return [
    ...constraints,
    ...[...bySignature.values()].map((key) => foreignKey(key, unnamedForeignKey, schema)),
  ];
}

/** Upstream reads no name and no ON DELETE of a REFERENCES written in a column. */
const unnamedForeignKey = { name: null, onupdate: null, ondelete: null, deferrable: null, initially: null };

function foreignKey(
  key: ForeignKey,
  details: Pick<ForeignKeyConstraint, 'onupdate' | 'ondelete' | 'deferrable' | 'initially'> & {
    name: string | null;
  },
  schema: string | null,
): ForeignKeyConstraint {
  return {
    ...constraintBase(details.name),
    kind: 'foreign_key',
    columns: key.columns,
    referredSchema: schema,
    referredTable: key.table,
    referredColumns: key.referredColumns,
    onupdate: details.onupdate,
    ondelete: details.ondelete,
    deferrable: details.deferrable,
    initially: details.initially,
    match: null,
    useAlter: false,
    columnFlag: false,
  };
}

function signature(key: ForeignKey): string {
  return JSON.stringify([key.columns, key.table, key.referredColumns]);
}

async function primaryKeyColumns(
  connection: Connection,
  name: string,
  schema: string | null,
): Promise<string[]> {
  const info = await pragma(connection, 'table_info', name, schema);
  return info
    .filter((row) => number(row[5]) > 0)
    .sort((a, b) => number(a[5]) - number(b[5]))
    .map((row) => text(row[1]));
}

interface ReflectedIndex {
  readonly name: string;
  readonly unique: boolean;
  /** Null for an index on an expression. */
  readonly columns: readonly string[] | null;
  /** Null unless it is partial. */
  readonly where: string | null;
  /** Made by SQLite for a UNIQUE or PRIMARY KEY. */
  readonly isAutomatic: boolean;
}

/** All indexes, by name. */
async function readIndexes(
  connection: Connection,
  name: string,
  schema: string | null,
): Promise<ReflectedIndex[]> {
  const indexes: ReflectedIndex[] = [];
  for (const row of await pragma(connection, 'index_list', name, schema)) {
    const index = text(row[1]);
    const columns = (await pragma(connection, 'index_info', index, schema)).map(
      (column) => column[2] ?? null,
    );
    indexes.push({
      name: index,
      unique: number(row[2]) === 1,
      columns: columns.includes(null) ? null : columns.map(text),
      where: number(row[4]) === 1 ? await indexPredicate(connection, index, schema) : null,
      isAutomatic: index.startsWith('sqlite_autoindex'),
    });
  }
  return indexes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function indexPredicate(
  connection: Connection,
  name: string,
  schema: string | null,
): Promise<string | null> {
  const { rows } = await connection.execute(
    `SELECT sql FROM ${master(schema)} WHERE name = ${quoteText(name)} AND type = 'index'`,
  );
  return parseIndexPredicate(text(rows[0]?.[0] ?? ''));
}

function indexSpec(index: ReflectedIndex): IndexSpec {
  return {
    name: { text: index.name, isFinal: true },
    expressions: index.columns ?? [],
    unique: index.unique,
    dialectOptions: index.where === null ? {} : { sqlite_where: literalText(index.where) },
  };
}

/** Upstream skips indexes on expressions with a warning; whoever rebuilds the table must know that it would lose them. */
function skippedIndexes(indexes: readonly ReflectedIndex[]): Table['info'] {
  const names = indexes.filter((index) => index.columns === null).map((index) => index.name);
  return names.length === 0 ? {} : { [skippedIndexesKey]: names.join(', ') };
}

/** A UNIQUE of the SQL counts when SQLite made an index for it. */
function uniques(sql: string, indexes: readonly ReflectedIndex[]): Constraint[] {
  const automatic = new Set(
    indexes.filter((index) => index.isAutomatic).map((index) => JSON.stringify(index.columns)),
  );
  return parseUniques(sql)
    .filter(({ columns }) => automatic.delete(JSON.stringify(columns)))
    .map(({ name, columns }) => ({
      ...constraintBase(name),
      kind: 'unique',
      columns,
      columnFlag: false,
    }));
}

function checks(sql: string): Constraint[] {
  return parseChecks(sql).map((check) => ({
    ...constraintBase(check.name),
    kind: 'check',
    sqltext: literalText(check.sqltext),
    typeBound: null,
  }));
}

function constraintBase(
  name: string | null,
): Pick<ForeignKeyConstraint, 'name' | 'comment' | 'deferrable' | 'initially' | 'dialectOptions' | 'origin'> {
  return {
    name: name === null ? null : { text: name, isFinal: true },
    comment: null,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: null,
  };
}

async function tableSql(connection: Connection, name: string, schema: string | null): Promise<string> {
  const from =
    schema === null
      ? '(SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master)'
      : master(schema);
  const { rows } = await connection.execute(
    `SELECT sql FROM ${from} WHERE name = ${quoteText(name)} AND type in ('table', 'view')`,
  );
  return text(rows[0]?.[0] ?? '');
}

/** With no schema, `main` first and then `temp`: a bare PRAGMA would look into attached databases too. */
async function pragma(
  connection: Connection,
  name: string,
  argument: string,
  schema: string | null,
): Promise<readonly (readonly SqlValue[])[]> {
  for (const database of schema === null ? ['main', 'temp'] : [quoteName(schema)]) {
    const { rows } = await connection.execute(`PRAGMA ${database}.${name}(${quoteName(argument)})`);
    if (rows.length > 0) return rows;
  }
  return [];
}

function master(schema: string | null): string {
  return schema === null ? 'sqlite_master' : `${quoteName(schema)}.sqlite_master`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function text(value: SqlValue | undefined): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
}

function number(value: SqlValue | undefined): number {
  return Number(value ?? 0);
}
