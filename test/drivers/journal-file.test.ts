import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalEntry } from '../../server/src/alembic/runtime/journal.ts';
import { journalFile } from '../../server/src/drivers/journal-file.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { checksumOf, journalName } from '../../server/src/workspace/run-journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retort-journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const entry: JournalEntry = {
  at: '2026-01-02T03:04:05.678Z',
  database: 'sqlite: /app/shop.db',
  versionTable: 'alembic_version',
  project: '/app/alembic.ini',
  revision: 'b',
  direction: 'upgrade',
  outcome: 'done',
  through: 'retort',
  checksum: 'c0ffee',
};

test('entries come back in order, also those of another process', () => {
  const [ours, theirs] = [journalFile(join(folder, 'state')), journalFile(join(folder, 'state'))];
  expect(ours.entries()).toEqual([]);
  ours.append([entry]);
  theirs.append([
    { ...entry, revision: 'c' },
    { ...entry, revision: 'd' },
  ]);
  expect(ours.entries().map(({ revision }) => revision)).toEqual(['b', 'c', 'd']);
  expect(statSync(join(folder, 'state/journal.jsonl')).mode & 0o077).toBe(0);
});

test('a line that was cut off, or is no entry, is left out', () => {
  const journal = journalFile(folder);
  appendFileSync(join(folder, 'journal.jsonl'), 'null\n{"at": 7}\n{"at": "2026');
  appendFileSync(join(folder, 'journal.jsonl'), '\n');
  journal.append([entry]);
  expect(journal.entries()).toEqual([entry]);
});

test('a folder that cannot be written keeps nobody from working', () => {
  const journal = journalFile(join(folder, 'journal.jsonl/not/a/folder'));
  appendFileSync(join(folder, 'journal.jsonl'), '');
  journal.append([entry]);
  expect(journal.entries()).toEqual([]);
  journalFile(null).append([entry]);
});

test('a database is known by its place, whoever connects, and never by a password', () => {
  const name = (url: string): string => journalName(makeUrl(url), '/app');
  expect(name('postgresql+psycopg2://me:s3cret@db:5433/shop?sslmode=require')).toBe(
    'postgresql: db:5433/shop',
  );
  expect(name('postgresql://other@db:5433/shop')).toBe('postgresql: db:5433/shop');
  expect(name('sqlite:///data/shop.db')).toBe('sqlite: /app/data/shop.db');
  expect(name('sqlite:////srv/shop.db')).toBe('sqlite: /srv/shop.db');
  expect(name('mssql+pyodbc:///?odbc_connect=SERVER%3Dsql%3BDATABASE%3Dshop%3BUID%3Dme%3BPWD%3Ds3cret')).toBe(
    'mssql: sql/shop',
  );
});

test('line ends do not make another script', () => {
  expect(checksumOf('a\r\nb')).toBe(checksumOf('a\nb'));
  expect(checksumOf('a')).not.toBe(checksumOf('b'));
});
