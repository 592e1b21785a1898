import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';

test('the recording of queries is what SQLAlchemy makes of them today', () => {
  const result = spawnSync(oraclePython(), [path.join(import.meta.dirname, 'record_queries.py')], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect(result.stderr).toBe('');
  expect(JSON.parse(result.stdout)).toEqual(
    JSON.parse(readFileSync(path.join(import.meta.dirname, '../recorded/queries.json'), 'utf8')),
  );
});
