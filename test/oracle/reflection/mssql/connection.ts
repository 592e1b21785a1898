import type { DatabaseSync } from 'node:sqlite';
import type {
  Connection,
  QueryResult,
  SqlValue,
} from '../../../../server/src/sqlalchemy/engine/connection.ts';

/** A session that answers questions of SQL Server's catalog from the SQLite of `catalogSql`. */
export function catalogConnection(database: DatabaseSync): Connection {
  database.function('SCHEMA_NAME', () => 'dbo');
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    execute: (sql) => {
      const statement = database.prepare(translated(sql));
      statement.setReturnArrays(true);
      const rows = statement.all() as unknown as SqlValue[][];
      const result: QueryResult = { columns: [], rows, rowCount: rows.length };
      return Promise.resolve(result);
    },
    begin: nothing,
    commit: nothing,
    rollback: nothing,
    cancel: nothing,
    close: nothing,
    inTransaction: false,
  };
}

/** T-SQL as SQLite reads it: the names of catalog views, unicode literals, and `max`. */
function translated(sql: string): string {
  return sql
    .replaceAll(/\bsys\.(?=\w)/g, 'sys_')
    .replaceAll(/\bINFORMATION_SCHEMA\.(?=\w)/g, 'information_schema_')
    .replaceAll(/\bN'/g, "'")
    .replaceAll('nvarchar(max)', 'text');
}
