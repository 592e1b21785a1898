import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retort-drivers-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('reading a SQLite file that is not there finds it empty and does not create it', async () => {
  const url = makeUrl('sqlite:///new.db');
  const reading = await connect(url, { baseDirectory: folder, createFile: false });
  expect((await reading.execute('SELECT count(*) FROM sqlite_master')).rows).toEqual([[0]]);
  await reading.close();
  expect(existsSync(join(folder, 'new.db'))).toBe(false);

  const running = await connect(url, { baseDirectory: folder });
  await running.execute('CREATE TABLE t (a INTEGER)');
  await running.close();
  const again = await connect(url, { baseDirectory: folder, createFile: false });
  expect((await again.execute('SELECT count(*) FROM sqlite_master')).rows).toEqual([[1]]);
  await again.close();
});

test('a file whose folder is missing is an error for readers too', async () => {
  await expect(
    connect(makeUrl('sqlite:///no/such/new.db'), { baseDirectory: folder, createFile: false }),
  ).rejects.toMatchObject({
    code: 'SQLITE_CANTOPEN',
    hint: `Its folder does not exist: create ${folder}/no/such.`,
  });
});
