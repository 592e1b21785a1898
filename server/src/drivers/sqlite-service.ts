/** The conversation between a run and the process that holds its SQLite connection; and that process's side of it. */
import { errorData, type ErrorData } from '../alembic/runtime/live-evaluation.ts';
import type { Connection, QueryResult, SqlValue } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';
import { connectSqlite } from './sqlite.ts';

export type SqliteRequest =
  | { readonly kind: 'connect'; readonly url: Url; readonly options: Omit<ConnectOptions, 'signal'> }
  | { readonly kind: 'execute'; readonly sql: string; readonly parameters: readonly SqlValue[] }
  | { readonly kind: 'begin' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'close' };

/** To the request before it: they come one by one. */
export type SqliteAnswer =
  | { readonly ok: true; readonly result: QueryResult | null; readonly inTransaction: boolean }
  | { readonly ok: false; readonly error: ErrorData; readonly inTransaction: boolean };

/** Answers the parent process until that ends. */
export function serveSqlite(): void {
  let connection: Connection | null = null;
  const work = async (request: SqliteRequest): Promise<QueryResult | null> => {
    if (request.kind === 'connect') {
      connection = await connectSqlite(request.url, request.options);
      return null;
    }
    if (connection === null) throw new Error('there is no connection');
    if (request.kind === 'execute') return connection.execute(request.sql, request.parameters);
    await connection[request.kind]();
    return null;
  };
  process.on('message', (request: SqliteRequest) => {
    void work(request).then(
      (result) => {
        send({ ok: true, result, inTransaction: connection?.inTransaction ?? false });
      },
      (error: unknown) => {
        send({ ok: false, error: errorData(error), inTransaction: connection?.inTransaction ?? false });
      },
    );
  });
  // Whatever is open is rolled back with the process.
  process.on('disconnect', () => process.exit());
}

function send(answer: SqliteAnswer): void {
  process.send?.(answer);
}
