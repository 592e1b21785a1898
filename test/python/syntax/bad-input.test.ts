import { beforeAll, describe, expect, test } from 'vitest';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

/** `line: message` of every error; CPython 3.11 refuses each of the texts at that line. */
function errors(text: string): readonly string[] {
  return parseModule('/m.py', text).errors.map(
    ({ range, message }) => `${text.slice(0, range.start).split('\n').length}: ${message}`,
  );
}

describe('what CPython refuses is an error here too', () => {
  test.each([
    // Invented by the grammar inside a part that converts well.
    ['def upgrade(:\n    pass\n', "1: invalid syntax: expected ')'"],
    ['f(a=1, name= =2)\n', "1: invalid syntax near '='"],
    ['from a import B C\n', "1: invalid syntax near 'B'"],
    ['from a.=b import c\n', "1: invalid syntax near '='"],
    // Two statements on a line: the line end that the grammar invents between them is hidden.
    ['from datetime import datetime datetime\n', "1: invalid syntax near 'datetime'"],
    ['class A:\n    id: Mapped Mapped[int] = f()\n', "2: invalid syntax near 'Mapped[int]'"],
    // The grammar reads on into the next line.
    ['class A:\n    __tablename__ =\n\n    id: int = 1\n', '2: invalid syntax: the line ends too early'],
    ['from a import b,\nx = 1\n', '1: trailing comma not allowed without surrounding parentheses'],
    ['def f(a, a): pass\n', "1: duplicate argument 'a' in function definition"],
    ['def f(a=1, b): pass\n', '1: non-default argument follows default argument'],
    ['def f(**k, a): pass\n', '1: arguments cannot follow var-keyword argument'],
  ])('%j', (text, message) => {
    expect(errors(text)).toEqual([message]);
  });
});

describe('what CPython accepts is none', () => {
  test.each([
    'x = 1; y = 2\n',
    'x = \\\n    1\n',
    'x = f(\n    1,\n)\n',
    'x = [\n    a\n    for a in b\n]\n',
    'x = a[\n    1\n]\n',
    'from a import (\n    b,\n    c,\n)\n',
    'x = """a\nb"""\n',
    "x = ('a'\n     'b')\n",
    'def f(a, /, b=1, *c, d, **e): pass\n',
    'f = lambda a, *, b: a\n',
    'return_ = (yield_\n           if a else b)\n',
  ])('%j', (text) => {
    expect(errors(text)).toEqual([]);
  });
});

test('the healthy functions beside a broken one are still there', () => {
  const module = parseModule(
    '/m.py',
    "revision = 'a'\n\n\ndef upgrade(:\n    pass\n\n\ndef downgrade():\n    pass\n",
  );
  const names = module.body.flatMap((each) => (each.kind === 'FunctionDef' ? [each.name] : []));
  expect(names).toContain('downgrade');
  expect(module.body[0]?.kind).toBe('Assign');
});
