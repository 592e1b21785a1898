import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** What the recorder writes today, beside what is recorded. */
function record(script: string, name: string): { readonly today: string; readonly recorded: string } {
  const folder = path.join(root, '.cache/recorded');
  mkdirSync(folder, { recursive: true });
  const target = path.join(folder, name);
  const result = spawnSync(oraclePython(), [path.join(import.meta.dirname, script), target], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect({ code: result.status, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
  const recorded = readFileSync(path.join(root, 'test/oracle/recorded', name), 'utf8');
  return { today: readFileSync(target, 'utf8'), recorded };
}

test('the recording of --sql is what real Alembic prints today', () => {
  const { today, recorded } = record('record_offline.py', 'offline.txt');
  expect(today).toBe(recorded);
});

test('the recording of batch operations is what real Alembic executes today', () => {
  const { today, recorded } = record('record_batch.py', 'batch.json');
  // Upstream walks constraints and indexes as sets, so the lines of a statement come in an order of their own each time.
  const sorted = (text: string): unknown =>
    JSON.parse(text, (_key, value: unknown) =>
      typeof value === 'string' ? value.split(/,? *\n/u).sort() : value,
    );
  const unordered = (text: string): unknown =>
    JSON.parse(JSON.stringify(sorted(text)), (key, value: unknown) =>
      key === 'statements' && Array.isArray(value) ? value.map((each) => JSON.stringify(each)).sort() : value,
    );
  expect(unordered(today)).toEqual(unordered(recorded));
});
