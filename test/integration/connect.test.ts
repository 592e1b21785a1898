import { describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { DatabaseError } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl, type Url } from '../../server/src/sqlalchemy/engine/url.ts';

const postgresUrl = inject('postgresUrl');
const options = { baseDirectory: import.meta.dirname };

async function failure(url: Url, password?: string): Promise<DatabaseError> {
  try {
    await connect(url, { ...options, ...(password === undefined ? {} : { password }) });
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
  throw new Error('connected');
}

describe.skipIf(postgresUrl === null)('PostgreSQL', () => {
  const url = makeUrl(`${postgresUrl ?? 'postgresql://nobody@127.0.0.1/'}postgres`);
  const place = `retort@127.0.0.1:${String(url.port)}/postgres`;

  test('values arrive as themselves', async () => {
    const connection = await connect(url, options);
    const result = await connection.execute(
      "SELECT 1 AS a, 2::bigint AS b, true AS c, NULL AS d, 'x%y' AS e, 1.50::numeric AS f, 7 AS a",
    );
    await connection.close();
    expect(result.columns).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'a']);
    expect(result.rows).toEqual([[1, 2n, true, null, 'x%y', '1.50', 7]]);
  });

  test('a transaction rolls DDL back', async () => {
    const connection = await connect(url, options);
    await connection.begin();
    await connection.execute('CREATE TABLE rolled_back (a INTEGER)');
    expect(connection.inTransaction).toBe(true);
    await connection.rollback();
    expect(connection.inTransaction).toBe(false);
    const { rows } = await connection.execute("SELECT to_regclass('rolled_back') IS NULL");
    await connection.close();
    expect(rows).toEqual([[true]]);
  });

  test('a statement error tells code, statement and position', async () => {
    const connection = await connect(url, options);
    const error = await connection.execute('SELECT nope').catch((thrown: unknown) => thrown);
    await connection.close();
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({
      code: '42703',
      sql: 'SELECT nope',
      position: 8,
      message: 'column "nope" does not exist',
    });
  });

  test('cancel stops the running statement', async () => {
    const connection = await connect(url, options);
    const sleeping = connection.execute('SELECT pg_sleep(60)').catch((thrown: unknown) => thrown);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await connection.cancel();
    expect(await sleeping).toMatchObject({ code: '57014' });
    expect((await connection.execute('SELECT 1')).rows).toEqual([[1]]);
    await connection.close();
  });

  test('a COMMIT that the server turned into a ROLLBACK is an error', async () => {
    const connection = await connect(url, options);
    await connection.begin();
    await connection.execute('SELECT 1/0').catch(() => undefined);
    await expect(connection.commit()).rejects.toThrow('rolled back instead of committed');
    await connection.close();
  });

  test('search_path of the options is set', async () => {
    const connection = await connect(
      { ...url, query: new Map([['options', '-csearch_path=pg_catalog']]) },
      options,
    );
    const { rows } = await connection.execute('SHOW search_path');
    await connection.close();
    expect(rows).toEqual([['pg_catalog']]);
  });

  test('of several hosts the first that answers as wanted', async () => {
    const hosts = `host=127.0.0.1:9&host=127.0.0.1:${String(url.port)}`;
    const several = (attributes: string): Url => ({
      ...makeUrl(`postgresql://retort@/postgres?${hosts}${attributes}`),
      password: url.password,
    });
    const connection = await connect(several('&target_session_attrs=read-write'), options);
    expect((await connection.execute('SELECT 1')).rows).toEqual([[1]]);
    await connection.close();
    const error = await failure(several('&target_session_attrs=standby'));
    expect(error.message).toContain('the server is not standby, as target_session_attrs wants');
    // As with libpq, a refused password ends the search: the other host would not be reached.
    const refused = makeUrl(
      `postgresql://retort:wrong@/postgres?host=127.0.0.1:${String(url.port)}&host=127.0.0.1:9`,
    );
    expect((await failure(refused)).code).toBe('28P01');
  });

  test('a wrong password', async () => {
    const error = await failure(url, 'Wr0ng-password');
    expect(error.code).toBe('28P01');
    expect(error.message).toContain(place);
    expect(error.hint).toBe('Correct the user or the password.');
    expect(`${error.message}${error.hint ?? ''}${error.stack ?? ''}`).not.toContain('Wr0ng-password');
  });

  test('no password', async () => {
    const error = await failure({ ...url, password: null });
    expect(error.message).toContain(place);
    expect(error.hint).toContain('add one to the connection');
  });

  test('an unknown database', async () => {
    const error = await failure({ ...url, database: 'atlantis' });
    expect(error.code).toBe('3D000');
    expect(error.message).toContain('database "atlantis" does not exist');
    expect(error.hint).toContain('Create the database');
  });

  test('a server without TLS when TLS is required', async () => {
    const error = await failure({ ...url, query: new Map([['sslmode', 'require']]) });
    expect(error.hint).toContain('sslmode=prefer');
  });

  test('an unreachable server', async () => {
    const error = await failure({ ...url, port: 1 });
    expect(error.code).toBe('ECONNREFUSED');
    expect(error.message).toContain('retort@127.0.0.1:1/postgres');
    expect(error.hint).toContain('Start the server');
    expect(error.message).not.toContain(url.password);
  });

  test('an aborted connection', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(connect(url, { ...options, signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});
