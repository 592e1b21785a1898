import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import pg from 'pg';
import { DatabaseError, type Connection, type SqlValue } from '../sqlalchemy/engine/connection.ts';
import { describeUrl, queryOption, type Url } from '../sqlalchemy/engine/url.ts';
import { describeSession, sessionColumns } from '../sqlalchemy/dialects/postgresql/describe-session.ts';
import type { ConnectOptions } from './connect-options.ts';
import { untilAborted } from './messages.ts';
import { PostgresqlConnection, typeParsers } from './postgresql-connection.ts';
import { connectionError } from './postgresql-errors.ts';
import { checkOptions } from './postgresql-options.ts';

/** Opens a PostgreSQL session. URL options are libpq's, as psycopg reads them (`sslmode`, `options`, `host` for a socket, …). */
export async function connectPostgresql(url: Url, options: ConnectOptions): Promise<Connection> {
  checkOptions(url);
  const place = describeUrl(url);
  const attempts = tlsAttempts(url);
  for (const [index, attempt] of attempts.entries()) {
    const config = { ...clientConfig(url), ssl: attempt };
    try {
      const client = await open(config, options.signal);
      const settings = limits(options);
      if (settings !== '') await client.query(settings);
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
    types: typeParsers,
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

function numberOrNull(text: string | null): number | null {
  const number = Number(text ?? '');
  return text === null || !Number.isInteger(number) ? null : number;
}

function nonEmpty(text: string | null): string | null {
  return text === '' ? null : text;
}
