import { DatabaseError, type Connection } from '../sqlalchemy/engine/connection.ts';
import { backendName, dialectNameOf, type Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';

/**
 * Opens a session of the URL's database. Throws DatabaseError with a message that names host, port, database and user,
 * never the password, and a hint that says what to do. A driver is loaded when it is first needed.
 */
export async function connect(url: Url, options: ConnectOptions): Promise<Connection> {
  const dialect = dialectNameOf(url);
  const target = options.password === undefined ? url : { ...url, password: options.password };
  switch (dialect) {
    case 'postgresql':
      if (backendName(url) === 'pglite') return (await import('./pglite.ts')).connectPglite(target, options);
      return (await import('./postgresql.ts')).connectPostgresql(target, options);
    case 'sqlite':
      return needsProcess(options)
        ? (await import('./sqlite-apart.ts')).connectSqliteApart(target, options, options.sqliteProcess)
        : (await import('./sqlite.ts')).connectSqlite(target, options);
    case 'mssql':
      return (await import('./mssql.ts')).connectMssql(target, options);
    case 'default':
    case null:
      throw new DatabaseError(`Retort has no driver for "${backendName(url)}" databases`, {
        hint: 'Use a postgresql://, sqlite:// or mssql:// URL, or pglite:.',
      });
  }
}

function needsProcess(options: ConnectOptions): options is ConnectOptions & { sqliteProcess: string } {
  const { sqliteProcess, signal, statementTimeout = 0 } = options;
  return sqliteProcess !== undefined && (signal !== undefined || statementTimeout > 0);
}

export type { ConnectOptions };
