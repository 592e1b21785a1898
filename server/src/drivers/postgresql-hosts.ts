import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { queryOption, type Url } from '../sqlalchemy/engine/url.ts';

/** Null: what libpq takes by default (`PGHOST`, `PGPORT`, else this machine). */
export interface Host {
  readonly host: string | null;
  readonly port: number | null;
}

const mixed = `Can't mix 'multihost' formats together; use "host=h1,h2,h3&port=p1,p2,p3" or "host=h1:p1&host=h2:p2&host=h3:p3" separately`;

/**
 * The servers that a URL names, to be tried in this order; an option goes before the URL's own host and port. Mirrors
 * `PGDialect._split_multihost_from_url`, and libpq where it splits at commas. Throws DatabaseError with upstream's words.
 */
export function hostsOf(url: Url): readonly Host[] {
  const given = url.query.get('host');
  const port = url.query.get('port');
  const pairs = typeof given === 'string' ? (port === undefined ? onePair(given) : null) : given;
  if (pairs !== null && pairs !== undefined) {
    if (port !== undefined) throw new DatabaseError(mixed);
    return pairs.map((pair) => {
      const [, host = pair, number = ''] = /^([^:]*)(?::([^:]*))?$/.exec(pair) ?? [];
      return { host: orNull(host), port: portOf(number) ?? url.port };
    });
  }
  const hosts = (typeof given === 'string' ? given : (url.host ?? '')).split(',').map(orNull);
  const ports = (port === undefined ? [] : typeof port === 'string' ? port.split(',') : port).map(portOf);
  const isList = typeof given === 'string' && hosts.length > 1 && ports.length > 0;
  if ((ports.length > 1 || isList) && ports.length !== hosts.length) {
    throw new DatabaseError("number of hosts and ports don't match");
  }
  return hosts.map((host, index) => ({
    host,
    port: (ports.length === 1 ? ports[0] : ports[index]) ?? url.port,
  }));
}

/** Which of the servers are wanted: libpq's `target_session_attrs`. Throws DatabaseError for what it does not know. */
export function sessionCheck(url: Url): { readonly sql: string; readonly wanted: string } | null {
  const wanted = queryOption(url, 'target_session_attrs') ?? 'any';
  switch (wanted) {
    // None to prefer is no reason to refuse the others.
    case 'prefer-standby':
    case 'any':
      return null;
    case 'read-write':
      return {
        sql: "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'",
        wanted,
      };
    case 'read-only':
      return { sql: "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'", wanted };
    case 'primary':
      return { sql: 'SELECT NOT pg_is_in_recovery()', wanted };
    case 'standby':
      return { sql: 'SELECT pg_is_in_recovery()', wanted };
    default:
      throw new DatabaseError(`invalid target_session_attrs value: "${wanted}"`, {
        hint: 'Use any, read-write, read-only, primary, standby or prefer-standby.',
      });
  }
}

/** `host=h:5432` is a host with its port; `host=h` and a socket's folder are none of that. */
function onePair(host: string): readonly string[] | null {
  return !host.includes(',') && /^[a-zA-Z0-9\-.]*:\d*$/.test(host) ? [host] : null;
}

function portOf(text: string): number | null {
  if (text === '') return null;
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  throw new DatabaseError(`Received non-integer port arguments: ${text}`);
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}
