import { beforeAll, describe, expect, test } from 'vitest';
import { parseExpression, parseModule } from '../../../server/src/python/syntax/parser.ts';
import type { Expression, Statement } from '../../../server/src/python/syntax/ast.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

/** A tree without its ranges, as compact text. */
function show(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === 'range' || key.endsWith('Range')) return undefined;
    return typeof value === 'bigint' ? Number(value) : value;
  });
}

function statement(text: string): Statement {
  const module = parseModule('/m.py', text);
  expect(module.errors).toEqual([]);
  return module.body[0]!;
}

function expression(text: string): Expression {
  const only = statement(text);
  if (only.kind !== 'Expr') throw new Error(`${only.kind} is no expression statement`);
  return only.value;
}

function checkString(source: string, value: string): void {
  expect(show(expression(source))).toBe(show({ kind: 'Constant', value: { type: 'str', value } }));
}

function checkErrors(text: string, ...messages: string[]): void {
  const module = parseModule('/m.py', text);
  const lines = module.errors.map(
    (error) => `${text.slice(0, error.range.start).split('\n').length}: ${error.message}`,
  );
  expect(lines).toEqual(expect.arrayContaining(messages));
}

describe('strings', () => {
  test('escapes, raw strings and neighbours', () => {
    checkString(String.raw`"a\n\x41\u00e9\101\'" 'b' r'\n'`, "a\nA\u00e9A'b\\n");
    checkString(String.raw`r"\""`, '\\"');
    checkString('"""a\\\nb\r\nc"""', 'ab\nc');
    checkString(String.raw`"\d\N{EM DASH}"`, '\\d\u2014');
  });

  test('bytes keep their values', () => {
    const node = expression(String.raw`b"\x00a\n"`);
    expect(node.kind === 'Constant' && node.value.type === 'bytes' && [...node.value.value]).toEqual([
      0, 97, 10,
    ]);
  });

  test('f-strings have text, conversions and nested formats', () => {
    const node = expression('f"a{{{x!r:>{w}}}}b{y=}"');
    expect(node.kind === 'JoinedStr' && node.parts.map((p) => (typeof p === 'string' ? p : show(p)))).toEqual(
      [
        'a{',
        show({
          value: { kind: 'Name', id: 'x' },
          conversion: 'r',
          format: {
            kind: 'JoinedStr',
            parts: ['>', { value: { kind: 'Name', id: 'w' }, conversion: null, format: null, debugText: '' }],
          },
          debugText: '',
        }),
        '}b',
        show({ value: { kind: 'Name', id: 'y' }, conversion: 'r', format: null, debugText: 'y=' }),
      ],
    );
  });
});

describe('places where the grammar groups otherwise than Python', () => {
  test('a star before a call belongs to the call as a whole', () => {
    const node = expression('[*f(x).y]');
    expect(node.kind === 'List' && node.elements[0]?.kind === 'Starred' && node.elements[0].value.kind).toBe(
      'Attribute',
    );
  });

  test('a union of a generic and two names groups to the left', () => {
    const node = statement('x: A[b] | str | None');
    if (node.kind !== 'AnnAssign' || node.annotation.kind !== 'BinOp') throw new Error(node.kind);
    expect(node.annotation.left.kind).toBe('BinOp');
    expect(node.annotation.right.kind).toBe('Constant');
  });

  test('with in parentheses is several items', () => {
    const node = statement('with (a as b, c as d):\n    pass\n');
    expect(node.kind === 'With' && node.items.map((item) => show(item.target))).toEqual([
      show({ kind: 'Name', id: 'b' }),
      show({ kind: 'Name', id: 'd' }),
    ]);
  });

  test('a subscript with a comma is a tuple, without it is not', () => {
    const kinds = ['x[1]', 'x[1,]', 'x[1, 2]', 'x[1:2]'].map((text) => {
      const node = expression(text);
      return node.kind === 'Subscript' ? node.slice.kind : node.kind;
    });
    expect(kinds).toEqual(['Constant', 'Tuple', 'Tuple', 'Slice']);
  });
});

test('parameters have the kinds of inspect.Parameter', () => {
  const node = statement('def f(a, /, b: int = 1, *args, c, **kw): yield');
  if (node.kind !== 'FunctionDef') throw new Error(node.kind);
  expect(node.isGenerator).toBe(true);
  expect(node.parameters.map((p) => `${p.name} ${p.kind}`)).toEqual([
    'a positional-only',
    'b positional-or-keyword',
    'args var-positional',
    'c keyword-only',
    'kw var-keyword',
  ]);
});

test('a generator inside a function does not make the function one', () => {
  const node = statement('def f():\n    def g():\n        yield 1\n    return g\n');
  expect(node.kind === 'FunctionDef' && node.isGenerator).toBe(false);
});

test('offsets count UTF-16 units', () => {
  const text = 'x = "😀é"\nname = 1\n';
  const node = parseModule('/m.py', text).body[1]!;
  expect(text.slice(node.range.start, node.range.end)).toBe('name = 1');
});

test('a parsed string annotation has ranges of the file', () => {
  const text = 'x: "Optional[User]"';
  const node = parseExpression('/m.py', 'Optional[User]', 4);
  expect(node && text.slice(node.range.start, node.range.end)).toBe('Optional[User]');
  expect(parseExpression('/m.py', 'a b', 0)).toBeNull();
  expect(parseExpression('/m.py', 'a); (b', 0)).toBeNull();
});

describe('bad input', () => {
  test('the messages name the line', () => {
    checkErrors('x = 1\ny = (\n', "2: '(' was never closed");
    checkErrors('def f():\nx = 1\n', '1: expected an indented block');
    checkErrors('x = 1\n  y = 2\n', '2: unexpected indent');
    checkErrors('print "a"\n', "1: Missing parentheses in call to 'print'");
    checkErrors('f(a=1, b)\n', '1: positional argument follows keyword argument');
  });

  test('the rest of the module stands', () => {
    const module = parseModule('/m.py', 'a = 1\nclass\nb = 2\ndef f():\n    pass\n');
    expect(module.errors.length).toBeGreaterThan(0);
    expect(module.body.map((s) => s.kind)).toEqual(expect.arrayContaining(['Assign', 'FunctionDef']));
  });

  test('a call with a broken argument keeps the others', () => {
    const module = parseModule('/m.py', 'x = f(a, b c, k=1)\n');
    expect(module.errors.length).toBeGreaterThan(0);
    const node = module.body[0]!;
    expect(node.kind === 'Assign' && node.value.kind === 'Call' && node.value.keywords.length).toBe(1);
  });

  test('nothing throws or overflows', () => {
    const texts = [
      '',
      '\0',
      '(((',
      ')))',
      '\ud800',
      '"""',
      'f"{',
      'f"{x!z}"',
      'x = [' + '('.repeat(5000),
      'a' + '.b'.repeat(5000),
      'x = ' + '['.repeat(2000) + ']'.repeat(2000),
      'x = ' + '1 + '.repeat(5000) + '1',
      'if x:\n' + Array.from({ length: 300 }, (_, i) => ' '.repeat(i + 1) + 'if x:\n').join(''),
      'match x:\n    case ' + '['.repeat(500),
      'é'.repeat(1000) + '\\',
      'lambda *: 0',
      'def f(a=1, b, *, **c): pass',
      'class C(**k, *a): x: int = y = 3',
    ];
    for (const text of texts) expect(parseModule('/m.py', text).kind).toBe('Module');
  });

  test('a long sum is no deep nesting', () => {
    expect(parseModule('/m.py', `x = ${'1 + '.repeat(3000)}1\n`).errors).toEqual([]);
  });
});
