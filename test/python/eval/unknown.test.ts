import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateText } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

const acme = '<unknown: the package `acme` is not in the workspace and Retort does not know it>';

test('an unknown package and all that comes from it is Unknown, with the reason', () => {
  const result = evaluateText('import acme\nx = acme.y.z(1)[2] + 3\ny = f"{x}"\nz = [1, x]\n');
  expect(result.show('x')).toBe(acme);
  expect(result.show('y')).toBe(acme);
  expect(result.show('z')).toBe(`[1, ${acme}]`);
  expect(result.unknownUses).toEqual(['2: call']);
  expect(result.interpreter.problems.map((p) => p.code)).toEqual(['unknown-import']);
});

test('`except ImportError` is not taken for a package that is merely not known', () => {
  const result = evaluateText('try:\n    import acme\n    x = 1\nexcept ImportError:\n    x = 2\n');
  expect(result.show('x')).toBe('1');
});

test('a condition that is not known makes what its branches bind Unknown, and is told', () => {
  const result = evaluateText(
    'import os\nx = 1\ny = 1\nif os.environ.get("A"):\n    x = 2\nelse:\n    def z(): pass\n',
  );
  expect(result.show('x')).toMatch(
    /^<unknown: it depends on a condition that is not known: the environment variable `A`/,
  );
  expect(result.value('z').kind).toBe('unknown');
  expect(result.show('y')).toBe('1');
  expect(result.unknownUses).toEqual(['4: condition']);
});

test('a branch that only raises is not the one that a working program takes', () => {
  const result = evaluateText('import os\nif not os.getenv("A"):\n    raise RuntimeError("set A")\nx = 1\n');
  expect(result.show('x')).toBe('1');
  expect(result.unknownUses).toEqual(['2: condition']);
});

test('a function that may have returned early gives an Unknown', () => {
  const result = evaluateText(
    'import acme\ndef f():\n    if acme.x:\n        return 1\n    return 2\nx = f()\n',
  );
  expect(result.value('x').kind).toBe('unknown');
});

describe('loops over an Unknown', () => {
  test('are not run', () => {
    const result = evaluateText('import acme\nx = []\nfor i in acme.items:\n    y = i\n');
    expect(result.value('y').kind).toBe('unknown');
    expect(result.value('i').kind).toBe('unknown');
    expect(result.unknownUses).toEqual(['3: condition']);
  });
  test('while', () => {
    const result = evaluateText('import acme\nwhile acme.go():\n    y = 1\n');
    expect(result.value('y').kind).toBe('unknown');
    expect(result.unknownUses).toEqual(['2: call', '2: condition']);
  });
});

test('an expression statement that is Unknown is told', () => {
  expect(evaluateText('import time\nimport datetime\ndatetime.datetime.now()\n').unknownUses).toEqual([
    '3: statement',
  ]);
});

test('an argument list that is not known makes the call Unknown', () => {
  const result = evaluateText('import acme\ndef f(*a, **k): return 1\nx = f(*acme.a)\ny = f(**acme.b)\n');
  expect(result.value('x').kind).toBe('unknown');
  expect(result.value('y').kind).toBe('unknown');
  expect(result.unknownUses).toEqual(['3: call', '4: call']);
});

test('a class with an unknown base keeps its own attributes', () => {
  const result = evaluateText(
    'from acme import Base\nclass A(Base):\n    x = 1\ny = A.x\nz = A.nope\nw = A().nope\n',
  );
  expect(result.show('y')).toBe('1');
  expect(result.show('z')).toBe(acme);
  expect(result.show('w')).toBe(acme);
});

test('a star import from an unknown package may have defined any name', () => {
  expect(evaluateText('from acme import *\nx = Anything\ny = len("ab")\n').show('x')).toBe(acme);
});

test('a name that an emulated module lacks is Unknown, no error', () => {
  const result = evaluateText('from datetime import nope\nimport datetime\nx = datetime.nope2\n');
  expect(result.show('nope')).toBe('<unknown: Retort does not know `nope` of `datetime`>');
  expect(result.show('x')).toBe('<unknown: Retort does not know `nope2` of `datetime`>');
});

test('comparing with an Unknown is Unknown, identity included', () => {
  const result = evaluateText(
    'import acme\na = acme.x == 1\nb = acme.x is None\nc = 1 in acme.x\nd = not acme.x\n',
  );
  for (const name of ['a', 'b', 'c', 'd']) expect(result.value(name).kind).toBe('unknown');
});

test('a lost statement is told, the rest is evaluated', () => {
  const result = evaluateText('a = 1\nb = = 2\nc = 3\n');
  expect(result.show('a')).toBe('1');
  expect(result.unknownUses).toContain('2: error');
  expect(result.interpreter.problems.some((p) => p.code === 'syntax-error')).toBe(true);
});

test('what an emulated class lacks is Unknown; what a Python class lacks is an AttributeError', () => {
  const result = evaluateText('import uuid\nx = uuid.UUID(int=1).nope\nclass A: pass\n');
  expect(result.show('x')).toBe('<unknown: Retort does not know `nope` of `UUID`>');
  expect(evaluateText('class A: pass\nA().x\n').error).toBe(
    "2: AttributeError: 'A' object has no attribute 'x'",
  );
  expect(evaluateText('from enum import Enum\nclass A(Enum):\n    B = 1\nA.C\n').error).toBe(
    "4: AttributeError: type object 'A' has no attribute 'C'",
  );
});

test('isinstance against abstract classes asks for abilities', () => {
  const result = evaluateText(`
from collections.abc import Callable, Iterable, Mapping, Sequence
class I:
    def __iter__(self): return iter([])
x = [isinstance(v, c) for v, c in [
    ({}, Mapping), ([], Mapping), ("a", Sequence), (len, Callable), (3, Iterable), (I(), Iterable), ((), Sequence),
]]
y = isinstance(I(), Mapping)
`);
  expect(result.show('x')).toBe('[True, False, True, True, False, True, True]');
  expect(result.value('y').kind).toBe('unknown');
});

test('an attribute of a builtin type that is not emulated is Unknown, and one that Python lacks is an AttributeError', () => {
  const result = evaluateText(
    [
      'x = bytes.maketrans(b"a", b"b")',
      'y = [hasattr({}, "__iter__"), hasattr({}, "append"), hasattr(1, "real")]',
      'z = getattr([], "__reversed__", None)',
      'try:',
      '    {}.append',
      'except AttributeError:',
      '    w = "missing"',
    ].join('\n'),
  );
  expect(result.show('x')).toBe('<unknown: Retort does not know `maketrans` of `bytes`>');
  expect(result.show('y')).toBe('[True, False, True]');
  expect(result.value('z').kind).toBe('unknown');
  expect(result.show('w')).toBe("'missing'");
});

test.each([
  ['a repetition of a repetition', 'r"(a+)+b", "aaaa"'],
  ['a repetition of alternatives', 'r"(a|a)*b", "aaaa"'],
  ['a long subject', '"a", "b" * 1000'],
  ['a subject whose letters only Python knows', 'r"\\w", "\u00e9"'],
  ['many repetitions', 'r"a*a*a*a*b", "a"'],
  ['inline flags', '"(?i)a", "A"'],
  ['a possessive repetition', '"a++", "a"'],
  ['a set in a set', '"[[a]", "["'],
])('re.search of %s is not evaluated', (_what, args) => {
  const result = evaluateText(`import re\nx = re.search(${args})\n`);
  expect(result.show('x')).toBe('<unknown: Retort does not evaluate this use of `re.search`>');
});

test('a class under a decorator that is not known takes any arguments and has any attribute', () => {
  const result = evaluateText(
    'import acme\n@acme.record\nclass Point:\n    x = 1\np = Point(3, y=4)\na = [p.x, Point.x]\nb = p.y\nc = Point.z\n',
  );
  expect(result.show('a')).toBe('[1, 1]');
  expect(result.show('b')).toBe(acme);
  expect(result.show('c')).toBe(acme);
  expect(result.error).toBeNull();
});

test('an attribute that a branch may have set is Unknown', () => {
  const result = evaluateText(
    'import acme\nclass A:\n    def __init__(self, x):\n        self.y = 1\n        if x:\n            self.x, self.y = x, 2\na = A(acme.x)\nx = a.x\ny = a.y\n',
  );
  expect(result.error).toBeNull();
  expect(result.value('x').kind).toBe('unknown');
  expect(result.value('y').kind).toBe('unknown');
});

test('a metaclass below one that is not known makes classes whose body is known', () => {
  const result = evaluateText(
    'import acme\nclass Meta(acme.Meta):\n    def __new__(cls, name, bases, ns):\n        return super().__new__(cls, name, bases, ns)\nclass A(metaclass=Meta):\n    x = 1\nclass B(A):\n    y = A.x + 1\nv = [A.x, B.y, A[int].x]\nw = A.other\n',
  );
  expect(result.error).toBeNull();
  expect(result.show('v')).toBe('[1, 2, 1]');
  expect(result.value('w').kind).toBe('unknown');
});

describe('code that is not run', () => {
  test.each([
    ['an item', 'for k in acme.keys:\n    d[k] = 1'],
    ['a method', 'for k in acme.keys:\n    d.update(k)'],
    ['an item of an item', 'if acme.x:\n    d["a"]["b"] = acme.y()'],
    ['deletion', 'if acme.x:\n    print()\n    del d["a"]'],
  ])('may change a dict: %s', (_name, code) => {
    const result = evaluateText(`import acme\nd = {'a': {}}\n${code}\nx = d\n`);
    expect(result.value('x').kind).toBe('unknown');
  });

  test('changes no value that only has a name', () => {
    const result = evaluateText("import acme\nd = 'text'\nif acme.x:\n    d.update(1)\n    print()\nx = d\n");
    expect(result.show('x')).toBe("'text'");
  });

  test('may bind any global', () => {
    const result = evaluateText(
      'import acme\nfor name in acme.names:\n    globals()[name] = 1\nx = anything\n',
    );
    expect(result.error).toBeNull();
    expect(result.value('x').kind).toBe('unknown');
  });
});

test('unknown code that is given the globals may have bound any', () => {
  const files = { 'made.py': 'import acme\nacme.build(globals())\nx = 1\n' };
  const result = evaluateText('from made import x, y\n', files);
  expect(result.show('x')).toBe('1');
  expect(result.value('y').kind).toBe('unknown');
  expect(evaluateText('from made import y\n', { 'made.py': 'import acme\nacme.build(1)\n' }).error).toMatch(
    /ImportError: cannot import name 'y'/,
  );
});

test('a dict with keys that are not known as keywords makes the call unknown', () => {
  const result = evaluateText('import acme\ndef f(**kw): return 1\nx = f(**{acme.name: 1})\n');
  expect(result.value('x').kind).toBe('unknown');
});

test('a method of an enum under a decorator that is not known is no member', () => {
  const result = evaluateText(
    'import acme, enum\nclass E(enum.Enum):\n    A = 1\n    @acme.cached\n    def all(self): pass\nx = list(E)\ny = E.all()\n',
  );
  expect(result.show('x')).toBe('[<E.A: 1>]');
  expect(result.value('y').kind).toBe('unknown');
});

test('the reason of a condition is told once, however deep it lies', () => {
  const result = evaluateText(
    'import acme\ndef f(a):\n    if a:\n        g()\n        return 1\n    return 2\nx = f(f(f(acme.x)))\n',
  );
  expect(result.show('x')).toBe(
    acme.replace('<unknown: ', '<unknown: it depends on a condition that is not known: '),
  );
});

describe('variables of the environment', () => {
  const code = `import os
from pathlib import Path
x = os.getenv('SET'), os.environ['SET'], os.environ.get('UNSET', 'other'), 'UNSET' in os.environ, str(Path.home())
`;
  test('are read where they are known', () => {
    const variables: Readonly<Record<string, string>> = { SET: 'a', HOME: '/home/me' };
    const environment = (name: string): string | null => variables[name] ?? null;
    expect(evaluateText(code, {}, { environment }).show('x')).toBe("('a', 'a', 'other', False, '/home/me')");
    expect(evaluateText("import os\nos.environ['UNSET']\n", {}, { environment }).error).toBe(
      "2: KeyError: 'UNSET'",
    );
  });

  test('are each unknown where they are not', () => {
    const environment = (name: string): string | undefined => (name === 'SET' ? 'a' : undefined);
    const result = evaluateText(
      "import os\nx = os.getenv('SET')\ny = os.getenv('OTHER')\n",
      {},
      { environment },
    );
    expect(result.show('x')).toBe("'a'");
    expect(result.show('y')).toBe('<unknown: the environment variable `OTHER` is known only at run time>');
  });
});

test('an attribute that an unknown base may have is not asked of __getattr__', () => {
  const result = evaluateText(
    'import acme\nclass A(acme.Proxy):\n    def __getattr__(self, name):\n        return getattr(self.wrapped, name)\nx = A().y\n',
  );
  expect(result.error).toBeNull();
  expect(result.value('x').kind).toBe('unknown');
});
