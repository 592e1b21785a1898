/** SQLAlchemy database URLs as data. Mirrors `sqlalchemy.engine.url`. */
import { percentDecode, percentEncode } from '../../util/percent-encoding.ts';
import type { DialectName } from './dialect.ts';

/** Mirrors `sqlalchemy.engine.URL`: parts are unescaped, except `database`, which upstream takes as it is written. */
export interface Url {
  /** `postgresql+psycopg2`. */
  readonly drivername: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly database: string | null;
  /** An option given once is a string, one given several times a list. */
  readonly query: ReadonlyMap<string, string | readonly string[]>;
}

/** A URL that cannot be read. The message never repeats a part of the URL, which may be a piece of a password. */
export class ArgumentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArgumentError';
  }
}

const urlPattern =
  /^(?<name>[\w+]+):\/\/(?:(?<username>[^:/]*)(?::(?<password>[^@]*))?@)?(?:(?:\[(?<ipv6host>[^/?]+)\]|(?<ipv4host>[^/:?]+))?(?::(?<port>[^/?]*))?)?(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?/;

/** Retort's own: `pglite:` in memory, `pglite:./folder` on disk. `pglite:///folder` is read as SQLite's URLs are. */
const embeddedPattern = /^pglite:(?!\/\/)(?<database>[^?]*)(?:\?(?<query>.*))?$/;

/**
 * Reads a URL as `sqlalchemy.engine.make_url` does. Throws ArgumentError for what upstream refuses, and for a password
 * with a bare `@`, whose rest upstream would take for a host, database or option and print.
 */
export function makeUrl(text: string): Url {
  const embedded = embeddedPattern.exec(text)?.groups;
  if (embedded !== undefined) return embeddedUrl(embedded['database'] ?? '', embedded['query'] ?? '');
  const groups = urlPattern.exec(text)?.groups;
  if (groups === undefined) {
    throw new ArgumentError('Could not parse SQLAlchemy URL from given URL string');
  }
  const drivername = groups['name'] ?? '';
  const { username, password, database, query } = groups;
  const host = groups['ipv4host'] ?? groups['ipv6host'] ?? null;
  const behindPassword = password === undefined ? '' : `${database ?? ''}${query ?? ''}`;
  const spilt = `${host ?? ''}${behindPassword}`.includes('@');
  if (spilt && !isEmbedded(drivername)) {
    throw new ArgumentError(
      'Could not parse SQLAlchemy URL from given URL string: there is a second "@"; write one in the password or in an option as %40 (and "/" as %2F, "?" as %3F, ":" as %3A)',
    );
  }
  return {
    drivername,
    username: username === undefined ? null : percentDecode(username),
    password: password === undefined ? null : percentDecode(password),
    host,
    port: parsePort(groups['port']),
    database: database ?? null,
    query: parseQuery(query ?? ''),
  };
}

/** The text of a URL, as `URL.render_as_string`; hiding also covers passwords among the options, which upstream shows. */
export function renderAsString(url: Url, options: { hidePassword: boolean }): string {
  let text = backendName(url) === 'pglite' ? 'pglite:' : `${url.drivername}://`;
  if (url.username !== null) {
    text += percentEncode(url.username, userSafe);
    if (url.password !== null)
      text += `:${options.hidePassword ? '***' : percentEncode(url.password, userSafe)}`;
    text += '@';
  }
  if (url.host !== null) text += url.host.includes(':') ? `[${url.host}]` : url.host;
  if (url.port !== null) text += `:${String(url.port)}`;
  if (url.database !== null) text += backendName(url) === 'pglite' ? url.database : `/${url.database}`;
  const pairs = [...url.query.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([key, value]) =>
      (typeof value === 'string' ? [value] : value).map(
        (item) => `${plusEncode(key)}=${plusEncode(options.hidePassword ? hideSecrets(key, item) : item)}`,
      ),
    );
  return pairs.length === 0 ? text : `${text}?${pairs.join('&')}`;
}

/** `user@host:5432/database`, or the file's path: what a question or message names. Holds no password and no options. */
export function describeUrl(url: Url): string {
  if (isEmbedded(url.drivername)) {
    return url.database === null || url.database === '' ? ':memory:' : url.database;
  }
  const odbc = odbcSettings(url);
  const user = url.username ?? odbc?.get('uid') ?? null;
  const host = odbc?.get('server') ?? hostText(url) ?? 'localhost';
  const database = odbc?.get('database') ?? url.database;
  const place = `${host.includes(':') ? `[${host}]` : host}${url.port === null ? '' : `:${String(url.port)}`}`;
  return `${user === null ? '' : `${user}@`}${place}${database === null || database === '' ? '' : `/${database}`}`;
}

/** An option goes before the URL's own host, as upstream's `opts.update(url.query)`; several hosts as they are tried. */
function hostText(url: Url): string | null {
  const option = url.query.get('host');
  return option === undefined ? url.host : typeof option === 'string' ? option : option.join(',');
}

/** `postgresql` of `postgresql+psycopg2`. Upstream: `URL.get_backend_name`. */
export function backendName(url: Url): string {
  return backendOf(url.drivername);
}

const dialectNames: Readonly<Record<string, DialectName>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  sqlite: 'sqlite',
  mssql: 'mssql',
  pglite: 'postgresql',
};

/** The dialect that a URL asks for; null for a database that Retort does not know. */
export function dialectNameOf(url: Url): DialectName | null {
  return dialectNames[backendName(url)] ?? null;
}

/** PostgreSQL's drivers whose parameters are numbered, or that escape what they send. Others take `%(name)s`. */
const driversWithoutPercents = new Set(['asyncpg', 'pg8000']);

/**
 * Whether percent signs are doubled in SQL for the driver that a URL names: `IdentifierPreparer._double_percents`.
 * `paramstyle` is what `dialect_opts` say instead of the driver's own.
 */
export function doublesPercents(url: Url, paramstyle: string | null): boolean {
  if (dialectNameOf(url) !== 'postgresql') return false;
  const [, driver = 'psycopg2'] = url.drivername.split('+');
  if (driver === 'pg8000') return false;
  if (paramstyle === null) return !driversWithoutPercents.has(driver);
  return paramstyle === 'format' || paramstyle === 'pyformat';
}

/** What is odd about a URL that Retort can use all the same; null when nothing is. */
export function urlWarning(url: Url): string | null {
  return backendName(url) === 'postgres'
    ? 'SQLAlchemy 1.4 and later refuse "postgres://" ("Can\'t load plugin: sqlalchemy.dialects:postgres"); write "postgresql://"'
    : null;
}

/** An option's value, the last one where there are several; null when it is not there. */
export function queryOption(url: Url, name: string): string | null {
  const value = url.query.get(name);
  return value === undefined ? null : typeof value === 'string' ? value : (value.at(-1) ?? null);
}

/** The settings of `odbc_connect=DRIVER={…};SERVER=…;…` by lower-case name; null when the URL has none. */
export function odbcSettings(url: Url): ReadonlyMap<string, string> | null {
  const text = queryOption(url, 'odbc_connect');
  if (text === null) return null;
  const settings = new Map<string, string>();
  for (const match of text.matchAll(/\s*([^=;]+?)\s*=\s*(?:\{((?:[^}]|\}\})*)\}|([^;]*))\s*(?:;|$)/g)) {
    const value = match[2]?.replaceAll('}}', '}') ?? match[3]?.trim() ?? '';
    settings.set((match[1] ?? '').toLowerCase(), value);
  }
  return settings;
}

/**
 * What no message about a database may hold. A password that is also the user's, host's or database's name, or too short
 * to be told from ordinary text, is left out: hiding it everywhere would show where it is.
 */
export function secretsOf(url: Url): readonly string[] {
  const open = [url.username, url.database, url.host];
  const secrets = [
    url.password,
    queryOption(url, 'password'),
    queryOption(url, 'sslpassword'),
    odbcSettings(url)?.get('pwd') ?? null,
  ];
  return secrets.flatMap((secret) =>
    secret === null || secret.length < 3 || open.includes(secret) ? [] : [secret],
  );
}

function backendOf(drivername: string): string {
  return drivername.split('+')[0] ?? drivername;
}

/** The database is a file, a folder or memory: there is no user, host or password. */
export function isEmbedded(drivername: string): boolean {
  return ['sqlite', 'pglite'].includes(backendOf(drivername));
}

function embeddedUrl(database: string, query: string): Url {
  return {
    drivername: 'pglite',
    username: null,
    password: null,
    host: null,
    port: null,
    database: database === '' ? null : database,
    query: parseQuery(query),
  };
}

function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\s*\d+\s*$/.test(text)) {
    throw new ArgumentError(
      'Could not parse SQLAlchemy URL from given URL string: the port is not a number (is an "@" missing before the host?)',
    );
  }
  return Number(text);
}

/** As `urllib.parse.parse_qsl`: options with no value are dropped. */
function parseQuery(text: string): Map<string, string | readonly string[]> {
  const query = new Map<string, string | readonly string[]>();
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || equals === pair.length - 1) continue;
    const key = percentDecode(pair.slice(0, equals).replaceAll('+', ' '));
    const value = percentDecode(pair.slice(equals + 1).replaceAll('+', ' '));
    const before = query.get(key);
    query.set(
      key,
      before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value],
    );
  }
  return query;
}

function hideSecrets(key: string, value: string): string {
  if (/^(?:password|passwd|pwd|sslpassword)$/i.test(key)) return '***';
  if (key.toLowerCase() !== 'odbc_connect') return value;
  return value.replaceAll(/(pwd|password)\s*=\s*(?:\{(?:[^}]|\}\})*\}|[^;]*)/gi, '$1=***');
}

/** What upstream leaves as it is in names and passwords. */
const userSafe = ' +';

/** As `urllib.parse.quote_plus(text)`. */
function plusEncode(text: string): string {
  return percentEncode(text, ' ').replaceAll(' ', '+');
}
