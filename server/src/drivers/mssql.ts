import sql from 'mssql';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
  type SqlValue,
} from '../sqlalchemy/engine/connection.ts';
import { describeUrl, type Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';
import { hideSecret, untilAborted } from './messages.ts';
import { mssqlSettings } from './mssql-settings.ts';

/**
 * Opens a SQL Server session: a pool of exactly one connection, so that transactions, SET options and the lock of a run stay on
 * it. A session that was lost stays lost: the pool would begin another one in silence, without the lock.
 */
export async function connectMssql(url: Url, options: ConnectOptions): Promise<Connection> {
  const { lockTimeout = 0, statementTimeout = 0 } = options;
  const settings = { ...mssqlSettings(url), requestTimeout: Math.ceil(statementTimeout) };
  let isOpen = false;
  const config: PinnedConfig = {
    ...settings,
    pool: { min: 1, max: 1 },
    arrayRowMode: true,
    // A question before each statement would say nothing that the statement does not.
    validateConnection: false,
    beforeConnect: (session) => {
      if (settings.options.encrypt) requireTls(session);
      if (!isOpen) return;
      session.close();
      throw new DatabaseError('The connection to the server was lost', {
        code: 'ECONNCLOSED',
        hint: 'Look at the current revision, then run again.',
      });
    },
  };
  const pool = new sql.ConnectionPool(config);
  // Without a listener a lost connection would end the process; the next statement tells it.
  pool.on('error', () => undefined);
  try {
    await untilAborted(pool.connect(), options.signal, () => void pool.close().catch(() => undefined));
    // The first batch begins the session.
    const wait = lockTimeout > 0 ? Math.ceil(lockTimeout) : -1;
    await pool.request().batch(`SET LOCK_TIMEOUT ${String(wait)}`);
    isOpen = true;
    return new MssqlConnection(pool, url);
  } catch (error) {
    throw mssqlError(error, url, null);
  }
}

type PinnedConfig = sql.config & { readonly beforeConnect: (session: Session) => void };

/** What the driver beneath does not declare for its users. */
interface Session {
  readonly messageIo: { readonly tlsNegotiationComplete: boolean };
  sendLogin7Packet(): void;
  close(): void;
}

/** The driver beneath goes on without encryption where a server says that it has none, and sends the password all the same. */
function requireTls(session: Session): void {
  const login = session.sendLogin7Packet.bind(session);
  session.sendLogin7Packet = () => {
    if (!session.messageIo.tlsNegotiationComplete) {
      throw new DatabaseError('The server does not support encryption, which the URL asks for', {
        code: 'EENCRYPT',
        hint: 'Write Encrypt=no in the URL for a server and a network that you trust.',
      });
    }
    login();
  };
}

class MssqlConnection implements Connection {
  readonly #pool: sql.ConnectionPool;
  readonly #url: Url;
  #transaction: sql.Transaction | null = null;
  #running: sql.Request | null = null;

  constructor(pool: sql.ConnectionPool, url: Url) {
    this.#pool = pool;
    this.#url = url;
  }

  get inTransaction(): boolean {
    return this.#transaction !== null;
  }

  async execute(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    const request = this.#transaction === null ? this.#pool.request() : new sql.Request(this.#transaction);
    parameters.forEach((value, index) => request.input(`p${String(index + 1)}`, value));
    this.#running = request;
    try {
      // A plain batch, as ODBC sends it: what CREATE SCHEMA, temporary tables and SET options need.
      const result = parameters.length === 0 ? await request.batch(text) : await request.query(text);
      return readResult(result);
    } catch (error) {
      throw mssqlError(error, this.#url, text);
    } finally {
      this.#running = null;
    }
  }

  async begin(): Promise<void> {
    const transaction = new sql.Transaction(this.#pool);
    // The server may end the transaction itself (a deadlock, a failed conversion).
    transaction.on('rollback', () => {
      this.#transaction = null;
    });
    try {
      await transaction.begin();
    } catch (error) {
      throw mssqlError(error, this.#url, 'BEGIN TRANSACTION');
    }
    this.#transaction = transaction;
  }

  async commit(): Promise<void> {
    const transaction = this.#transaction;
    if (transaction === null) {
      throw new DatabaseError('The server had rolled the transaction back', { sql: 'COMMIT' });
    }
    try {
      await transaction.commit();
      this.#transaction = null;
    } catch (error) {
      throw mssqlError(error, this.#url, 'COMMIT');
    }
  }

  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = null;
    try {
      await transaction?.rollback();
    } catch (error) {
      // Already rolled back by the server: that is what was wanted.
      if (!(error instanceof sql.TransactionError)) throw mssqlError(error, this.#url, 'ROLLBACK');
    }
  }

  cancel(): Promise<void> {
    this.#running?.cancel();
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#pool.close().catch(() => undefined);
  }
}

/** The part of a result in array row mode that its declared type does not know. */
interface ArrayResult {
  readonly recordsets: unknown;
  readonly columns?: unknown;
  readonly rowsAffected: readonly number[];
}

function readResult(result: ArrayResult): QueryResult {
  const rows = lastOf(result.recordsets);
  // A batch has its columns on its rows only.
  const own = 'columns' in rows ? rows.columns : undefined;
  const columns = (Array.isArray(own) ? own : lastOf(result.columns)) as readonly { readonly name: string }[];
  return {
    columns: columns.map((column) => column.name),
    rows: rows as SqlValue[][],
    rowCount: result.rowsAffected.at(-1) ?? null,
  };
}

function lastOf(sets: unknown): readonly unknown[] {
  const last: unknown = Array.isArray(sets) ? sets.at(-1) : null;
  return Array.isArray(last) ? last : [];
}

/** Matched against `CODE message`; the first that fits. Numbers are SQL Server's own. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^ELOGIN|^18456/, 'Correct the user or the password, and check that the database exists.'],
  [/^4060/, 'Create the database, or correct its name in the URL.'],
  [/ENOTFOUND|EAI_AGAIN/, 'Correct the host name in the URL, or check the network.'],
  [
    /certificate|self.signed/i,
    'The server’s certificate is not trusted: add TrustServerCertificate=yes to the URL for a server that you know, or install its root.',
  ],
  [
    /^EINSTLOOKUP/,
    'Start SQL Server Browser on the server, or write the port instead of the instance’s name.',
  ],
  [
    /^ETIMEOUT|^ESOCKET|ECONNREFUSED/,
    'Start the server, open its TCP port (1433), or correct host and port in the URL.',
  ],
];

function mssqlError(error: unknown, url: Url, statement: string | null): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const message = hideSecret(error instanceof Error ? error.message : String(error), url);
  const code = codeOf(error);
  if (error instanceof sql.RequestError && statement !== null) {
    return new DatabaseError(message, { code, sql: statement, position: positionOf(error, statement) });
  }
  return new DatabaseError(`Could not connect to SQL Server at ${describeUrl(url)}: ${message}`, {
    code,
    sql: statement,
    hint: hints.find(([pattern]) => pattern.test(`${code ?? ''} ${message}`))?.[1] ?? null,
  });
}

/** Where the line begins that the server names; null for the first, which says nothing. */
function positionOf({ lineNumber = 1 }: sql.RequestError, statement: string): number | null {
  const before = statement.split('\n').slice(0, lineNumber - 1);
  return before.length === 0 ? null : before.join('\n').length + 2;
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('number' in error && typeof error.number === 'number') return String(error.number);
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
