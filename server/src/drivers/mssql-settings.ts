import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { odbcSettings, type Url } from '../sqlalchemy/engine/url.ts';

/** What the driver needs to connect, without pool settings. */
export interface MssqlSettings {
  readonly server: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  readonly connectionTimeout: number;
  /** None: a migration may take as long as it takes. */
  readonly requestTimeout: number;
  readonly options: {
    readonly encrypt: boolean;
    readonly trustServerCertificate: boolean;
    readonly instanceName?: string;
    readonly appName: string;
    readonly readOnlyIntent: boolean;
    readonly multiSubnetFailover: boolean;
  };
}

/**
 * The settings in an `mssql+pyodbc://`, `mssql+pymssql://` or `odbc_connect=` URL. Throws DatabaseError for what the
 * driver cannot do: a DSN (its definition is on the machine, in ODBC's own files), Windows and Entra authentication.
 */
export function mssqlSettings(url: Url): MssqlSettings {
  const odbc = odbcSettings(url);
  const isPyodbc = url.drivername === 'mssql' || url.drivername.endsWith('odbc');
  const option = readOption(url, odbc);
  const dsn = option('dsn');
  const isDsn = dsn !== null || (odbc === null && isPyodbc && url.host !== null && !url.database);
  if (isDsn) {
    throw new DatabaseError(`Retort cannot read the ODBC data source "${dsn ?? url.host ?? ''}"`, {
      hint: 'Write host and database in the URL: mssql+pyodbc://user@host:1433/database?driver=ODBC+Driver+18+for+SQL+Server.',
    });
  }
  refuseForeignLogin(option);
  refuseUnknown(url, odbc);
  const address = readAddress(option('server', 'address', 'addr') ?? url.host ?? 'localhost');
  const user = option('uid', 'user') ?? url.username;
  const password = option('pwd', 'password') ?? url.password;
  const database = option('database') ?? url.database;
  const port = url.port ?? address.port ?? portOf(option('port'));
  if (user === null || user === '') {
    throw new DatabaseError(
      'The URL names no user: Windows authentication (Trusted_Connection) is not supported',
      {
        hint: 'Use a SQL Server login: mssql+pyodbc://user@host/database?….',
      },
    );
  }
  return {
    server: address.server,
    ...(port === null ? {} : { port }),
    user,
    // An empty one is sent as such: the server then says that the login failed.
    password: url.password !== null && url.password !== '' ? url.password : (password ?? ''),
    ...(database === null || database === '' ? {} : { database }),
    connectionTimeout:
      seconds(option('logintimeout', 'login_timeout', 'timeout', 'connection timeout'), 15) * 1000,
    requestTimeout: 0,
    options: {
      encrypt: isYes(option('encrypt'), encryptsByDefault(option('driver'), isPyodbc)),
      trustServerCertificate: isYes(option('trustservercertificate'), !isPyodbc),
      ...(address.instance === null || port !== null ? {} : { instanceName: address.instance }),
      appName: option('app', 'application name', 'appname') ?? 'retort',
      readOnlyIntent: option('applicationintent')?.toLowerCase() === 'readonly',
      multiSubnetFailover: isYes(option('multisubnetfailover'), false),
    },
  };
}

type ReadOption = (...names: string[]) => string | null;

/** Options of the URL and of its ODBC string, both with names in any case. */
function readOption(url: Url, odbc: ReadonlyMap<string, string> | null): ReadOption {
  const all = new Map<string, string>();
  for (const [name, value] of url.query) {
    const last = typeof value === 'string' ? value : value.at(-1);
    if (last !== undefined) all.set(name.toLowerCase(), last);
  }
  for (const [name, value] of odbc ?? []) all.set(name, value);
  return (...names) => names.map((name) => all.get(name)).find((value) => value !== undefined) ?? null;
}

function refuseForeignLogin(option: ReadOption): void {
  const authentication = option('authentication');
  if (authentication !== null && authentication.toLowerCase() !== 'sqlpassword') {
    throw new DatabaseError(`Authentication=${authentication} is not supported`, {
      hint: 'Use a SQL Server login (user and password), or run alembic itself for this database.',
    });
  }
  if (isYes(option('trusted_connection'), false)) {
    throw new DatabaseError('Windows authentication (Trusted_Connection=yes) is not supported', {
      hint: 'Use a SQL Server login (user and password).',
    });
  }
}

/** Read above, in lower case. */
const followed = new Set([
  ...[
    'driver',
    'server',
    'address',
    'addr',
    'database',
    'uid',
    'user',
    'pwd',
    'password',
    'dsn',
    'odbc_connect',
  ],
  ...[
    'port',
    'encrypt',
    'trustservercertificate',
    'trusted_connection',
    'authentication',
    'applicationintent',
  ],
  ...['multisubnetfailover', 'logintimeout', 'login_timeout', 'timeout', 'connection timeout', 'app'],
  ...['application name', 'appname'],
]);
/** Of ODBC and pymssql: these tune the client, and change nothing that a migration could see. */
const harmless = new Set([
  ...[
    'wsid',
    'mars_connection',
    'packet size',
    'packetsize',
    'keepalive',
    'keepaliveinterval',
    'description',
  ],
  ...['connectretrycount', 'connectretryinterval', 'usefmtonly', 'statslog_on', 'querylog_on', 'tds_version'],
  ...['ansi', 'unicode_results', 'autocommit', 'fast_executemany', 'longasmax', 'autotranslate', 'charset'],
  ...['clientcharset', 'transparentnetworkipresolution'],
]);

/** What would be lost in silence: other than the options that are known, any may be the one that the server needs. */
function refuseUnknown(url: Url, odbc: ReadonlyMap<string, string> | null): void {
  for (const name of [...url.query.keys(), ...(odbc?.keys() ?? [])]) {
    const known = name.toLowerCase();
    if (followed.has(known) || harmless.has(known)) continue;
    throw new DatabaseError(`The connection option "${name}" is unknown or not supported`, {
      hint: 'Correct or remove it.',
    });
  }
}

/** `tcp:host,1433`, `host\INSTANCE`, `(local)`, `.`. */
function readAddress(text: string): { server: string; port: number | null; instance: string | null } {
  const [place = '', port] = text.replace(/^tcp:/i, '').split(',');
  const [host = '', instance] = place.trim().split('\\');
  return {
    server: host === '.' || host === '(local)' || host === '' ? 'localhost' : host,
    port: port === undefined || !/^\s*\d+\s*$/.test(port) ? null : Number(port),
    instance: instance ?? null,
  };
}

function portOf(text: string | null): number | null {
  return text !== null && /^\s*\d+\s*$/.test(text) ? Number(text) : null;
}

/** ODBC Driver 18 encrypts unless told otherwise; 17 and older, and pymssql, do not. */
function encryptsByDefault(driver: string | null, isPyodbc: boolean): boolean {
  if (!isPyodbc) return false;
  const version = /ODBC Driver (\d+)/i.exec(driver ?? '')?.[1];
  return version === undefined ? driver === null : Number(version) >= 18;
}

function isYes(text: string | null, otherwise: boolean): boolean {
  return text === null ? otherwise : /^(?:yes|true|1|mandatory|strict|on)$/i.test(text.trim());
}

function seconds(text: string | null, otherwise: number): number {
  const value = Number(text ?? '');
  return text === null || !Number.isFinite(value) || value <= 0 ? otherwise : value;
}
