import { describe, expect, test } from 'vitest';
import {
  editedSince,
  lastEntries,
  movedByOthers,
  unfinished,
  type JournalEntry,
} from '../../../server/src/alembic/runtime/journal.ts';
import { StepJournal, type StepRecord } from '../../../server/src/alembic/runtime/step-journal.ts';
import { script, upgrade } from './support.ts';

const [step] = upgrade(script('b', ['a']));

function follow(work: (journal: StepJournal) => void): string[] {
  const records: StepRecord[] = [];
  work(new StepJournal({ record: (more) => records.push(...more) }));
  return records.map(({ outcome, kept, underWay }) => `${outcome} [${kept.join('; ')}] ${underWay ?? '-'}`);
}

describe('what a run tells of a step', () => {
  test('one that is a transaction leaves nothing behind', () => {
    const records = follow((journal) => {
      journal.begin(step!, 'retort');
      journal.statement("UPDATE t SET a = 'secret'");
      journal.failed();
    });
    expect(records).toEqual(['failed [] -']);
  });

  test('an autocommit block keeps what came before it, and each statement of its own', () => {
    const records = follow((journal) => {
      journal.begin(step!, 'retort');
      journal.statement('ALTER TABLE t ADD COLUMN x INTEGER');
      journal.autocommit('begin');
      journal.statement('CREATE INDEX CONCURRENTLY ix ON t (x)');
      journal.autocommit('end');
      journal.statement('ALTER TABLE t DROP COLUMN y');
      journal.failed();
    });
    expect(records).toEqual([
      'partly [ALTER TABLE t ADD COLUMN x] -',
      'partly [ALTER TABLE t ADD COLUMN x] CREATE INDEX CONCURRENTLY ix ON t',
      'partly [ALTER TABLE t ADD COLUMN x; CREATE INDEX CONCURRENTLY ix ON t] -',
      'failed [ALTER TABLE t ADD COLUMN x; CREATE INDEX CONCURRENTLY ix ON t] -',
    ]);
  });

  test('values are not kept: one may be a password', () => {
    const records = follow((journal) => {
      journal.begin(step!, 'python', true);
      journal.statement("CREATE USER app PASSWORD 's3cret'");
      journal.statement('ALTER USER app SET x = s3cret');
      journal.statement('DO $body$ s3cret $body$');
    });
    expect(records.join()).toContain('CREATE USER app PASSWORD');
    expect(records.join()).not.toContain('s3cret');
  });
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
  checksum: 'old',
};
const last = (...entries: JournalEntry[]): readonly JournalEntry[] =>
  lastEntries(entries, { project: '/app/alembic.ini' });

describe('what the journal says', () => {
  test('of a script that was edited after it was applied', () => {
    expect(editedSince(entry, 'new')).toBe(
      'Edited after it was applied to sqlite: /app/shop.db at 2026-01-02 03:04 UTC: that database has what the script said then.',
    );
    expect(editedSince(entry, 'old')).toBeNull();
    expect(editedSince({ ...entry, direction: 'downgrade' }, 'new')).toBeNull();
    expect(editedSince({ ...entry, direction: 'stamp', checksum: null }, 'new')).toBeNull();
  });

  test('the last entry of a revision counts, for each database and version table', () => {
    const down: JournalEntry = { ...entry, direction: 'downgrade' };
    expect(last(entry, down)).toEqual([down]);
    expect(last(entry, { ...down, database: 'other' })).toHaveLength(2);
    expect(last(entry, { ...down, versionTable: 'other' })).toHaveLength(2);
    expect(lastEntries([entry], { project: '/other/alembic.ini' })).toEqual([]);
    // A failure that left nothing changes nothing.
    expect(last(entry, { ...down, outcome: 'failed', kept: [], underWay: null })).toEqual([entry]);
  });

  test('of a revision that was not run to its end', () => {
    const partly: JournalEntry = {
      ...entry,
      outcome: 'partly',
      kept: ['CREATE TABLE t'],
      underWay: 'CREATE INDEX ix',
    };
    expect(unfinished(partly)).toBe(
      'The upgrade of b on sqlite: /app/shop.db was interrupted at 2026-01-02 03:04 UTC: it had committed CREATE TABLE t …; CREATE INDEX ix … was under way and may be half done, and its version is not recorded. Look at the database before you run it again.',
    );
    expect(unfinished({ ...partly, outcome: 'failed' })).toContain(' failed at ');
    expect(unfinished(entry)).toBeNull();
    expect(last(partly, entry).map(unfinished)).toEqual([null]);
  });

  test('nothing of what another program has moved since', () => {
    const now = new Date('2026-02-03T00:00:00Z');
    expect(movedByOthers([entry], new Set(['b']), now)).toEqual([]);
    const [seen] = movedByOthers([entry], new Set(), now);
    expect(seen).toMatchObject({ revision: 'b', outcome: 'seen', at: now.toISOString() });
    expect(last(entry, seen!).map((each) => editedSince(each, 'new'))).toEqual([null]);
    const partly: JournalEntry = { ...entry, outcome: 'partly', kept: ['CREATE TABLE t'] };
    expect(movedByOthers([partly], new Set(), now)).toEqual([]);
    expect(movedByOthers([partly], new Set(['b']), now)).toHaveLength(1);
  });
});
