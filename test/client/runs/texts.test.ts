import { describe, expect, it } from 'vitest';
import {
  confirmation,
  nothingToDo,
  progressText,
  refusedQuestion,
  report,
  sqlDocument,
} from '../../../client/src/runs/texts.ts';
import type { MigrateResult, PlanResult, StepResult } from '../../../server/src/protocol.ts';

const plan: PlanResult = {
  planId: '1',
  database: 'shop.db',
  from: ['aaa'],
  to: ['ccc'],
  stopsBefore: null,
  unfinished: [],
  python: null,
  steps: [
    { revision: 'bbb', message: 'add phone', direction: 'upgrade', sql: 'ALTER' },
    { revision: 'ccc', message: 'add tags\nand more', direction: 'upgrade', sql: 'CREATE' },
  ],
  sql: 'ALTER TABLE users;\nCREATE TABLE tags;\n',
  error: null,
};

describe('confirmation', () => {
  it('names the database, the way and the steps, and shows the SQL', () => {
    expect(confirmation('upgrade', plan)).toEqual({
      message: 'Upgrade shop.db from aaa to ccc?',
      detail: '2 steps:\nbbb  add phone\nccc  add tags\n\nALTER TABLE users;\nCREATE TABLE tags;',
      button: 'Upgrade',
    });
  });
  it('cuts long SQL and says so', () => {
    const sql = Array.from({ length: 50 }, (_, index) => `LINE ${index};`).join('\n');
    const { detail } = confirmation('downgrade', { ...plan, to: [], sql });
    expect(detail).toContain('LINE 19;\n… and 30 more lines of SQL');
    expect(detail).not.toContain('LINE 20;');
  });
  it('says first that the run ends before its target', () => {
    const stopsBefore = { message: 'a.py:9: needs rows', severity: 'error', uri: null, line: null } as const;
    const { detail } = confirmation('upgrade', { ...plan, stopsBefore });
    expect(detail).toMatch(
      /^This does not reach the target: .* cannot evaluate\. a\.py:9: needs rows\n\n2 steps:/u,
    );
  });
  it('names the revisions that run in Python, the interpreter, and what that commits', () => {
    const steps = [{ revision: 'ccc', message: 'add tags', reason: 'zlib is not known' }];
    const python = { interpreter: '/p/.venv/bin/python', steps, commitsBefore: true };
    const { detail, button } = confirmation('upgrade', { ...plan, python });
    expect(button).toBe('Upgrade, Using Python');
    expect(detail).toMatch(
      /^Retort cannot evaluate 1 revision, which runs with .* \/p\/\.venv\/bin\/python:\nccc {2}add tags\n {4}zlib is not known\nWhat ran before such a revision is committed first/u,
    );
    const apart = confirmation('upgrade', { ...plan, python: { ...python, commitsBefore: false } });
    expect(apart.detail).not.toContain('committed');
  });
  it('offers Python for what could not be followed while it ran', () => {
    expect(refusedQuestion({ revision: 'ccc', reason: 'zlib is not known' }).message).toBe(
      'Retort could not follow ccc to its end and rolled it back: zlib is not known. The project’s own Python can run it.',
    );
  });
  it('says that a stamp runs nothing', () => {
    expect(confirmation('stamp', plan).message).toBe('Stamp shop.db as ccc (now aaa), running no migration?');
    expect(confirmation('downgrade', { ...plan, to: [] }).message).toBe(
      'Downgrade shop.db from aaa to base?',
    );
  });
});

it('puts what it is for above the SQL', () => {
  expect(sqlDocument('upgrade', plan)).toBe(
    '-- Upgrade shop.db from aaa to ccc?\n-- Nothing has run yet.\n--\n-- bbb  add phone\n-- ccc  add tags\n\n' +
      'ALTER TABLE users;\nCREATE TABLE tags;\n',
  );
});

it('says that there is nothing to do', () => {
  const empty = { ...plan, steps: [] };
  expect(nothingToDo('upgrade', 'head', empty)).toBe('shop.db is already at head (aaa).');
  expect(nothingToDo('downgrade', 'aaa', empty)).toBe(
    'shop.db is already at aaa: there is nothing to downgrade.',
  );
});

describe('report', () => {
  const step = (revision: string, outcome: StepResult['outcome'], message?: string): StepResult => ({
    revision,
    message: '',
    outcome,
    error: message === undefined ? null : { message, severity: 'error', uri: null, line: null },
  });
  const result: MigrateResult = {
    database: 'shop.db',
    steps: [step('bbb', 'done'), step('ccc', 'done')],
    current: ['ccc'],
    error: null,
    cancelled: false,
    refused: null,
  };
  it('names where the database is', () => {
    expect(report('upgrade', result)).toEqual({ severity: 'information', message: 'shop.db is at ccc.' });
    expect(report('downgrade', { ...result, current: [] }).message).toBe('shop.db is at base.');
  });
  it('counts done, failed and not run', () => {
    const steps = [step('bbb', 'done'), step('ccc', 'failed', 'no such column'), step('ddd', 'not run')];
    expect(report('upgrade', { ...result, steps, current: ['bbb'] })).toEqual({
      severity: 'error',
      message: 'ccc failed: no such column. Done: 1, failed: 1, not run: 1. shop.db is at bbb.',
    });
  });
  it('does not call an error of the run itself a success', () => {
    const error = { message: 'The plan has changed', severity: 'error' as const, uri: null, line: null };
    expect(report('upgrade', { ...result, steps: [], current: null, error })).toEqual({
      severity: 'error',
      message:
        'The upgrade failed: The plan has changed. The revision of shop.db could not be read after the run.',
    });
  });
  it('tells a cancelled run from a finished one', () => {
    const steps = [step('bbb', 'done'), step('ccc', 'not run')];
    expect(report('upgrade', { ...result, steps, current: ['bbb'], cancelled: true })).toEqual({
      severity: 'warning',
      message: 'The upgrade was cancelled. Done: 1, failed: 0, not run: 1. shop.db is at bbb.',
    });
  });
});

it('counts progress from one', () => {
  expect(progressText(0, 2, 'bbb', 'add phone')).toBe('1 of 2: bbb add phone');
});

it('reports a run that ended before its target as such, with where the database is', () => {
  const stopsBefore = { message: 'a.py:9: needs rows', severity: 'error', uri: null, line: null } as const;
  const done: MigrateResult = {
    database: 'shop.db',
    steps: [],
    current: ['bbb'],
    error: null,
    cancelled: false,
    refused: null,
  };
  expect(report('upgrade', done, stopsBefore)).toEqual({
    severity: 'error',
    message: expect.stringMatching(
      /^shop\.db is at bbb\. This does not reach the target: .*a\.py:9: needs rows\./u,
    ) as string,
  });
});
