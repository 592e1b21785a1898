import type { Connection } from '../../engine/connection.ts';
import type { Inspector } from '../../engine/dialect.ts';
import { metaDataOf } from '../../sql/schema-builder.ts';
import { literal } from './reflection/catalog.ts';
import { readObjects } from './reflection/objects.ts';
import { relationCondition, tableKinds, tableLikeKinds } from './reflection/relations.ts';
import { readTables } from './reflection/tables.ts';

/**
 * Reflects PostgreSQL (12 and newer) from its catalogs, set-based. Mirrors `sqlalchemy.dialects.postgresql.base.PGDialect`'s
 * `get_…` methods; `reflect` leaves out what extensions own, as nobody migrates that.
 */
export const inspector: Inspector = {
  reports: {
    columnDetails: true,
    uniqueConstraints: true,
    checkConstraints: true,
    tableComments: true,
    constraintDetails: true,
    primaryKeyOptions: true,
    listsUniqueIndexes: true,
    includeColumns: true,
    sequences: true,
    enums: true,
  },
  hasTable: async (connection, name, schema) =>
    (await relationNames(connection, tableLikeKinds, schema, { name, withTemporary: true })).length > 0,
  hasType: async (connection, name, schema) => {
    const visible =
      schema === null ? 'pg_catalog.pg_type_is_visible(t.oid)' : `n.nspname = ${literal(schema)}`;
    const { rows } = await connection.execute(
      `SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = ${literal(name)} AND ${visible}`,
    );
    return rows.length > 0;
  },
  objects: readObjects,
  names: (connection, kind, schema) => {
    if (kind === 'table') return relationNames(connection, tableKinds, schema);
    if (kind === 'view') return relationNames(connection, ['v'], schema);
    return firstColumn(
      connection,
      "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname",
    );
  },
  reflectTable: async (connection, name, schema, options = {}) => {
    const filter = {
      schemas: [schema],
      kinds: tableLikeKinds,
      name,
      withTemporary: true,
      withExtensions: true,
    };
    const [table = null] = await readTables(connection, filter, options);
    return table;
  },
  reflect: async (connection, schema, options = {}) => {
    const schemas = schema === null || typeof schema === 'string' ? [schema] : schema;
    const filter = { schemas, kinds: tableKinds, withTemporary: false, withExtensions: false };
    return metaDataOf(await readTables(connection, filter, options));
  },
};

/** Upstream gives no order either. */
async function relationNames(
  connection: Connection,
  kinds: readonly string[],
  schema: string | null,
  filter: { readonly name?: string; readonly withTemporary?: boolean } = {},
): Promise<readonly string[]> {
  const condition = relationCondition({
    withTemporary: false,
    withExtensions: true,
    ...filter,
    schemas: [schema],
    kinds,
  });
  return firstColumn(
    connection,
    `SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ${condition}`,
  );
}

async function firstColumn(connection: Connection, sql: string): Promise<readonly string[]> {
  const { rows } = await connection.execute(sql);
  return rows.map(([name]) => String(name));
}
