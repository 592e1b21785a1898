import { fork, type ChildProcess } from 'node:child_process';
import { errorFrom } from '../alembic/runtime/live-evaluation.ts';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
  type SqlValue,
} from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';
import type { SqliteAnswer, SqliteRequest } from './sqlite-service.ts';

/**
 * An SQLite connection in a process of its own, so that this one never waits for a statement, and so that a statement can
 * be stopped: Node's SQLite has no way to interrupt one, and ending a thread waits for it (a thread was 5 s late behind an
 * INSERT). Ending the process does not, and SQLite's journal takes back what it had not committed.
 * `script` is the bundle of `sqlite-process.ts`.
 */
export async function connectSqliteApart(
  url: Url,
  options: ConnectOptions,
  script: string,
): Promise<Connection> {
  const connection = new ApartConnection(url, options, script);
  await connection.open();
  return connection;
}

interface Pending {
  readonly kind: SqliteRequest['kind'];
  resolve(result: QueryResult | null): void;
  reject(error: Error): void;
}

const nothing: QueryResult = { columns: [], rows: [], rowCount: null };

class ApartConnection implements Connection {
  readonly #url: Url;
  readonly #options: ConnectOptions;
  readonly #script: string;
  #child: ChildProcess | null = null;
  #pending: Pending | null = null;
  /** Why the process was ended, while its end is waited for. */
  #stopped: DatabaseError | null = null;
  #inTransaction = false;

  constructor(url: Url, options: ConnectOptions, script: string) {
    this.#url = url;
    this.#options = options;
    this.#script = script;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  /** Starts the process; also anew after one was ended. */
  async open(): Promise<void> {
    // Options for this process (a debugger's port) are not the other's.
    const child = fork(this.#script, [], { serialization: 'advanced', execArgv: [] });
    this.#child = child;
    child.on('message', (answer: SqliteAnswer) => {
      this.#answered(answer);
    });
    child.on('error', (error) => {
      this.#gone(child, error.message);
    });
    child.on('exit', () => {
      this.#gone(child, 'it ended');
    });
    // An abort signal cannot cross; `cancel` ends the process.
    const { signal: _signal, ...options } = this.#options;
    await this.#send({ kind: 'connect', url: this.#url, options });
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    const limit = this.#options.statementTimeout ?? 0;
    const timer = limit > 0 ? setTimeout(() => void this.#stop(timeoutError(limit, sql)), limit) : undefined;
    try {
      return (await this.#request({ kind: 'execute', sql, parameters })) ?? nothing;
    } finally {
      clearTimeout(timer);
    }
  }

  async begin(): Promise<void> {
    await this.#request({ kind: 'begin' });
  }

  async commit(): Promise<void> {
    await this.#request({ kind: 'commit' });
  }

  async rollback(): Promise<void> {
    if (this.#inTransaction) await this.#request({ kind: 'rollback' });
  }

  async cancel(): Promise<void> {
    // A COMMIT under way is let through: nobody could tell which side of it the end fell on.
    if (this.#pending === null || this.#pending.kind === 'commit') return;
    await this.#stop(new DatabaseError('The statement was cancelled', { code: 'SQLITE_INTERRUPT' }));
  }

  async close(): Promise<void> {
    // Left to close by itself the database leaves no file of its journal behind.
    if (this.#child !== null && this.#pending === null) await this.#send({ kind: 'close' }).catch(() => null);
    await this.#stop(new DatabaseError('The connection was closed'));
  }

  async #request(request: SqliteRequest): Promise<QueryResult | null> {
    if (this.#child === null) {
      if (request.kind === 'commit') throw new DatabaseError('The transaction was rolled back');
      await this.open();
    }
    return this.#send(request);
  }

  #send(request: SqliteRequest): Promise<QueryResult | null> {
    return new Promise((resolve, reject) => {
      this.#pending = { kind: request.kind, resolve, reject };
      this.#child?.send(request);
    });
  }

  #answered(answer: SqliteAnswer): void {
    const pending = this.#pending;
    // What the process still said when it was told to end is not the answer any more.
    if (pending === null || this.#stopped !== null) return;
    this.#pending = null;
    this.#inTransaction = answer.inTransaction;
    if (answer.ok) pending.resolve(answer.result);
    else pending.reject(errorFrom(answer.error));
  }

  /** Ends the process and waits for its end, when its locks are free and its transaction is no more. */
  async #stop(reason: DatabaseError): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#stopped = reason;
    await new Promise<void>((ended) => {
      child.once('exit', () => {
        ended();
      });
      child.kill('SIGKILL');
    });
  }

  #gone(child: ChildProcess, why: string): void {
    if (this.#child !== child) return;
    const error =
      this.#stopped ??
      new DatabaseError(`The process that had the database open is gone: ${why}`, {
        hint: 'What it had not committed is rolled back: run again.',
      });
    const pending = this.#pending;
    this.#child = null;
    this.#stopped = null;
    this.#pending = null;
    this.#inTransaction = false;
    pending?.reject(error);
  }
}

function timeoutError(limit: number, sql: string): DatabaseError {
  return new DatabaseError(`The statement ran longer than ${String(limit / 1000)} s and was stopped`, {
    code: 'STATEMENT_TIMEOUT',
    sql,
    hint: 'Give it more time with the statement timeout.',
  });
}
