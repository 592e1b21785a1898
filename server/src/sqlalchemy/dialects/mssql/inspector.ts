import { DatabaseError } from '../../engine/connection.ts';
import type { Inspector } from '../../engine/dialect.ts';

/** SQL Server: whether a table is there, which the version table needs. Reflecting tables is refused by name. */
export const inspector: Inspector = {
  hasTable: async (connection, name, schema) => {
    const inSchema = schema === null ? 'schema_name()' : text(schema);
    const { rows } = await connection.execute(
      `SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = ${text(name)} AND TABLE_SCHEMA = ${inSchema}`,
    );
    return rows.length > 0;
  },
  names: (_connection, kind) => Promise.reject(notSupported(`names of ${kind}s`)),
  listsUniqueIndexes: true,
  reflectTable: (_connection, name) => Promise.reject(notSupported(`table "${name}"`)),
  reflect: () => Promise.reject(notSupported('the tables')),
};

function notSupported(what: string): DatabaseError {
  return new DatabaseError(`Retort cannot yet read ${what} of a SQL Server database`, {
    hint: 'For a batch operation, give the table to batch_alter_table() with copy_from=.',
  });
}

function text(value: string): string {
  return `N'${value.replaceAll("'", "''")}'`;
}
