import { DatabaseError, type Connection } from '../sqlalchemy/engine/connection.ts';
import { backendName, dialectNameOf, type Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';
import { connectMssql } from './mssql.ts';
import { connectPostgresql } from './postgresql.ts';
import { connectSqlite } from './sqlite.ts';

/**
 * Opens a session of the URL's database. Throws DatabaseError with a message that names host, port, database and user,
 * never the password, and a hint that says what to do.
 */
export async function connect(url: Url, options: ConnectOptions): Promise<Connection> {
  const dialect = dialectNameOf(url);
  const target = options.password === undefined ? url : { ...url, password: options.password };
  switch (dialect) {
    case 'postgresql':
      return connectPostgresql(target, options);
    case 'sqlite':
      return connectSqlite(target, options);
    case 'mssql':
      return connectMssql(target, options);
    case 'default':
    case null:
      throw new DatabaseError(`Retort has no driver for "${backendName(url)}" databases`, {
        hint: 'Use a postgresql://, sqlite:// or mssql:// URL.',
      });
  }
}

export type { ConnectOptions };
