import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';

test('the recording of autogenerate is what real Alembic gives today', () => {
  const script = path.join(import.meta.dirname, 'record.py');
  const result = spawnSync(oraclePython(), [script, '--check'], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect({ code: result.status, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
}, 60_000);
