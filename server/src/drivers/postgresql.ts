import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import pg from 'pg';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
  type SqlValue,
} from '../sqlalchemy/engine/connection.ts';
import { describeUrl, queryOption, type Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';
import { hideSecret, untilAborted } from './messages.ts';
import { connectionError } from './postgresql-errors.ts';
import { checkOptions } from './postgresql-options.ts';
import { typeName, typeNamesQuery } from './postgresql-types.ts';

/** Opens a PostgreSQL session. URL options are libpq's, as psycopg reads them (`sslmode`, `options`, `host` for a socket, …). */
export async function connectPostgresql(url: Url, options: ConnectOptions): Promise<Connection> {
  checkOptions(url);
  const place = describeUrl(url);
  const attempts = tlsAttempts(url);
  for (const [index, attempt] of attempts.entries()) {
    const config = { ...clientConfig(url), ssl: attempt };
    try {
      return new PostgresqlConnection(await open(config, options.signal), config, url);
    } catch (error) {
      if (index < attempts.length - 1 && isTlsRefusal(error)) continue;
      throw connectionError(error, place, url);
    }
  }
  throw connectionError(new Error('no way to connect'), place, url);
}

async function open(config: pg.ClientConfig, signal: AbortSignal | undefined): Promise<pg.Client> {
  const client = new pg.Client(config);
  // A session that the server ends while idle is told by the next statement; unheard, the event would end the process.
  client.on('error', () => undefined);
  await untilAborted(client.connect(), signal, () => void client.end().catch(() => undefined));
  return client;
}

function clientConfig(url: Url): pg.ClientConfig {
  const seconds = Number(queryOption(url, 'connect_timeout') ?? '0');
  const given = {
    host: url.host ?? queryOption(url, 'host'),
    port: url.port ?? numberOrNull(queryOption(url, 'port')),
    user: url.username ?? queryOption(url, 'user'),
    password: url.password ?? queryOption(url, 'password'),
    database: nonEmpty(url.database) ?? queryOption(url, 'dbname'),
    options: queryOption(url, 'options'),
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
    application_name: queryOption(url, 'application_name') ?? 'retort',
    connectionTimeoutMillis: seconds > 0 ? seconds * 1000 : 10_000,
    types: { getTypeParser: (oid: number) => (text: string) => readValue(oid, text) },
  };
}

/**
 * The ways to try, in order, for libpq's `sslmode` (and asyncpg's `ssl`).
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
function tlsAttempts(url: Url): (false | TlsOptions)[] {
  const mode = queryOption(url, 'sslmode') ?? queryOption(url, 'ssl') ?? 'prefer';
  const host = url.host ?? queryOption(url, 'host') ?? '';
  if (host.startsWith('/')) return [false];
  const unverified: TlsOptions = { ...tlsFiles(url), rejectUnauthorized: false };
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, unverified];
    case 'prefer':
      return [unverified, false];
    case 'require':
    case 'true':
      // As libpq: a root certificate turns `require` into `verify-ca`.
      return queryOption(url, 'sslrootcert') === null
        ? [unverified]
        : [{ ...tlsFiles(url), checkServerIdentity: () => undefined }];
    case 'verify-ca':
      return [{ ...tlsFiles(url), checkServerIdentity: () => undefined }];
    case 'verify-full':
      return [tlsFiles(url)];
    default:
      throw new DatabaseError(`invalid sslmode value: "${mode}"`, {
        hint: 'Use disable, allow, prefer, require, verify-ca or verify-full.',
      });
  }
}

function tlsFiles(url: Url): TlsOptions {
  const files = { ca: 'sslrootcert', cert: 'sslcert', key: 'sslkey' } as const;
  const options: TlsOptions = {};
  for (const [name, option] of Object.entries(files)) {
    const path = queryOption(url, option);
    if (path === null || path === 'system') continue;
    try {
      options[name as keyof typeof files] = readFileSync(path, 'utf8');
    } catch {
      throw new DatabaseError(`could not read the file of ${option}: ${path}`, {
        hint: `Correct ${option} in the URL.`,
      });
    }
  }
  return options;
}

function isTlsRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // 28000: pg_hba.conf has no line for this kind of connection; the other kind may have one.
  return /does not support SSL|SSL|TLS/.test(error.message) || code === '28000' || code.startsWith('ERR_SSL');
}

class PostgresqlConnection implements Connection {
  #inTransaction = false;
  readonly #userTypes = new Map<number, string>();
  readonly #client: pg.Client;
  readonly #config: pg.ClientConfig;
  readonly #url: Url;

  constructor(client: pg.Client, config: pg.ClientConfig, url: Url) {
    this.#client = client;
    this.#config = config;
    this.#url = url;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    const result = await this.#query(sql, parameters);
    return {
      columns: result.fields.map((field) => field.name),
      types: await this.#typeNames(result.fields.map((field) => field.dataTypeID)),
      rows: result.rows,
      rowCount: result.rowCount,
    };
  }

  async begin(): Promise<void> {
    await this.#query('BEGIN', []);
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    const result = await this.#query('COMMIT', []);
    this.#inTransaction = false;
    // The server answers ROLLBACK to the COMMIT of a transaction in which a statement failed.
    if (result.command === 'ROLLBACK') {
      throw new DatabaseError('The transaction had failed: it was rolled back instead of committed', {
        code: '25P02',
        sql: 'COMMIT',
      });
    }
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.#query('ROLLBACK', []);
  }

  async cancel(): Promise<void> {
    const processId = 'processID' in this.#client ? this.#client.processID : null;
    if (typeof processId !== 'number') return;
    const other = await open(this.#config, undefined);
    try {
      await other.query('SELECT pg_cancel_backend($1)', [processId]);
    } finally {
      await other.end();
    }
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  /** Types that users made are looked up once in a session. */
  async #typeNames(oids: readonly number[]): Promise<(string | null)[]> {
    const unknown = oids.filter((oid) => typeName(oid) === null && !this.#userTypes.has(oid));
    if (unknown.length > 0) {
      const { rows } = await this.#query(typeNamesQuery, [`{${unknown.join(',')}}`]);
      for (const [oid, name] of rows) this.#userTypes.set(Number(oid), String(name));
    }
    return oids.map((oid) => typeName(oid) ?? this.#userTypes.get(oid) ?? null);
  }

  async #query(sql: string, parameters: readonly SqlValue[]): Promise<pg.QueryArrayResult<SqlValue[]>> {
    try {
      // A text of several statements gives one result each.
      const results = (await this.#client.query({
        text: sql,
        rowMode: 'array',
        ...(parameters.length === 0 ? {} : { values: [...parameters] }),
      })) as pg.QueryArrayResult<SqlValue[]> | pg.QueryArrayResult<SqlValue[]>[];
      const last = Array.isArray(results) ? results.at(-1) : results;
      return last ?? { command: '', rowCount: null, oid: 0, fields: [], rows: [] };
    } catch (error) {
      throw this.#statementError(error, sql);
    }
  }

  #statementError(error: unknown, sql: string): DatabaseError {
    if (!(error instanceof pg.DatabaseError))
      return connectionError(error, describeUrl(this.#url), this.#url);
    const detail = error.detail === undefined ? '' : `\nDETAIL: ${error.detail}`;
    return new DatabaseError(hideSecret(error.message + detail, this.#url), {
      code: error.code ?? null,
      sql,
      position: error.position === undefined ? null : Number(error.position),
      hint: error.hint ?? null,
    });
  }
}

/** Integers and booleans as such, everything else as the text that the server sent. Keys are type OIDs of pg_type. */
function readValue(oid: number, text: string): SqlValue {
  switch (oid) {
    case 16:
      return text === 't';
    case 20:
      return BigInt(text);
    case 21:
    case 23:
    case 26:
      return Number(text);
    default:
      return text;
  }
}

function numberOrNull(text: string | null): number | null {
  const number = Number(text ?? '');
  return text === null || !Number.isInteger(number) ? null : number;
}

function nonEmpty(text: string | null): string | null {
  return text === '' ? null : text;
}
