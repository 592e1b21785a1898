import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { DatabaseError, type Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'retort-pglite-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (url: string, createFile = true): Promise<Connection> =>
  connect(makeUrl(url), { baseDirectory: folder, createFile });
async function failure(promise: Promise<unknown>): Promise<DatabaseError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof DatabaseError) return thrown;
  throw new Error(`not a DatabaseError: ${String(thrown)}`);
}

test('a session in memory has the values, types, counts and errors of PostgreSQL', async () => {
  const connection = await open('pglite:');
  await connection.execute("CREATE TYPE mood AS ENUM ('ok', 'bad')");
  await connection.execute('CREATE TABLE t (a bigint, b text, c mood, d numeric)');
  const insert = await connection.execute(
    "INSERT INTO t VALUES ($1, $2, 'ok', 1.50), (2, NULL, NULL, NULL)",
    [9007199254740993n, 'x'],
  );
  expect(insert.rowCount).toBe(2);
  const result = await connection.execute('SELECT a, b, c, d, a = 2 AS e FROM t ORDER BY a');
  expect(result.columns).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(result.types).toEqual(['int8', 'text', 'enum', 'numeric', 'bool']);
  expect(result.rows).toEqual([
    [2n, null, null, null, true],
    [9007199254740993n, 'x', 'ok', '1.50', false],
  ]);
  const error = await failure(connection.execute('SELECT 1;\nSELECT nope FROM t'));
  expect(error).toMatchObject({ code: '42703', position: 18, message: 'column "nope" does not exist' });
  const refused = await failure(connection.execute('INSERT INTO t (a) VALUES ($1)', ['no number']));
  expect(refused.code).toBe('22P02');
  expect((await connection.execute('SELECT count(*) FROM t')).rows).toEqual([[2n]]);
  await connection.close();
});

test('what is in memory stays for the next session, without what the last one left open', async () => {
  const one = await open('pglite:');
  await one.execute('CREATE TABLE kept (a int)');
  await one.begin();
  await one.execute('INSERT INTO kept VALUES (1)');
  await one.execute('SELECT pg_advisory_lock(7)');
  await one.execute("SET lock_timeout = '3s'");
  expect(one.inTransaction).toBe(true);
  // Two at once would share a transaction: the second waits for the first.
  const second = open('pglite:');
  await one.close();
  const two = await second;
  expect(two.inTransaction).toBe(false);
  expect((await two.execute('SELECT count(*) FROM kept')).rows).toEqual([[0n]]);
  expect((await two.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).rows).toEqual([
    [0n],
  ]);
  expect((await two.execute('SHOW lock_timeout')).rows).toEqual([['0']]);
  await two.close();
  const elsewhere = await connect(makeUrl('pglite:'), { baseDirectory: join(folder, 'other') });
  expect((await elsewhere.execute("SELECT to_regclass('kept')")).rows).toEqual([[null]]);
  await elsewhere.close();
});

test('a folder keeps what was committed, also over a statement that was cut off', async () => {
  const connection = await open('pglite:./data');
  await connection.execute('CREATE TABLE t (a int)');
  await connection.begin();
  await connection.execute('INSERT INTO t VALUES (1)');
  await connection.commit();
  await connection.begin();
  await connection.execute('INSERT INTO t VALUES (2)');
  const endless = failure(connection.execute('SELECT count(*) FROM generate_series(1, 100000000000)'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  await connection.cancel();
  expect((await endless).code).toBe('57P01');
  expect(connection.inTransaction).toBe(false);
  await connection.rollback();
  expect((await connection.execute('SELECT a FROM t')).rows).toEqual([[1]]);
  await connection.close();
});

test('a folder that is not there is empty for who only reads, and is not made', async () => {
  const connection = await open('pglite:./absent', false);
  expect(
    (await connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).rows,
  ).toEqual([[0n]]);
  await connection.close();
  expect(existsSync(join(folder, 'absent'))).toBe(false);
});

test('a folder that PGlite would spoil or cannot read is refused', async () => {
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', 'notes.txt'), 'mine');
  expect((await failure(open('pglite:mine'))).message).toMatch(
    /mine is not empty, and is no database of PGlite/,
  );
  expect(readdirSync(join(folder, 'mine'))).toEqual(['notes.txt']);
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'old', 'PG_VERSION'), '16\n');
  expect((await failure(open('pglite:old'))).message).toMatch(
    /is a database of PostgreSQL 16; the embedded one is 18/,
  );
  expect((await failure(open('pglite:no/such/folder'))).hint).toMatch(/^Create .*no\/such\.$/);
  expect((await failure(open('pglite://user@host/x'))).message).toMatch(/^Invalid PGlite URL/);
  // The mark of a program that has the folder open.
  mkdirSync(join(folder, 'open'));
  writeFileSync(join(folder, 'open', 'PG_VERSION'), '18\n');
  writeFileSync(join(folder, 'open', 'postmaster.pid'), '-42\n');
  expect(await failure(open('pglite:open'))).toMatchObject({
    message: `The embedded database ${join(folder, 'open')} is open in another program`,
    hint: expect.stringContaining('delete postmaster.pid') as string,
  });
});
