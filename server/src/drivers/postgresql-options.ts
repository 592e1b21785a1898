import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';

/** Options that are followed. */
const followed = [
  ...['host', 'port', 'user', 'password', 'dbname', 'options', 'application_name', 'connect_timeout'],
  ...['sslmode', 'sslrootcert', 'sslcert', 'sslkey'],
];
/** Options of libpq that tune the connection and change nothing that a migration could see. */
const harmless = [
  ...['keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count', 'tcp_user_timeout'],
  ...[
    'client_encoding',
    'fallback_application_name',
    'gssencmode',
    'channel_binding',
    'sslcompression',
    'sslsni',
  ],
];

/**
 * Refuses what would be lost in silence: an option that libpq does not know (it refuses a misspelled `sslmode` too), one
 * that is not supported here, several hosts. Other drivers than psycopg have options of their own, which are passed over.
 */
export function checkOptions(url: Url): void {
  for (const name of ['host', 'port']) {
    if (typeof (url.query.get(name) ?? '') !== 'string') {
      throw new DatabaseError(`Several values for "${name}" are not supported`, {
        hint: 'Name one host in the URL: the server that takes writes.',
      });
    }
  }
  if (!/^postgres(?:ql)?(?:\+psycopg.*)?$/.test(url.drivername)) return;
  for (const name of url.query.keys()) {
    if (followed.includes(name) || harmless.includes(name)) continue;
    throw new DatabaseError(`The connection option "${name}" of the URL is unknown or not supported`, {
      hint: `Correct or remove it. Supported are: ${followed.join(', ')}.`,
    });
  }
}
