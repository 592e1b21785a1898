import type { Connection } from '../../engine/connection.ts';
import type { Inspector } from '../../engine/dialect.ts';
import { metaDataOf } from '../../sql/schema-builder.ts';
import type { Table } from '../../sql/schema.ts';
import { quoteName, text } from './reflection/catalog.ts';
import { readObjects } from './reflection/objects.ts';
import { readTables } from './reflection/tables.ts';

/**
 * Reflects SQLite, set-based: PRAGMAs for columns and keys, the stored CREATE TABLE for what they do not tell (names,
 * CHECKs). Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteDialect`, so that a batch operation rebuilds the table that
 * upstream would.
 */
export const inspector: Inspector = {
  reports: {
    columnDetails: false,
    uniqueConstraints: true,
    checkConstraints: true,
    tableComments: false,
    constraintDetails: false,
    primaryKeyOptions: false,
    listsUniqueIndexes: false,
    includeColumns: false,
    sequences: false,
    enums: false,
  },
  hasTable: async (connection, name, schema) => {
    for (const database of databasesOf(schema)) {
      const { rows } = await connection.execute(
        `PRAGMA ${quoteName(database)}.table_info(${quoteName(name)})`,
      );
      if (rows.length > 0) return true;
    }
    return false;
  },
  objects: readObjects,
  names: async (connection, kind, schema) => {
    if (kind !== 'schema') return namesOf(connection, kind, schema);
    const { rows } = await connection.execute('PRAGMA database_list');
    return rows.map((row) => text(row[1])).filter((name) => name !== 'temp');
  },
  reflectTable: async (connection, name, schema, options = {}) => {
    for (const database of databasesOf(schema)) {
      const [table] = await readTables(connection, { database, name }, schema, options);
      if (table !== undefined) return table;
    }
    return null;
  },
  reflect: async (connection, schema, options = {}) => {
    const schemas = schema === null || typeof schema === 'string' ? [schema] : schema;
    const tables: Table[] = [];
    for (const each of schemas) {
      tables.push(...(await readTables(connection, { database: each ?? 'main' }, each, options)));
    }
    return metaDataOf(tables);
  },
};

/** With no schema, `main` first and then `temp`: SQLite by itself would look into attached databases too. */
function databasesOf(schema: string | null): readonly string[] {
  return schema === null ? ['main', 'temp'] : [schema];
}

async function namesOf(
  connection: Connection,
  type: 'table' | 'view',
  schema: string | null,
): Promise<string[]> {
  const { rows } = await connection.execute(
    `SELECT name FROM ${quoteName(schema ?? 'main')}.sqlite_master WHERE type='${type}' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`,
  );
  return rows.map((row) => text(row[0]));
}
