import { beforeAll, describe, expect, test } from 'vitest';
import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { evaluateText, loaderOf } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

describe('imports', () => {
  test('packages, submodules, relative and star imports', () => {
    const result = evaluateText(
      'import app.models\nfrom app import base as b\nfrom app.models import *\nx = (app.models.A, B.v, b.v, helper)\n',
      {
        'app/__init__.py': '',
        'app/base.py': 'v = 7\n',
        'app/models.py':
          "from .base import v\nfrom . import util\n__all__ = ['A', 'B', 'helper']\nA = 1\nclass B: v = v\nhelper = util.x\n_hidden = 1\n",
        'app/util/__init__.py': 'from ..base import v as x\n',
      },
    );
    expect(result.show('x')).toBe('(1, 7, 7, 7)');
  });

  test('circular imports see the partly filled module', () => {
    const result = evaluateText('import a\nx = a.seen\n', {
      'a.py': 'first = 1\nimport b\nseen = b.seen\nlast = 2\n',
      'b.py': "import a\nseen = (a.first, hasattr(a, 'last'))\n",
    });
    expect(result.show('x')).toBe('(1, False)');
  });

  test('a module of the workspace that is not there is an error', () => {
    const files = { 'app/__init__.py': '' };
    expect(evaluateText('import app.nope\n', files).error).toBe(
      "1: ModuleNotFoundError: No module named 'app.nope'",
    );
    expect(evaluateText('from app import nope\n', files).error).toBe(
      "1: ImportError: cannot import name 'nope' from 'app'",
    );
    expect(evaluateText('from . import x\n').error).toBe(
      '1: ImportError: attempted relative import with no known parent package',
    );
  });

  test('namespace packages', () => {
    expect(evaluateText('from ns.a import x\n', { 'ns/a.py': 'x = 3' }).show('x')).toBe('3');
  });

  test('an exception in a module names its own file', () => {
    const { interpreter, error } = evaluateText('import bad\n', { 'bad.py': 'x = 1\nx.nope\n' });
    expect(error).toContain("AttributeError: 'int' object has no attribute 'nope'");
    expect(interpreter.problems.at(-1)?.origin?.file).toBe('/bad.py');
  });
});

test('a script runs under its name, is not registered, and refuses bad syntax', () => {
  const interpreter = createInterpreter({ loader: loaderOf({}), nativeModules: stdlibModules });
  const good = interpreter.runModule(parseModule('/v/1_a.py', 'x = (__name__, __file__)\n'), '1_a');
  expect(good.ok && good.value.namespace.get('x')).toMatchObject({
    items: [{ value: '1_a' }, { value: '/v/1_a.py' }],
  });
  expect(interpreter.modules.has('1_a')).toBe(false);
  const bad = interpreter.runModule(parseModule('/v/2.py', 'x = 1\ny = (\n'), '2');
  expect(!bad.ok && bad.problem.message).toBe("SyntaxError: '(' was never closed");
});

describe('annotations', () => {
  test('are kept in order and resolved late, strings inside included', () => {
    const result = evaluateText(`
from __future__ import annotations
from typing import TYPE_CHECKING, Annotated, List, Literal, Optional, Union
if TYPE_CHECKING:
    from elsewhere import Far
class Box: pass
class A:
    id: int
    name: Optional[str] = None
    items: List["Later"]
    far: Box["Far | None"]
    kind: Literal["a", "b"]
    meta: Annotated[str, "note"]
    plain = 3
    u: Union[int, "str"]
    pipe: "Later | None"
class Later: pass
`);
    const cls = result.value('A');
    if (cls.kind !== 'class') throw new Error(cls.kind);
    expect([...cls.memberOrigins.keys()]).toEqual([
      'id',
      'name',
      'items',
      'far',
      'kind',
      'meta',
      'plain',
      'u',
      'pipe',
    ]);
    const site = { file: '', range: { start: 0, end: 0 } };
    const shown = Array.from(cls.annotations, ([name, annotation]) => {
      const value = result.interpreter.evaluateAnnotation(annotation);
      return `${name}: ${result.interpreter.repr(value, site)}`;
    });
    expect(shown).toEqual(
      [
        'id: int',
        'name: str | None',
        'items: list[main.Later]',
        "far: main.Box['Far' | None]",
        "kind: typing.Literal['a', 'b']",
        "meta: typing.Annotated[str, 'note']",
        'u: int | str',
        'pipe: main.Later | None',
      ].map((line) => line.replace(/^(\w+): (int|str)$/, "$1: <class '$2'>")),
    );
    const id = cls.annotations.get('id');
    if (id === undefined) throw new Error('no id');
    expect(
      result.interpreter.repr(result.interpreter.evaluateStringAnnotation('Optional[Later]', id), site),
    ).toBe('main.Later | None');
  });
});

describe('budgets', () => {
  const lines = (text: string): string =>
    evaluateText(text, {}, { budget: { steps: 200_000 } }).error ?? 'no error';

  test('endless code stops with its place', () => {
    expect(lines('x = 1\nwhile True:\n    pass\n')).toMatch(/^[23]: evaluation takes too many steps/);
    expect(lines('def f():\n    while True: yield 1\nlist(f())\n')).toMatch(/too many steps|too large/);
    expect(lines('import itertools\nlist(itertools.count())\n')).toMatch(/too many steps|too large/);
    expect(lines('x = []\nfor i in [1]:\n    x.append(1)\nfor i in x:\n    x.append(i)\n')).toMatch(
      /too many steps|too large/,
    );
    expect(lines('try:\n    while True: pass\nexcept BaseException:\n    pass\n')).toMatch(/too many steps/);
  });

  test('recursion is a Python exception, and never the JavaScript stack', () => {
    expect(lines('def f(): return f()\nf()\n')).toBe('1: RecursionError: maximum recursion depth exceeded');
    expect(lines('class A:\n    def __getattr__(self, n): return self.x\nA().y\n')).toContain(
      'RecursionError',
    );
    expect(lines('class A:\n    def __repr__(self): return repr(self)\nrepr(A())\n')).toContain(
      'RecursionError',
    );
    expect(lines('x = []\nx.append(x)\nrepr(x)\n')).toContain('RecursionError');
    expect(lines('def f(): return [f() for _ in [1]]\nf()\n')).toContain('RecursionError');
  });

  test('values cannot outgrow memory', () => {
    for (const text of [
      'x = "a" * 10**10',
      'x = [0] * 10**9',
      'x = range(10**12)',
      'x = 2 ** 10**8',
      'x = 1 << 10**9',
      'x = f"{1:>1000000000}"',
      'x = "%1000000000d" % 1',
      'x = "a".ljust(10**9)',
      'x = ["a"]\nwhile True: x += x\n',
    ]) {
      expect(lines(text)).toMatch(/too large|too many steps/);
    }
  });
});

test('nothing that is evaluated throws out of an entry point', () => {
  for (const text of [
    'x = (',
    'class A(1): pass',
    'class A(int, str, A): pass',
    'raise 1',
    'raise',
    'del x',
    'x = {}[[]]',
    'a, b = 1',
    'a, b = [1]',
    'super()',
    'yield 1',
    'return 1',
    'break',
    'f"{x!z}"',
    '"%d" % "a"',
    '"{".format()',
    'int("x")',
    'sorted([1, "a"])',
    'class A:\n    __eq__ = 3\nA() == 1',
    'nonlocal x',
    'import a.b.c',
    'from .... import x',
    'print(*1)',
    'x = lambda: y\nx()',
    'match 1:\n    case int(x=2): pass\n    case {**r}: pass\n    case [a, *b, c]: pass',
    'class M(type):\n    def __new__(m, *a): return 3\nclass A(metaclass=M): pass\nA.x',
    'type("A", 1, 2)',
    'object.__new__(3)',
    'x = 1 if',
    'with 1 as x: pass',
    'chr(-1)',
    '"a".encode().decode("zz")',
    'bytes([1, 300])',
    'str.join(1)',
    'dict([1])',
    'getattr(1, 2)',
    'type()',
  ]) {
    const result = evaluateText(text);
    for (const problem of result.interpreter.problems) expect(problem.code, text).not.toBe('internal-error');
  }
});
