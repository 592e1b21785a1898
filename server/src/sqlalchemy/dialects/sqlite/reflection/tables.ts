import type { Connection } from '../../../engine/connection.ts';
import { skippedIndexesKey, type ReflectOptions } from '../../../engine/dialect.ts';
import { pythonRepr } from '../../../sql/python-repr.ts';
import { reflectedConstraint, reflectedDefault, reflectedText } from '../../../sql/reflected.ts';
import { buildTable, type ColumnSpec } from '../../../sql/schema-builder.ts';
import type { Constraint, Table } from '../../../sql/schema.ts';
import { reflectedType } from '../reflected-type.ts';
import {
  parseChecks,
  parseGenerated,
  parsePrimaryKeyName,
  parseTableOptions,
  parseUniques,
} from '../table-sql.ts';
import { readCatalog, type Catalog, type ColumnRow, type TableFilter } from './catalog.ts';
import { foreignKeys } from './foreign-keys.ts';
import { indexesOf, indexSpecs, type ReflectedIndex } from './indexes.ts';

/**
 * The tables that the filter finds. `schema` is the one that they get: null for the databases that are always there. Four
 * queries, and one more where a single table refers to others without naming their columns.
 */
export async function readTables(
  connection: Connection,
  filter: TableFilter,
  schema: string | null,
  { warn }: ReflectOptions,
): Promise<readonly Table[]> {
  const catalog = await readCatalog(connection, filter, warn);
  const others = filter.name === undefined ? catalog : await withReferred(connection, filter, catalog);
  return catalog.tables.map(({ name, sql }) =>
    tableOf({ name: filter.name ?? name, stored: name, sql, schema }, catalog, others, warn),
  );
}

/** Keys of other tables are needed where a foreign key names no columns. */
async function withReferred(connection: Connection, filter: TableFilter, catalog: Catalog): Promise<Catalog> {
  const rows = [...catalog.foreignKeys.values()].flat();
  const needsOthers = rows.some(({ table, to }) => to === null && !catalog.columns.has(table));
  return needsOthers ? readCatalog(connection, { database: filter.database }, undefined) : catalog;
}

interface Source {
  /** As asked for, and as stored: they may differ in case. */
  readonly name: string;
  readonly stored: string;
  readonly sql: string;
  readonly schema: string | null;
}

function tableOf(
  { name, stored, sql, schema }: Source,
  catalog: Catalog,
  others: Catalog,
  warn: ((message: string) => void) | undefined,
): Table {
  const columns = catalog.columns.get(stored) ?? [];
  const indexes = indexesOf(catalog.indexes.get(stored) ?? []);
  const keyOf = (table: string): readonly string[] => primaryKey(others.columns.get(table) ?? []);
  const key = primaryKey(columns);
  const warnOfKey = (parts: readonly string[]): void =>
    warn?.(
      `WARNING: SQL-parsed foreign key constraint '(${parts.map(pythonRepr).join(', ')})' could not be located in PRAGMA foreign_keys for table ${name}`,
    );
  const skipped = indexes.filter((index) => index.columns === null).map((index) => index.name);
  return buildTable({
    name,
    schema,
    columns: columns.filter(({ hidden }) => hidden !== 1).map((row) => columnSpec(row, sql, warn)),
    constraints: [
      ...(key.length === 0 ? [] : [primaryKeyConstraint(key, sql)]),
      ...foreignKeys(catalog.foreignKeys.get(stored) ?? [], sql, schema, keyOf, warnOfKey),
      ...uniques(sql, indexes),
      ...checks(sql),
    ],
    indexes: indexSpecs(indexes, catalog.indexSql, warn),
    // Whoever rebuilds the table must know that it would lose them.
    info: skipped.length === 0 ? {} : { [skippedIndexesKey]: skipped.join(', ') },
    dialectOptions: parseTableOptions(sql),
  });
}

/** Mirrors `SQLiteDialect._get_column_info`. */
function columnSpec(row: ColumnRow, sql: string, warn: ((message: string) => void) | undefined): ColumnSpec {
  const isGenerated = row.hidden > 1;
  const declared = row.type.toUpperCase();
  return {
    name: row.name,
    type: reflectedType(isGenerated ? declared.replaceAll(/GENERATED|ALWAYS/g, '').trim() : declared, warn),
    nullable: !row.notNull,
    primaryKey: row.key > 0,
    serverDefault: isGenerated
      ? {
          kind: 'computed',
          sqltext: reflectedText(parseGenerated(sql, row.name)),
          persisted: row.hidden === 3,
        }
      : reflectedDefault(row.default),
  };
}

function primaryKey(columns: readonly ColumnRow[]): readonly string[] {
  return columns
    .filter(({ key }) => key > 0)
    .sort((a, b) => a.key - b.key)
    .map(({ name }) => name);
}

function primaryKeyConstraint(columns: readonly string[], sql: string): Constraint {
  return {
    ...reflectedConstraint(parsePrimaryKeyName(sql)),
    kind: 'primary_key',
    columns,
    isImplicit: false,
  };
}

/** A UNIQUE of the SQL counts when SQLite made an index for it. */
function uniques(sql: string, indexes: readonly ReflectedIndex[]): Constraint[] {
  const automatic = new Set(
    indexes.filter((index) => index.isAutomatic).map((index) => JSON.stringify(index.columns)),
  );
  return parseUniques(sql)
    .filter(({ columns }) => automatic.delete(JSON.stringify(columns)))
    .map(({ name, columns }) => ({
      ...reflectedConstraint(name),
      kind: 'unique',
      columns,
      columnFlag: false,
    }));
}

function checks(sql: string): Constraint[] {
  return parseChecks(sql).map(({ name, sqltext }) => ({
    ...reflectedConstraint(name),
    kind: 'check',
    sqltext: reflectedText(sqltext),
    typeBound: null,
  }));
}
