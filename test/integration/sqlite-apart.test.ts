/** SQLite in a process of its own: nothing blocks this one, and everything can be stopped. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type ConnectOptions } from '../../server/src/drivers/connect.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { scratch, TestProject, type Revision } from './project.ts';

beforeAll(initTestParser);

const sqliteProcess = resolve(import.meta.dirname, '../../dist/sqlite-process.js');
const folder = join(scratch, 'sqlite-apart');
/** Some seconds of work, all of it inside SQLite. */
const long =
  'INSERT INTO t WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 30000000) SELECT x FROM c';
let open: Connection[] = [];

async function connected(more: Partial<ConnectOptions> = {}): Promise<Connection> {
  const { signal } = new AbortController();
  const options = { baseDirectory: folder, sqliteProcess, signal, ...more };
  const connection = await connect(makeUrl('sqlite:///apart.db'), options);
  open.push(connection);
  return connection;
}

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const connection = await connected();
  await connection.execute('CREATE TABLE t (x)');
  await connection.execute('INSERT INTO t VALUES (?)', [7n]);
});
afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  open = [];
});

test('values and errors come across as they are', async () => {
  const connection = await connected();
  const values = [null, 'it’s', 2 ** 52, 2n ** 60n, new Uint8Array([0, 255])];
  const { rows } = await connection.execute('SELECT ?, ?, ?, ?, ?', values);
  expect(rows).toEqual([values]);
  await expect(connection.execute('INSERT INTO nowhere VALUES (1)')).rejects.toMatchObject({
    name: 'DatabaseError',
    code: 'SQLITE_ERROR',
    sql: 'INSERT INTO nowhere VALUES (1)',
  });
  await connection.begin();
  expect(connection.inTransaction).toBe(true);
  await connection.rollback();
  expect(connection.inTransaction).toBe(false);
});

test('a long statement leaves this process free, and can be stopped; what was open is rolled back', async () => {
  const connection = await connected();
  await connection.begin();
  await connection.execute('DELETE FROM t');
  let isDone = false;
  const running = connection.execute(long).finally(() => {
    isDone = true;
  });
  const outcome = expect(running).rejects.toMatchObject({ code: 'SQLITE_INTERRUPT' });
  await new Promise((free) => setTimeout(free, 100));
  expect(isDone).toBe(false);
  await connection.cancel();
  await outcome;
  expect(connection.inTransaction).toBe(false);
  // The same connection goes on, and so does any other.
  expect((await connection.execute('SELECT x FROM t')).rows).toEqual([[7]]);
  const other = await connected();
  await other.begin();
  await other.commit();
  await expect(connection.commit()).rejects.toThrow();
});

test('a statement is stopped when its time is over', async () => {
  const connection = await connected({ statementTimeout: 200 });
  await expect(connection.execute(long)).rejects.toMatchObject({ code: 'STATEMENT_TIMEOUT', sql: long });
  expect((await connection.execute('SELECT count(*) FROM t')).rows).toEqual([[1]]);
});

test('waiting for another program’s lock can be stopped, and ends by itself with the lock timeout', async () => {
  const holder = await connect(makeUrl('sqlite:///apart.db'), { baseDirectory: folder });
  open.push(holder);
  await holder.begin();
  const connection = await connected();
  const waiting = expect(connection.begin()).rejects.toMatchObject({ code: 'SQLITE_INTERRUPT' });
  await new Promise((soon) => setTimeout(soon, 50));
  await connection.cancel();
  await waiting;
  const impatient = await connected({ lockTimeout: 100 });
  await expect(impatient.begin()).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  await holder.rollback();
  await impatient.begin();
});

test('the process ends with its connection, and leaves nothing of a journal', async () => {
  const connection = await connected();
  await connection.execute('PRAGMA journal_mode = WAL');
  await connection.execute('INSERT INTO t VALUES (8)');
  await Promise.all(open.map((each) => each.close()));
  expect(existsSync(join(folder, 'apart.db-wal'))).toBe(false);
});

test('a run that is cancelled anywhere leaves a revision that the version table names', async () => {
  const revisions: readonly Revision[] = ['a1', 'b2', 'c3', 'd4'].map((id, index, ids) => ({
    id,
    down: index === 0 ? [] : [ids[index - 1] ?? ''],
    upgrade: [
      `op.create_table('t_${id}', sa.Column('id', sa.Integer(), primary_key=True))`,
      `op.execute('INSERT INTO t_${id} WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 200000) SELECT x FROM c')`,
      `op.add_column('t_${id}', sa.Column('more', sa.Integer()))`,
    ],
    downgrade: [],
  }));
  const seen = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const project = new TestProject('sqlite-apart-cancelled', 'sqlite:///cancelled.db', revisions);
    const stop = new AbortController();
    let statements = 0;
    const report = await project.upgrade('head', {
      signal: stop.signal,
      sqliteProcess,
      onStatement: () => {
        // In the middle of a statement as often as before one.
        if (++statements > round * 1.4)
          setTimeout(
            () => {
              stop.abort();
            },
            (round % 4) * 15,
          );
      },
    });
    const tables = await project.query("SELECT name FROM sqlite_master WHERE name LIKE 't_%' ORDER BY 1");
    const at = (report.current ?? [])[0];
    expect(tables).toEqual(
      revisions.slice(0, revisions.findIndex(({ id }) => id === at) + 1).map(({ id }) => `t_${id}`),
    );
    const done = report.steps.filter(({ outcome }) => outcome === 'done').length;
    expect(done).toBe(tables.length);
    for (const table of tables)
      expect(await project.query(`SELECT count(more), count(*) FROM ${table}`)).toEqual(['0 | 200000']);
    expect((await project.upgrade('head')).current).toEqual(['d4']);
    seen.add(at ?? 'base');
  }
  expect(seen.size).toBeGreaterThan(1);
});
