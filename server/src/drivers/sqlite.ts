import { existsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
  type SqlValue,
} from '../sqlalchemy/engine/connection.ts';
import { queryOption, type Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';

/**
 * Opens an SQLite file with the SQLite inside Node, which honours SQLite's own file locks. As in Python's `sqlite3`,
 * foreign keys are not enforced unless the application says so, a text in double quotes is a string where it names no
 * column, and a locked file is waited for: 5 s, and 30 s for a transaction to begin.
 */
export async function connectSqlite(url: Url, options: ConnectOptions): Promise<Connection> {
  const file = sqliteFile(url, options.baseDirectory);
  const open = await loadDatabaseSync();
  try {
    const database = new open(options.createFile === false ? withoutCreating(file) : file.name, {
      enableForeignKeyConstraints: false,
      enableDoubleQuotedStringLiterals: true,
      readOnly: file.readOnly,
    });
    return new SqliteConnection(database, file.path, waitsOf(url, options.lockTimeout ?? 0), options.signal);
  } catch (error) {
    throw asDatabaseError(error, file.path, null);
  }
}

interface SqliteFile {
  /** What SQLite opens. */
  readonly name: string;
  /** What messages say. */
  readonly path: string;
  readonly readOnly: boolean;
}

/** The file that a URL means: upstream's `SQLiteDialect_pysqlite.create_connect_args`. */
function sqliteFile(url: Url, baseDirectory: string): SqliteFile {
  if (url.host !== null || url.username !== null) {
    throw new DatabaseError(
      'Invalid SQLite URL: a file is written sqlite:///relative/file.db or sqlite:////absolute/file.db, memory sqlite://',
      { hint: 'Count the slashes: three before a relative path, four before an absolute one.' },
    );
  }
  refuseUnknown(url);
  const name = url.database ?? '';
  if (name === '' || name === ':memory:') return { name: ':memory:', path: ':memory:', readOnly: false };
  const isUri = queryOption(url, 'uri') === 'true' && name.startsWith('file:');
  const path = resolve(baseDirectory, isUri ? name.slice('file:'.length) : name);
  return { name: path, path, readOnly: isUri && queryOption(url, 'mode') === 'ro' };
}

/** Upstream's own, which go to `sqlite3.connect()`, and of the file's URI what is followed or changes nothing here. */
const uriOptions = new Set([
  ...['uri', 'timeout', 'isolation_level', 'detect_types', 'check_same_thread', 'cached_statements'],
  ...['mode', 'cache'],
]);

/** Without `uri=true` upstream drops what it does not know. With it SQLite gets everything: `vfs`, `nolock`, `immutable`, … */
function refuseUnknown(url: Url): void {
  if (queryOption(url, 'uri') !== 'true') return;
  for (const name of url.query.keys()) {
    if (uriOptions.has(name)) continue;
    throw new DatabaseError(`The connection option "${name}" of the URL is unknown or not supported`, {
      hint: 'Correct or remove it. Of a file’s URI, mode and cache are supported.',
    });
  }
}

/** A file that is not there yet is as empty as memory; one whose folder is missing too is an error, as when it is written. */
function withoutCreating({ name, path }: SqliteFile): string {
  return existsSync(path) || !existsSync(dirname(path)) ? name : ':memory:';
}

interface Waits {
  /** For each statement, in milliseconds. */
  readonly statement: number;
  /** For the write lock at the beginning of a transaction: several runs take turns there, and none is served first. */
  readonly begin: number;
}

/** The run's own limit, else `timeout=` in seconds, as for Python's `sqlite3.connect`. */
function waitsOf(url: Url, lockTimeout: number): Waits {
  if (lockTimeout > 0) return { statement: lockTimeout, begin: lockTimeout };
  const given = queryOption(url, 'timeout');
  const seconds = Number(given ?? '5');
  const statement = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 5000;
  return { statement, begin: given === null ? 30_000 : statement };
}

async function loadDatabaseSync(): Promise<typeof DatabaseSync> {
  try {
    return (await import('node:sqlite')).DatabaseSync;
  } catch {
    throw new DatabaseError(`Node ${process.versions.node} has no SQLite inside`, {
      hint: 'Use Node 22.13 or newer, or a newer VS Code.',
    });
  }
}

class SqliteConnection implements Connection {
  #inTransaction = false;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #waits: Waits;
  readonly #signal: AbortSignal | undefined;

  constructor(database: DatabaseSync, path: string, waits: Waits, signal: AbortSignal | undefined) {
    this.#database = database;
    this.#path = path;
    this.#waits = waits;
    this.#signal = signal;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    return this.#execute(sql, parameters, this.#waits.statement);
  }

  async #execute(sql: string, parameters: readonly SqlValue[], wait: number): Promise<QueryResult> {
    const deadline = Date.now() + wait;
    for (;;) {
      try {
        return runStatement(this.#database, sql, parameters);
      } catch (error) {
        // Waiting here, not inside SQLite, leaves the process free for its other work.
        if (!isBusy(error) || Date.now() >= deadline || this.#signal?.aborted === true) {
          throw asDatabaseError(error, this.#path, sql);
        }
        await sleep(25);
      }
    }
  }

  /** Takes the write lock at once, so that what is read in the transaction still holds when it writes. */
  async begin(): Promise<void> {
    await this.#execute('BEGIN IMMEDIATE', [], this.#waits.begin);
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    await this.execute('COMMIT');
    this.#inTransaction = false;
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    // SQLite itself rolls back after some failures (a full disk), and then refuses a ROLLBACK.
    if (this.#database.isTransaction) await this.execute('ROLLBACK');
  }

  /** A statement blocks this thread until it is done: there is never one to stop here. */
  cancel(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
    return Promise.resolve();
  }
}

function runStatement(database: DatabaseSync, sql: string, parameters: readonly SqlValue[]): QueryResult {
  if (!hasContent(sql)) return { columns: [], rows: [], rowCount: null };
  const statement = database.prepare(sql);
  // Only the first statement of a text is prepared; the rest would be dropped in silence.
  if (hasContent(sql.slice(statement.sourceSQL.length))) {
    throw new DatabaseError('You can only execute one statement at a time.', {
      sql,
      code: 'SQLITE_MISUSE',
      hint: 'Give op.execute() one statement per call, as Python’s sqlite3 demands too.',
    });
  }
  statement.setReadBigInts(true);
  const values = parameters.map(toSqlite);
  const columns = statement.columns().map((column) => column.name);
  if (columns.length === 0) {
    const { changes } = statement.run(...values);
    return { columns, rows: [], rowCount: Number(changes) };
  }
  const raw = rawRows(statement, values);
  const types = columns.map((_name, index) => (isReal(raw, index) ? 'real' : null));
  return { columns, types, rows: raw.map((row) => row.map(asNumber)), rowCount: null };
}

/** Integers come as bigints, so that a column of nothing but reals is known by its values: `2.0` is no `2`. */
function isReal(rows: readonly (readonly SqliteValue[])[], index: number): boolean {
  const kinds = new Set(rows.map((row) => typeof row[index]));
  return kinds.has('number') && !kinds.has('bigint');
}

type SqliteValue = null | number | bigint | string | Uint8Array;

function rawRows(statement: StatementSync, values: readonly SqliteValue[]): SqliteValue[][] {
  statement.setReturnArrays(true);
  // The declared result is objects; with `setReturnArrays` each row is an array.
  return statement.all(...values) as unknown as SqliteValue[][];
}

function asNumber(value: SqliteValue): SqlValue {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function toSqlite(value: SqlValue): SqliteValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  return value;
}

/** Anything besides white space, semicolons and comments. */
function hasContent(sql: string): boolean {
  return /[^\s;]/.test(sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, ' '));
}

interface SqliteError extends Error {
  readonly errcode: number;
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** Primary result codes: https://sqlite.org/rescode.html */
const resultCodes: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
};

function isBusy(error: unknown): boolean {
  return isSqliteError(error) && (error.errcode & 0xff) === 5;
}

function asDatabaseError(error: unknown, path: string, sql: string | null): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (!isSqliteError(error)) {
    return new DatabaseError(error instanceof Error ? error.message : String(error), { sql });
  }
  const code = resultCodes[error.errcode & 0xff] ?? `SQLITE_${String(error.errcode)}`;
  const about = aboutFile(code, path);
  return new DatabaseError(about === null ? error.message : `${error.message}: ${path}`, {
    code,
    sql,
    hint: about,
  });
}

/** What to do when the file itself is the trouble; null when it is not. */
function aboutFile(code: string, path: string): string | null {
  switch (code) {
    case 'SQLITE_READONLY':
      return 'The file or its folder cannot be written: change its permissions, or choose another database.';
    case 'SQLITE_CANTOPEN':
      return aboutUnopened(path);
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return 'Another program is writing to the file: let it finish or close it, and try again.';
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return 'The file is damaged or is no SQLite database: check the path in the URL.';
    case 'SQLITE_FULL':
      return 'The disk is full: free some space.';
    default:
      return null;
  }
}

function aboutUnopened(path: string): string {
  if (!existsSync(dirname(path))) return `Its folder does not exist: create ${dirname(path)}.`;
  if (existsSync(path) && statSync(path).isDirectory()) return 'It is a folder: name a file in the URL.';
  return 'Check the permissions of the file and of its folder.';
}
