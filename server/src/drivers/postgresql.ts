import pg from 'pg';
import { DatabaseError, type Connection, type SqlValue } from '../sqlalchemy/engine/connection.ts';
import { describeUrl, queryOption, type Url } from '../sqlalchemy/engine/url.ts';
import { describeSession, sessionColumns } from '../sqlalchemy/dialects/postgresql/describe-session.ts';
import type { ConnectOptions } from './connect-options.ts';
import { untilAborted } from './messages.ts';
import { PostgresqlConnection, typeParsers } from './postgresql-connection.ts';
import { connectionError } from './postgresql-errors.ts';
import { hostsOf, sessionCheck, type Host } from './postgresql-hosts.ts';
import { checkOptions } from './postgresql-options.ts';
import { isTlsRefusal, tlsAttempts } from './postgresql-tls.ts';

/**
 * Opens a PostgreSQL session. URL options are libpq's, as psycopg reads them (`sslmode`, `options`, `host` for a socket, …).
 * Of several hosts the first that answers as `target_session_attrs` wants; as with libpq, one that refuses the user or the
 * password ends the search.
 */
export async function connectPostgresql(url: Url, options: ConnectOptions): Promise<Connection> {
  checkOptions(url);
  const check = sessionCheck(url);
  const hosts = hostsOf(url);
  let last: unknown = null;
  for (const host of hosts) {
    try {
      return await connectHost(url, host, check, options);
    } catch (error) {
      last = error;
      if (options.signal?.aborted === true || !mayTryNext(error)) break;
    }
  }
  throw last instanceof Error ? last : connectionError(last, describeUrl(url), url);
}

async function connectHost(
  url: Url,
  { host, port }: Host,
  check: ReturnType<typeof sessionCheck>,
  options: ConnectOptions,
): Promise<Connection> {
  const place = describeUrl(host === null ? url : { ...url, host, port, query: new Map() });
  const attempts = tlsAttempts(url, host);
  for (const [index, attempt] of attempts.entries()) {
    const config = { ...clientConfig(url), ...given({ host, port }), ssl: attempt };
    try {
      const client = await open(config, options.signal);
      await prepare(client, check, options);
      return new PostgresqlConnection(
        client,
        url,
        () => cancelStatement(client, config),
        () => findBlockers(client, config),
      );
    } catch (error) {
      if (index < attempts.length - 1 && isTlsRefusal(error)) continue;
      throw connectionError(error, place, url);
    }
  }
  throw connectionError(new Error('no way to connect'), place, url);
}

/** Refused by the server itself: the user, the password, the database. libpq goes on where one is not reached or not wanted. */
function mayTryNext(error: unknown): boolean {
  const code = error instanceof DatabaseError ? error.code : null;
  return code === null || code === unwanted || !/^(?:28|3D)/.test(code);
}

/** Our own: the server is not of the kind that `target_session_attrs` wants. */
const unwanted = 'UNWANTED';

async function prepare(
  client: pg.Client,
  check: ReturnType<typeof sessionCheck>,
  options: ConnectOptions,
): Promise<void> {
  const settings = limits(options);
  try {
    if (check !== null) {
      const { rows } = await client.query<[boolean]>({ text: check.sql, rowMode: 'array' });
      if (rows[0]?.[0] !== true) {
        const message = `the server is not ${check.wanted}, as target_session_attrs wants`;
        throw Object.assign(new Error(message), { code: unwanted });
      }
    }
    if (settings !== '') await client.query(settings);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** For this session alone; an empty text where the server's own limits hold. */
function limits({ lockTimeout = 0, statementTimeout = 0 }: ConnectOptions): string {
  const lock = lockTimeout > 0 ? `SET lock_timeout = ${String(Math.ceil(lockTimeout))};` : '';
  return statementTimeout > 0
    ? `${lock}SET statement_timeout = ${String(Math.ceil(statementTimeout))};`
    : lock;
}

async function open(config: pg.ClientConfig, signal: AbortSignal | undefined): Promise<pg.Client> {
  const client = new pg.Client(config);
  // A session that the server ends while idle is told by the next statement; unheard, the event would end the process.
  client.on('error', () => undefined);
  await untilAborted(client.connect(), signal, () => void client.end().catch(() => undefined));
  return client;
}

/** By a connection of its own: the one that is to be stopped is busy. */
async function cancelStatement(client: pg.Client, config: pg.ClientConfig): Promise<void> {
  const processId = 'processID' in client ? client.processID : null;
  if (typeof processId !== 'number') return;
  const other = await open(config, undefined);
  try {
    await other.query('SELECT pg_cancel_backend($1)', [processId]);
  } finally {
    await other.end();
  }
}

/** Who has the locks that the session waits for; by a connection of its own too. */
async function findBlockers(client: pg.Client, config: pg.ClientConfig): Promise<readonly string[]> {
  const processId = 'processID' in client ? client.processID : null;
  if (typeof processId !== 'number') return [];
  const other = await open(config, undefined);
  try {
    const { rows } = await other.query<SqlValue[]>({
      text: `SELECT ${sessionColumns} FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids($1)) ORDER BY a.pid`,
      values: [processId],
      rowMode: 'array',
    });
    return rows.map(describeSession);
  } finally {
    await other.end();
  }
}

function clientConfig(url: Url): pg.ClientConfig {
  const seconds = Number(queryOption(url, 'connect_timeout') ?? queryOption(url, 'timeout') ?? '0');
  return {
    // Options go before the URL's own parts, as upstream's `opts.update(url.query)`.
    ...given({
      user: queryOption(url, 'user') ?? url.username,
      password: url.password ?? queryOption(url, 'password'),
      database: queryOption(url, 'dbname') ?? queryOption(url, 'database') ?? nonEmpty(url.database),
      options: queryOption(url, 'options'),
    }),
    application_name: queryOption(url, 'application_name') ?? 'retort',
    connectionTimeoutMillis: seconds > 0 ? seconds * 1000 : 10_000,
    types: typeParsers,
  };
}

/** Without what nobody said: the client then looks for itself, as libpq does (`PGHOST`, …, `~/.pgpass`). */
function given<T extends object>(parts: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null)) as Partial<{
    [K in keyof T]: NonNullable<T[K]>;
  }>;
}

function nonEmpty(text: string | null): string | null {
  return text === '' ? null : text;
}
