import { beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../../server/src/python/eval/value.ts';
import { evaluateText } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

/** The alternatives of `x` as text; null for an Unknown without any, and the value itself where it is known. */
function alternatives(text: string): readonly string[] | string | null {
  const result = evaluateText(`import acme\n${text}`);
  const value: Value = result.value('x');
  if (value.kind !== 'unknown') return result.show('x');
  const site = { file: '', range: { start: 0, end: 0 } };
  return value.alternatives?.map((item) => result.interpreter.repr(item, site)) ?? null;
}

describe('an unknown condition leaves the values of both branches', () => {
  test.each<[string, string, ReturnType<typeof alternatives>]>([
    ['names', 'x = 1\nif acme.a:\n    x = 2', ['2', '1']],
    ['the same on both sides', 'if acme.a:\n    x = 1\nelse:\n    x = 1', '1'],
    ['elif', "if acme.a:\n    x = 1\nelif acme.b:\n    x = 2\nelse:\n    x = 'c'", ['1', '2', "'c'"]],
    ['a name that one branch leaves unbound', 'if acme.a:\n    x = 1', null],
    ['one side that is not known itself', 'if acme.a:\n    x = 1\nelse:\n    x = acme.b', null],
    ['a conditional expression', 'x = 1 if acme.a else None', ['1', 'None']],
    [
      'returns',
      "def f():\n    if acme.a == 'mysql':\n        return {'mysql_engine': acme.b}\n    return None\nx = f()",
      [
        "{'mysql_engine': <unknown: the package `acme` is not in the workspace and Retort does not know it>}",
        'None',
      ],
    ],
    ['no return at the end', 'def f():\n    if acme.a:\n        return 1\nx = f()', ['1', 'None']],
    [
      'what follows differs by what was bound',
      'def f():\n    y = 1\n    if acme.a:\n        if acme.b:\n            return 0\n        y = 2\n    return y + 1\nx = f()',
      ['0', '3', '2'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(alternatives(text)).toEqual(expected);
  });
});

describe('no alternatives', () => {
  test.each([
    ['where a branch calls something', 'def g(): return 1\nif acme.a:\n    x = g()\nelse:\n    x = 2'],
    ['where a branch changes an object', 'y = [0]\nif acme.a:\n    y[0] = 1\n    x = 1\nelse:\n    x = 2'],
    ['where a branch raises', 'if acme.a:\n    x = undefined\nelse:\n    x = 2'],
    [
      'where the rest of the function does more than bind names',
      'def f():\n    if acme.a:\n        return 1\n    print(2)\n    return 2\nx = f()',
    ],
    [
      'in a loop that it may leave',
      'def f():\n    for i in [1, 2]:\n        if acme.a:\n            return i\n    return 0\nx = f()',
    ],
    ['for what is computed', 'y = 1 if acme.a else 2\nx = y + 1'],
    ['for attributes', 'y = 1 if acme.a else 2\nx = y.real'],
    ['for items', 'y = [1] if acme.a else [2]\nx = y[0]'],
    ['for what is unpacked', 'y = (1, 2) if acme.a else (3, 4)\nx, z = y'],
    ['for results of calls', 'y = int if acme.a else str\nx = y()'],
    ['for what a native function gives back', "y = 'a' if acme.a else 'b'\nx = str(y)"],
    ['for `or`', 'y = 0 if acme.a else 1\nx = y or 2'],
    ['for f-strings', "y = 'a' if acme.a else 'b'\nx = f'{y}'"],
  ])('%s', (_name, text) => {
    expect(alternatives(text)).toBeNull();
  });
});

test('a global of another scope is left alone', () => {
  const result = evaluateText(
    'import acme\nx = 0\ndef f():\n    global x\n    if acme.a:\n        x = 1\nf()\n',
  );
  expect(result.value('x').kind).toBe('unknown');
});
