import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test.each([
  ['models', []],
  ['documentation', ['test/golden/documentation']],
  ['package-models', ['test/golden/package-models']],
])('the recording of %s is what SQLAlchemy makes of them today', (name, folder) => {
  const recorder = path.join(import.meta.dirname, 'record_models.py');
  const result = spawnSync(oraclePython(), [recorder, ...folder], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 64 << 20,
  });
  expect(result.stderr).toBe('');
  expect(JSON.parse(result.stdout)).toEqual(
    JSON.parse(readFileSync(path.join(root, `test/oracle/recorded/${name}.json`), 'utf8')),
  );
});
