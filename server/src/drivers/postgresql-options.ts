import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';

interface Options {
  /** What is followed. */
  readonly followed: readonly string[];
  /** What tunes the connection or the driver, and changes nothing that a migration could see. */
  readonly harmless: readonly string[];
}

const libpq: Options = {
  followed: [
    ...['host', 'port', 'user', 'password', 'dbname', 'options', 'application_name', 'connect_timeout'],
    ...['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'target_session_attrs'],
  ],
  harmless: [
    ...['keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count', 'tcp_user_timeout'],
    ...['client_encoding', 'fallback_application_name', 'gssencmode', 'channel_binding', 'sslcompression'],
    'sslsni',
  ],
};
const asyncpg: Options = {
  followed: ['host', 'port', 'user', 'password', 'database', 'ssl', 'timeout', 'target_session_attrs'],
  harmless: [
    ...['command_timeout', 'statement_cache_size', 'max_cached_statement_lifetime'],
    ...['max_cacheable_statement_size', 'prepared_statement_cache_size', 'prepared_statement_name_func'],
    'async_fallback',
  ],
};
const pg8000: Options = {
  followed: ['host', 'port', 'user', 'password', 'database', 'timeout', 'application_name'],
  harmless: ['tcp_keepalive'],
};

/**
 * Refuses what would be lost in silence: an option that the URL's driver does not know (it refuses a misspelled
 * `sslmode` too), and one that is not supported here.
 */
export function checkOptions(url: Url): void {
  const { followed, harmless } = optionsOf(url.drivername.split('+')[1] ?? 'psycopg2');
  for (const name of url.query.keys()) {
    if (followed.includes(name) || harmless.includes(name)) continue;
    throw new DatabaseError(`The connection option "${name}" of the URL is unknown or not supported`, {
      hint: `Correct or remove it. Supported are: ${followed.join(', ')}.`,
    });
  }
}

function optionsOf(driver: string): Options {
  if (driver.startsWith('asyncpg')) return asyncpg;
  return driver === 'pg8000' ? pg8000 : libpq;
}
