import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { queryOption, type Url } from '../sqlalchemy/engine/url.ts';

/**
 * The ways to try, in order, for libpq's `sslmode` (and asyncpg's `ssl`).
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
export function tlsAttempts(url: Url, host: string | null): (false | TlsOptions)[] {
  const mode = queryOption(url, 'sslmode') ?? queryOption(url, 'ssl') ?? 'prefer';
  const isSocket = host?.startsWith('/') === true;
  switch (mode) {
    case 'disable':
    case 'false':
      return [false];
    case 'allow':
      return isSocket ? [false] : [false, unverified(url)];
    case 'prefer':
      return isSocket ? [false] : [unverified(url), false];
    case 'require':
    case 'true':
      // As libpq: a root certificate turns `require` into `verify-ca`.
      return isSocket ? [false] : [fileOf(url, 'sslrootcert') === null ? unverified(url) : anyName(url)];
    case 'verify-ca':
      return isSocket ? [false] : [anyName(url)];
    case 'verify-full':
      return isSocket ? [false] : [tlsFiles(url)];
    default:
      throw new DatabaseError(`invalid sslmode value: "${mode}"`, {
        hint: 'Use disable, allow, prefer, require, verify-ca or verify-full.',
      });
  }
}

/** Whether the server, or a rule of it, would have the other kind of connection. */
export function isTlsRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // 28000: pg_hba.conf has no line for this kind of connection; the other kind may have one.
  return /does not support SSL|SSL|TLS/.test(error.message) || code === '28000' || code.startsWith('ERR_SSL');
}

function unverified(url: Url): TlsOptions {
  return { ...tlsFiles(url), rejectUnauthorized: false };
}

function anyName(url: Url): TlsOptions {
  return { ...tlsFiles(url), checkServerIdentity: () => undefined };
}

const files = { ca: 'sslrootcert', cert: 'sslcert', key: 'sslkey' } as const;
/** Where libpq looks when nothing is said, in `~/.postgresql`. */
const defaults = { sslrootcert: 'root.crt', sslcert: 'postgresql.crt', sslkey: 'postgresql.key' } as const;

function tlsFiles(url: Url): TlsOptions {
  const options: TlsOptions = {};
  for (const name of ['ca', 'cert', 'key'] as const) {
    const path = fileOf(url, files[name]);
    if (path !== null && path !== 'system') options[name] = read(path, files[name]);
  }
  const passphrase = queryOption(url, 'sslpassword');
  return passphrase === null ? options : { ...options, passphrase };
}

function fileOf(url: Url, option: keyof typeof defaults): string | null {
  const given = queryOption(url, option);
  if (given !== null) return given;
  const path = join(homedir(), '.postgresql', defaults[option]);
  return existsSync(path) ? path : null;
}

function read(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new DatabaseError(`could not read the file of ${option}: ${path}`, {
      hint: `Correct ${option} in the URL.`,
    });
  }
}
