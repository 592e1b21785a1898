import { describe, expect, test } from 'vitest';
import { hideSecret } from '../../server/src/drivers/messages.ts';
import { connectionError } from '../../server/src/drivers/postgresql-errors.ts';
import { checkOptions } from '../../server/src/drivers/postgresql-options.ts';
import {
  ArgumentError,
  describeUrl,
  makeUrl,
  renderAsString,
} from '../../server/src/sqlalchemy/engine/url.ts';

describe('hideSecret', () => {
  const url = makeUrl('postgresql://u:p%40ss%20word@h/d');
  test('takes the password out, plain and escaped', () => {
    expect(hideSecret('a p@ss word and p%40ss%20word b', url)).toBe('a *** and *** b');
  });
  test('leaves a password that is also the user’s name', () => {
    expect(hideSecret('role "admin" fails', makeUrl('postgresql://admin:admin@h/d'))).toBe(
      'role "admin" fails',
    );
  });
  test('knows the password of an ODBC string', () => {
    const odbc = makeUrl(`mssql+pyodbc:///?odbc_connect=${encodeURIComponent('UID=sa;PWD={hun;ter2}')}`);
    expect(hideSecret('with hun;ter2', odbc)).toBe('with ***');
  });
});

describe('a connection error says what to do', () => {
  const url = makeUrl('postgresql://u:hunter2@h:1/d');
  const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });
  test.each([
    ['ECONNREFUSED', 'connect ECONNREFUSED', 'Start the server'],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND h', 'Correct the host name'],
    ['ETIMEDOUT', 'connect ETIMEDOUT', 'reachable'],
    ['28P01', 'password authentication failed for user "u"', 'Correct the user or the password'],
    ['28000', 'no pg_hba.conf entry for host', 'pg_hba.conf'],
    ['28000', 'role "u" does not exist', 'Correct the user'],
    ['3D000', 'database "d" does not exist', 'Create the database'],
    ['53300', 'sorry, too many clients already', 'no free connection'],
    ['57P03', 'the database system is starting up', 'try again'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'sslrootcert'],
  ])('%s: %s', (code, message, hint) => {
    const error = connectionError(failure(code, `${message} hunter2`), describeUrl(url), url);
    expect(error.message).toBe(`Could not connect to PostgreSQL at u@h:1/d: ${message} ***`);
    expect(error.hint).toContain(hint);
    expect(error.code).toBe(code);
  });

  test('of several addresses the first failure counts', () => {
    const all = new AggregateError([failure('ECONNREFUSED', 'connect ECONNREFUSED ::1:1')]);
    expect(connectionError(all, describeUrl(url), url).code).toBe('ECONNREFUSED');
  });
});

describe('PostgreSQL options', () => {
  test.each(['sslmode=require', 'options=-cx%3D1', 'keepalives=1', 'host=/tmp', 'connect_timeout=3'])(
    '%s',
    (query) => {
      expect(() => {
        checkOptions(makeUrl(`postgresql://h/d?${query}`));
      }).not.toThrow();
    },
  );
  test.each([
    ['postgresql://h/d?sslmod=require', '"sslmod"'],
    ['postgresql+psycopg2://h/d?service=prod', '"service"'],
    ['postgresql+asyncpg://h/d?sslmode=require', '"sslmode"'],
    ['postgresql+pg8000://h/d?options=-cx%3D1', '"options"'],
  ])('%s is refused', (text, message) => {
    expect(() => {
      checkOptions(makeUrl(text));
    }).toThrow(message);
  });
  test('what tunes another driver is passed over', () => {
    expect(() => {
      checkOptions(makeUrl('postgresql+asyncpg://h/d?prepared_statement_cache_size=0'));
    }).not.toThrow();
  });
});

/** Reproducible pseudo-random numbers below `limit` (Park–Miller). */
function* random(seed: number): Generator<(limit: number) => number> {
  let state = seed;
  const next = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  for (;;) yield next;
}

test('no malformed or odd URL brings its password into a text', () => {
  const alphabet = 'abzQ019@:/?#[]%&=+;{} é'.split('');
  const [next] = random(20260302);
  for (let round = 0; round < 5000; round++) {
    const noise = Array.from({ length: 1 + next!(6) }, () => alphabet[next!(alphabet.length)]!).join('');
    const secret = `S3CRET${noise}S3CRET`;
    const text = [
      `postgresql://user:${secret}@host:5432/db`,
      // What follows an "@" is a host to everybody: nothing can tell that it was meant as a password.
      `postgresql://user:${secret.replaceAll('@', '')}`,
      `postgresql+psycopg2://user:${secret}@/db?host=h`,
      `mssql+pyodbc://user:${secret}@host/db?driver=x`,
      `user:${secret}@host/db`,
    ][round % 5]!;
    try {
      const url = makeUrl(text);
      const database = url.database ?? '';
      // A URL with "/", "?" or "#" may be cut elsewhere than it was meant, but never with the secret in sight.
      expect(describeUrl(url), text).not.toContain('S3CRET');
      expect(renderAsString({ ...url, database }, { hidePassword: true }), text).not.toContain('S3CRET');
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      expect(error.message, text).not.toContain('S3CRET');
    }
  }
});
