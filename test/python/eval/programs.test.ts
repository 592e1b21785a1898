import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Value } from '../../../server/src/python/eval/value.ts';
import { evaluateText } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

// Each program collects `repr`s in `out`; the `.expected` files hold what CPython 3.11 collects.
test.each([
  'language',
  'objects',
  'stdlib',
  'regex',
  'values',
  'hashes',
  'exceptions',
  'urls',
  'coroutines',
  'privates',
])('%s.py computes what CPython computes', (name) => {
  const folder = join(import.meta.dirname, 'programs');
  const result = evaluateText(readFileSync(join(folder, `${name}.py`), 'utf8'));
  expect(result.error).toBeNull();
  const out: Value = result.value('out');
  const lines =
    out.kind === 'list' ? out.items.map((item) => (item.kind === 'str' ? item.value : item.kind)) : [];
  expect(lines).toEqual(
    readFileSync(join(folder, `${name}.expected`), 'utf8')
      .trimEnd()
      .split('\n'),
  );
});
