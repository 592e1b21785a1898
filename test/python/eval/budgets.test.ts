import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateText } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';
import { hostilePrograms } from './hostile-programs.ts';

beforeAll(initTestParser);

/** A tenth of the real budgets, so that the whole list takes seconds. What they count is the same. */
const budget = { steps: 500_000, memory: 2_000_000 };

describe('hostile programs end with a named problem', () => {
  test.each(hostilePrograms)('$name', ({ text, told }) => {
    const result = evaluateText(text, {}, { budget });
    const problems = result.interpreter.problems;
    const messages = [result.error ?? '', ...problems.map(({ message }) => message)];
    expect(problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
    if (told !== null) expect(messages.join('\n')).toMatch(told);
  });
});

test('a package that imports itself ends, in itself and in its parts', () => {
  const result = evaluateText('import app\nx = app.models.app.models.x\n', {
    'app/__init__.py': 'import app\nfrom app import models\nfrom app.models import *\n',
    'app/models.py': 'import app\nfrom app import *\nimport app.models\nx = 1\n',
  });
  expect(result.show('x')).toBe('1');
});

test('a chain of a thousand modules is a problem, not a crash', () => {
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [`m${i.toString()}.py`, `import m${(i + 1).toString()}\n`]),
  );
  const result = evaluateText('import m0\n', { ...files, 'm1000.py': 'x = 1\n' });
  expect(result.interpreter.problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
});

test('a budget that is spent is spent: no handler of the program catches that', () => {
  const result = evaluateText(
    'x = 1\ntry:\n    while True: pass\nexcept BaseException:\n    x = 2\nx = 3\n',
    {},
    { budget: { steps: 1000 } },
  );
  expect(result.error).toMatch(/takes too many steps/);
  expect(result.interpreter.problems.map(({ code }) => code)).toEqual(['budget']);
});

test('the memory budget counts what a program makes, not what it hands around', () => {
  const text =
    'x = list(range(1000))\ny = {"x": x}\nfor i in range(2000):\n    z = y["x"]\n    z = y.get("x")\n';
  expect(evaluateText(text, {}, { budget: { memory: 100_000 } }).error).toBeNull();
  const copies = 'x = list(range(1000))\nfor i in range(2000):\n    z = x.copy()\n';
  expect(evaluateText(copies, {}, { budget: { memory: 100_000 } }).error).toMatch(/takes too much memory/);
});

test('integers and their texts have the limits of Python', () => {
  const result = evaluateText(
    [
      'a = len(str(10**4299))',
      'def f(g):',
      '    try:',
      '        return g()',
      '    except ValueError as e:',
      '        return str(e)[:34]',
      'b = [f(lambda: str(10**4300)), f(lambda: int("1" * 4301)), f(lambda: "%d" % 10**4300)]',
      'c = 10**4300 == 10**2150 * 10**2150',
    ].join('\n'),
  );
  expect(result.show('a')).toBe('4300');
  const limit = "'Exceeds the limit (4300 digits) fo'";
  expect(result.show('b')).toBe(`[${limit}, ${limit}, ${limit}]`);
  expect(result.show('c')).toBe('True');
});

test('deepcopy copies what is met twice once', () => {
  const result = evaluateText(
    'import copy\na = []\nb = [a, a, (a,)]\nc = copy.deepcopy(b)\nx = [c[0] is c[1], c[2][0] is c[0], c[0] is a]\n' +
      'd = []\nd.append(d)\ne = copy.deepcopy(d)\ny = e[0] is e\n',
  );
  expect(result.show('x')).toBe('[True, True, False]');
  expect(result.show('y')).toBe('True');
});

test('iter() calls until the sentinel', () => {
  const result = evaluateText('a = [3, 2, 1]\nx = list(iter(a.pop, 3))\n');
  expect(result.show('x')).toBe('[1, 2]');
});
