import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { DatabaseError, type Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'retort-sqlite-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (url: string): Promise<Connection> => connect(makeUrl(url), { baseDirectory: folder });
async function failure(promise: Promise<unknown>): Promise<DatabaseError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof DatabaseError) return thrown;
  throw new Error(`not a DatabaseError: ${String(thrown)}`);
}

test('values, columns and counts', async () => {
  const connection = await open('sqlite://');
  await connection.execute('CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d REAL)');
  const insert = await connection.execute('INSERT INTO t VALUES (?, ?, ?, ?), (2, NULL, NULL, 1.5)', [
    9007199254740993n,
    'x',
    new Uint8Array([1]),
    true,
  ]);
  expect(insert.rowCount).toBe(2);
  const { columns, rows } = await connection.execute('SELECT a, b, c, d, a FROM t');
  expect(columns).toEqual(['a', 'b', 'c', 'd', 'a']);
  expect(rows[0]?.slice(0, 2)).toEqual([9007199254740993n, 'x']);
  expect(rows[1]).toEqual([2, null, null, 1.5, 2]);
  expect((await connection.execute('UPDATE t SET a = 1 WHERE a = 2')).rowCount).toBe(1);
  await connection.close();
});

test('foreign keys are not enforced, as in Python', async () => {
  const connection = await open('sqlite://');
  expect((await connection.execute('PRAGMA foreign_keys')).rows).toEqual([[0]]);
  await connection.close();
});

test('a text in double quotes that names no column is a string, as in Python', async () => {
  const connection = await open('sqlite://');
  await connection.execute('CREATE TABLE t (a DEFAULT "x")');
  expect((await connection.execute('SELECT "nothing"')).rows).toEqual([['nothing']]);
  await connection.close();
});

test('a transaction takes DDL back', async () => {
  const connection = await open('sqlite://');
  await connection.begin();
  await connection.execute('CREATE TABLE t (a)');
  await connection.rollback();
  expect((await connection.execute('SELECT name FROM sqlite_master')).rows).toEqual([]);
  expect(connection.inTransaction).toBe(false);
  await connection.close();
});

describe('one statement at a time', () => {
  test('a second one is refused, not dropped', async () => {
    const connection = await open('sqlite://');
    const error = await failure(connection.execute("CREATE TABLE t (a); INSERT INTO t VALUES (';')"));
    expect(error.message).toBe('You can only execute one statement at a time.');
    await connection.close();
  });

  test.each([
    'CREATE TABLE t (a);',
    'CREATE TABLE t (a) -- done; really',
    'CREATE TABLE t (a); /* and; that; */ ;',
    "CREATE TABLE t (a DEFAULT 'x; y')",
  ])('%s', async (sql) => {
    const connection = await open('sqlite://');
    await connection.execute(sql);
    expect((await connection.execute('SELECT name FROM sqlite_master')).rows).toEqual([['t']]);
    await connection.close();
  });

  test('a trigger is one statement', async () => {
    const connection = await open('sqlite://');
    await connection.execute('CREATE TABLE t (a)');
    await connection.execute(
      'CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 2; UPDATE t SET a = a + 1; END',
    );
    await connection.execute('INSERT INTO t VALUES (1)');
    expect((await connection.execute('SELECT a FROM t')).rows).toEqual([[3]]);
    await connection.close();
  });

  test.each(['', '  ', '-- nothing', '/* nothing */;'])('nothing at all: "%s"', async (sql) => {
    const connection = await open('sqlite://');
    expect(await connection.execute(sql)).toEqual({ columns: [], rows: [], rowCount: null });
    await connection.close();
  });
});

describe('files', () => {
  test('a relative path starts at the base directory', async () => {
    const connection = await open('sqlite:///relative.db');
    await connection.execute('CREATE TABLE t (a)');
    await connection.close();
    expect(existsSync(join(folder, 'relative.db'))).toBe(true);
  });

  test('a missing folder', async () => {
    const error = await failure(open('sqlite:///nowhere/x.db'));
    expect(error).toMatchObject({ code: 'SQLITE_CANTOPEN' });
    expect(error.message).toBe(`unable to open database file: ${join(folder, 'nowhere/x.db')}`);
    expect(error.hint).toContain(`create ${join(folder, 'nowhere')}`);
  });

  test('a folder in place of the file', async () => {
    mkdirSync(join(folder, 'dir.db'));
    expect((await failure(open('sqlite:///dir.db'))).hint).toContain('It is a folder');
  });

  test('a file that is no database', async () => {
    writeFileSync(
      join(folder, 'text.db'),
      'this is no database, and long enough for SQLite to notice it'.repeat(20),
    );
    const connection = await open('sqlite:///text.db');
    const error = await failure(connection.execute('CREATE TABLE t (a)'));
    expect(error).toMatchObject({ code: 'SQLITE_NOTADB' });
    expect(error.message).toContain(join(folder, 'text.db'));
    await connection.close();
  });

  test('a read-only file', async () => {
    await (await open('sqlite:///ro.db')).execute('CREATE TABLE t (a)');
    const connection = await open('sqlite:///file:ro.db?mode=ro&uri=true');
    expect((await connection.execute('SELECT * FROM t')).rows).toEqual([]);
    const error = await failure(connection.execute('INSERT INTO t VALUES (1)'));
    expect(error).toMatchObject({ code: 'SQLITE_READONLY' });
    expect(error.hint).toContain('cannot be written');
    await connection.close();
  });

  test('a locked file is waited for, then told', async () => {
    const holder = await open('sqlite:///locked.db');
    await holder.execute('CREATE TABLE t (a)');
    await holder.begin();
    await holder.execute('INSERT INTO t VALUES (1)');
    const other = await open('sqlite:///locked.db?timeout=0.1');
    const error = await failure(other.begin());
    expect(error).toMatchObject({ code: 'SQLITE_BUSY' });
    expect(error.hint).toContain('Another program is writing');
    const patient = await open('sqlite:///locked.db');
    const waiting = patient.begin();
    await holder.commit();
    await waiting;
    expect((await patient.execute('SELECT a FROM t')).rows).toEqual([[1]]);
    await Promise.all([holder.close(), other.close(), patient.close()]);
  });

  test('slashes that were miscounted', async () => {
    expect((await failure(open('sqlite://file.db'))).hint).toContain('Count the slashes');
  });
});

test('a database that has no driver', async () => {
  const error = await failure(open('mysql://root:hunter2@h/d'));
  expect(error.message).toBe('Retort has no driver for "mysql" databases');
});

test('what would lock the file in another way is refused by name; what upstream drops is dropped', async () => {
  const refused = await failure(open('sqlite:///file:locked.db?uri=true&nolock=1'));
  expect(refused.message).toBe('The connection option "nolock" of the URL is unknown or not supported');
  const connection = await open('sqlite:///plain.db?journal_mode=wal');
  expect((await connection.execute('PRAGMA journal_mode')).rows).toEqual([['delete']]);
  await connection.close();
});
