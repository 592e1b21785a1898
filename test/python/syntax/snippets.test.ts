import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

const { refused, accepted } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'snippets.json'), 'utf8'),
) as {
  readonly refused: readonly string[];
  readonly accepted: readonly string[];
};
const errorsOf = (text: string): readonly string[] =>
  parseModule('/m.py', `${text}\n`).errors.map(({ message }) => message);

test('what compile() refuses is refused', () => {
  expect(refused.filter((text) => errorsOf(text).length === 0)).toEqual([]);
});

test('what compile() takes is taken', () => {
  expect(accepted.filter((text) => errorsOf(text).length > 0)).toEqual([]);
});

test.each([
  ['return 1', "'return' outside function"],
  ['class A:\n    break', "'break' outside loop"],
  ['for x in y:\n    def f(): continue', "'continue' not properly in loop"],
  ['def f(): await x', "'await' outside async function"],
  ['del f()', 'cannot delete function call'],
  ['with a as 1: pass', 'cannot assign to literal'],
  ['f(a=1, a=2)', 'keyword argument repeated: a'],
  ['f(**k, 1)', 'positional argument follows keyword argument unpacking'],
  ['(a, b) += 1', "'tuple' is an illegal expression for augmented assignment"],
  ['*a = b', 'starred assignment target must be in a list or tuple'],
  [
    'x = 1\nfrom __future__ import annotations',
    'from __future__ imports must occur at the beginning of the file',
  ],
  ['try: pass\nexcept: pass\nexcept A: pass', "default 'except:' must be last"],
  ['match x:\n    case _: pass\n    case 2: pass', 'wildcard makes remaining patterns unreachable'],
  ['def f(*): pass', 'named arguments must follow bare *'],
  ['  x = 1', 'unexpected indent'],
])('%j is told in the words of CPython', (text, message) => {
  expect(errorsOf(text)).toEqual([message]);
});

test('a bytes literal of any length is read', () => {
  const module = parseModule('/m.py', `x = b'${'a'.repeat(300_000)}'\n`);
  expect(module.errors).toEqual([]);
});
