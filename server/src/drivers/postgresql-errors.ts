import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import { hideSecret } from './messages.ts';

/** A failed or lost PostgreSQL connection as a message that names the place, and what to do about it. */
export function connectionError(error: unknown, place: string, url: Url): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const cause = rootCause(error);
  const code = codeOf(cause);
  const message = hideSecret(cause instanceof Error ? cause.message : String(cause), url);
  return new DatabaseError(`Could not connect to PostgreSQL at ${place}: ${message}`, {
    code,
    hint: hints.find(([pattern]) => pattern.test(`${code ?? ''} ${message}`))?.[1] ?? null,
  });
}

/** Matched against `CODE message`; the first that fits. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED|^ENOENT/, 'Start the server, or correct host and port in the URL.'],
  [/^ENOTFOUND|^EAI_AGAIN/, 'Correct the host name in the URL, or check the network.'],
  [
    /^ETIMEDOUT|^EHOSTUNREACH|^ENETUNREACH|timeout/i,
    'Check that the server is reachable from here: host, port, firewall, VPN.',
  ],
  [/^28P01/, 'Correct the user or the password.'],
  [
    /must be a string|no password|password-based auth/i,
    'The server wants a password: add one to the connection.',
  ],
  [
    /^28000.*(pg_hba|encryption)/i,
    'Let pg_hba.conf on the server accept this user from here, or set sslmode in the URL.',
  ],
  [/^28000/, 'Correct the user in the URL.'],
  [/^3D000/, 'Create the database, or correct its name in the URL.'],
  [/^53300/, 'The server has no free connection: close some, or wait.'],
  [/^57P03/, 'The server is starting up or shutting down: try again in a moment.'],
  [/does not support SSL/, 'Turn TLS on at the server, or set sslmode=prefer in the URL.'],
  [
    /certificate|CERT|ALTNAME|self.signed/i,
    'The server’s certificate is not trusted: name its root with sslrootcert in the URL, or set sslmode=require.',
  ],
  [
    /^ECONNRESET|^EPIPE|^57P01|terminated|ended/i,
    'The connection was lost: see the server’s log, then try again.',
  ],
];

/** Node tries every address of a host and gives an AggregateError with no message of its own. */
function rootCause(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
