import { DatabaseError, type Connection, type SqlValue } from '../../../engine/connection.ts';

/** Which tables are read: those of one database (`main`, `temp`, or an attached one's name). */
export interface TableFilter {
  readonly database: string;
  /** Absent: all tables that are not SQLite's own. SQLite does not tell upper case from lower in names. */
  readonly name?: string;
}

export interface Catalog {
  /** Tables (and, when one is asked for by name, views) in the order of their names. */
  readonly tables: readonly { readonly name: string; readonly sql: string }[];
  /** The SQL of each index; none for those that SQLite made. */
  readonly indexSql: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
}

export interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** Its place in the primary key, from 1; 0: none. */
  readonly key: number;
  /** 1: of a virtual table, not to be seen; 2: generated when read; 3: generated and stored. */
  readonly hidden: number;
}

export interface ForeignKeyRow {
  readonly id: number;
  readonly table: string;
  readonly from: string;
  /** Null where the SQL names none: the primary key is meant. */
  readonly to: string | null;
}

export interface IndexRow {
  readonly index: string;
  readonly unique: boolean;
  readonly partial: boolean;
  /** Null for an expression. */
  readonly column: string | null;
}

/**
 * All that SQLite tells of tables, in four queries however many they are: its PRAGMAs as functions
 * (https://www.sqlite.org/pragma.html#pragfunc) of each row of `sqlite_master`.
 */
export async function readCatalog(
  connection: Connection,
  filter: TableFilter,
  warn: ((message: string) => void) | undefined,
): Promise<Catalog> {
  const master = `${quoteName(filter.database)}.sqlite_master`;
  const where = condition(filter);
  const sources = await connection.execute(
    `SELECT m.type, m.name, m.sql FROM ${master} m WHERE m.type = 'index' OR ${where} ORDER BY m.name`,
  );
  const rows = sources.rows.map(([type, name, sql]) => ({
    type: text(type),
    name: text(name),
    sql: text(sql),
  }));
  const tables = rows.filter(({ type }) => type !== 'index');
  const from = (pragma: string): string =>
    `FROM ${master} m, pragma_${pragma}(m.name, ${quoteText(filter.database)})`;
  const read = async (condition: string): Promise<Catalog> => ({
    tables,
    indexSql: new Map(rows.filter(({ type }) => type === 'index').map(({ name, sql }) => [name, sql])),
    columns: byTable(
      await connection.execute(
        `SELECT m.name, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden ${from('table_xinfo')} x WHERE ${condition} ORDER BY m.name, x.cid`,
      ),
      columnRow,
    ),
    foreignKeys: byTable(
      await connection.execute(
        `SELECT m.name, f.id, f."table", f."from", f."to" ${from('foreign_key_list')} f WHERE ${condition} ORDER BY m.name, f.id, f.seq`,
      ),
      foreignKeyRow,
    ),
    indexes: byTable(
      await connection.execute(
        `SELECT m.name, l.name, l."unique", l.partial, i.name ${from('index_list')} l, pragma_index_info(l.name, ${quoteText(filter.database)}) i WHERE ${condition} ORDER BY m.name, l.seq, i.seqno`,
      ),
      indexRow,
    ),
  });
  try {
    return await read(where);
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.message.includes('no such module')) throw error;
    // A virtual table whose module is the application's: the others can be read all the same.
    for (const { name, sql } of tables) {
      if (isVirtual.test(sql)) warn?.(`Skipping virtual table ${name}: ${error.message}`);
    }
    const catalog = await read(`${where} AND m.sql NOT LIKE 'create virtual table%'`);
    return { ...catalog, tables: tables.filter(({ sql }) => !isVirtual.test(sql)) };
  }
}

const isVirtual = /^create\s+virtual\s+table/i;

function condition({ name }: TableFilter): string {
  return name === undefined
    ? "(m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~')"
    : `(m.type IN ('table', 'view') AND m.name = ${quoteText(name)} COLLATE NOCASE)`;
}

type Row = readonly SqlValue[];

function byTable<T>(
  { rows }: { readonly rows: readonly Row[] },
  read: (row: Row) => T,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const table = text(row[0]);
    const of = found.get(table);
    if (of === undefined) found.set(table, [read(row)]);
    else of.push(read(row));
  }
  return found;
}

function columnRow([, name, type, notNull, fallback, key, hidden]: Row): ColumnRow {
  return {
    name: text(name),
    type: text(type),
    notNull: Number(notNull) !== 0,
    default: fallback === null || fallback === undefined ? null : text(fallback),
    key: Number(key),
    hidden: Number(hidden),
  };
}

function foreignKeyRow([, id, table, from, to]: Row): ForeignKeyRow {
  return { id: Number(id), table: text(table), from: text(from), to: textOrNull(to) };
}

function indexRow([, index, unique, partial, column]: Row): IndexRow {
  return {
    index: text(index),
    unique: Number(unique) === 1,
    partial: Number(partial) === 1,
    column: textOrNull(column),
  };
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : text(value);
}

export function text(value: SqlValue | undefined): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
}
