/**
 * Programs that would run for ever, or fill the memory, and how evaluation must end: with a named problem, in bounded
 * time. `told` is found in the exception or in the problem that ended the module; null where the program is merely
 * large and must come to its end.
 */
export interface HostileProgram {
  readonly name: string;
  readonly text: string;
  readonly told: RegExp | null;
}

const steps = /takes too many steps/;
const memory = /takes too much memory/;
const size = /grows too large/;
const recursion = /maximum recursion depth exceeded/;
const nesting = /too many nested parentheses or blocks|nests too deeply/;
const any = /too many steps|too much memory|grows too large|maximum recursion depth|nests too deeply/;

const repeated = (part: string, count: number): string => part.repeat(count);
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

export const hostilePrograms: readonly HostileProgram[] = [
  // loops
  { name: 'while True', text: 'while True:\n    pass\n', told: steps },
  {
    name: 'a loop that catches everything',
    text: 'while True:\n    try:\n        1 / 0\n    except BaseException:\n        pass\n',
    told: steps,
  },
  { name: 'a loop that continues', text: 'while True:\n    continue\n', told: steps },
  { name: 'a loop over a list that grows', text: 'x = [1]\nfor i in x:\n    x.append(i)\n', told: any },
  {
    name: 'a loop over a dict that grows',
    text: 'x = {0: 0}\nfor i in x:\n    x[i + 1] = 0\nfor i in x:\n    x[i + 1] = 0\n',
    told: null,
  },
  {
    name: 'nested loops',
    text: 'for a in range(1000):\n    for b in range(1000):\n        for c in range(1000):\n            pass\n',
    told: any,
  },
  {
    name: 'a loop in a finally',
    text: 'try:\n    1 / 0\nfinally:\n    while True:\n        pass\n',
    told: steps,
  },
  { name: 'a loop in a class body', text: 'class A:\n    while True:\n        x = 1\n', told: steps },
  { name: 'a loop in a default argument', text: 'def f(x=[i for i in iter(int, 1)]): pass\n', told: any },
  {
    name: 'a loop in a decorator',
    text: 'def d(f):\n    while True: pass\n@d\ndef g(): pass\n',
    told: steps,
  },
  { name: 'iter with a sentinel that never comes', text: 'for x in iter(int, 1):\n    pass\n', told: any },
  {
    name: 'a million attributes',
    text: 'class A: pass\ni = 0\nwhile True:\n    setattr(A, "x" + str(i), i)\n    i += 1\n',
    told: any,
  },
  {
    name: 'a million statements in a function',
    text: 'def f():\n    for i in range(1000):\n        yield i\nfor a in range(100000):\n    for x in f(): pass\n',
    told: any,
  },

  // generators
  {
    name: 'an endless generator in list()',
    text: 'def g():\n    while True:\n        yield 1\nx = list(g())\n',
    told: any,
  },
  {
    name: 'an endless generator in a loop',
    text: 'def g():\n    while True:\n        yield 1\nfor x in g():\n    pass\n',
    told: steps,
  },
  {
    name: 'an endless generator in sum()',
    text: 'def g():\n    while True:\n        yield 1\nx = sum(g())\n',
    told: any,
  },
  {
    name: 'an endless generator by next()',
    text: 'def g():\n    while True:\n        yield 1\ni = g()\nx = next(i)\n',
    told: any,
  },
  { name: 'itertools.count in list()', text: 'import itertools\nx = list(itertools.count())\n', told: null },
  {
    name: 'itertools.product',
    text: 'import itertools\nx = list(itertools.product(range(1000), repeat=5))\n',
    told: null,
  },
  {
    name: 'itertools.permutations',
    text: 'import itertools\nx = list(itertools.permutations(range(20)))\n',
    told: null,
  },
  {
    name: 'an iterator class without an end',
    text: 'class I:\n    def __iter__(self): return self\n    def __next__(self): return 1\nx = list(I())\n',
    told: any,
  },
  {
    name: 'a sequence class without an end',
    text: 'class S:\n    def __getitem__(self, i): return i\nx = list(S())\n',
    told: any,
  },
  {
    name: 'yield from itself',
    text: 'def g():\n    yield 1\n    yield from g()\nx = list(g())\n',
    told: any,
  },
  {
    name: 'zip of endless iterators',
    text: 'def g():\n    while True:\n        yield 1\nx = list(zip(g(), g()))\n',
    told: any,
  },
  {
    name: '__iter__ that gives itself anew',
    text: 'class I:\n    def __iter__(self): return I()\nx = list(I())\n',
    told: any,
  },

  // comprehensions
  {
    name: 'a comprehension of a product',
    text: 'x = [a for a in range(10000) for b in range(10000)]\n',
    told: any,
  },
  {
    name: 'a comprehension that keeps nothing',
    text: 'x = [a for a in range(10000) for b in range(10000) if False]\n',
    told: any,
  },
  { name: 'a comprehension of lists', text: 'x = [[0] * 100000 for a in range(100000)]\n', told: any },
  {
    name: 'a set comprehension of tuples',
    text: 'x = {(a, b, c) for a in range(1000) for b in range(1000) for c in range(1000)}\n',
    told: any,
  },
  {
    name: 'a dict comprehension',
    text: 'x = {a: [b for b in range(1000)] for a in range(1000000)}\n',
    told: any,
  },
  {
    name: 'a generator expression of a product',
    text: 'x = sum(a * b for a in range(10000) for b in range(10000))\n',
    told: any,
  },

  // memory
  { name: "'x' * 10**9", text: "x = 'x' * 10**9\n", told: size },
  { name: 'a string doubled', text: "x = 'x'\nwhile True:\n    x += x\n", told: size },
  { name: 'bytes doubled', text: "x = b'x'\nwhile True:\n    x += x\n", told: any },
  { name: 'a list doubled', text: 'x = [1]\nwhile True:\n    x = x + x\n', told: size },
  { name: 'a list extended by itself', text: 'x = [1]\nwhile True:\n    x.extend(x)\n', told: any },
  { name: 'a list doubled in place', text: 'x = [1]\nwhile True:\n    x += x\n', told: any },
  { name: 'a list of lists', text: 'x = []\nwhile True:\n    x.append([0] * 1000000)\n', told: memory },
  { name: 'a list of strings', text: "x = []\nwhile True:\n    x.append('x' * 1000000)\n", told: memory },
  {
    name: 'a list of strings that differ',
    text: "x = []\ni = 0\nwhile True:\n    i += 1\n    x.append(('%d' % i) * 100000)\n",
    told: memory,
  },
  {
    name: 'a list of joined strings',
    text: "x = []\ny = ['abc'] * 100000\nwhile True:\n    x.append(','.join(y))\n",
    told: memory,
  },
  {
    name: 'a list of replaced strings',
    text: "x = []\ny = 'abc' * 100000\nwhile True:\n    x.append(y.replace('a', 'bb'))\n",
    told: memory,
  },
  {
    name: 'a replacement that grows',
    text: "x = 'a' * 1000\nfor i in range(20):\n    x = x.replace('a', 'aa' * 100)\n",
    told: any,
  },
  {
    name: 'a join that grows',
    text: "x = 'a' * 1000\nfor i in range(20):\n    x = x.join(['b'] * 1000)\n",
    told: any,
  },
  {
    name: 'a list of copies',
    text: 'x = []\ny = list(range(100000))\nwhile True:\n    x.append(y.copy())\n',
    told: memory,
  },
  {
    name: 'a list of slices',
    text: 'x = []\ny = list(range(100000))\nwhile True:\n    x.append(y[:])\n',
    told: memory,
  },
  { name: 'a list of ranges', text: 'x = []\nwhile True:\n    x.append(range(1000000))\n', told: any },
  {
    name: 'a list of tuples',
    text: 'x = []\ny = tuple(range(100000))\nwhile True:\n    x.append(y + y)\n',
    told: memory,
  },
  {
    name: 'a list of sorted lists',
    text: 'x = []\ny = list(range(100000))\nwhile True:\n    x.append(sorted(y))\n',
    told: any,
  },
  {
    name: 'a list of dicts',
    text: 'x = []\ny = {i: i for i in range(10000)}\nwhile True:\n    x.append(dict(y))\n',
    told: memory,
  },
  {
    name: 'a list of merged dicts',
    text: 'x = []\ny = {i: i for i in range(10000)}\nwhile True:\n    x.append({**y})\n',
    told: memory,
  },
  {
    name: 'a list of sets',
    text: 'x = []\ny = set(range(10000))\nwhile True:\n    x.append(y | y)\n',
    told: memory,
  },
  {
    name: 'a list of unpackings',
    text: 'x = []\ny = list(range(10000))\nwhile True:\n    x.append([*y, *y])\n',
    told: memory,
  },
  {
    name: 'a list of splits',
    text: "x = []\ny = 'a ' * 100000\nwhile True:\n    x.append(y.split())\n",
    told: memory,
  },
  {
    name: 'a list of encodings',
    text: "x = []\ny = 'a' * 1000000\nwhile True:\n    x.append(y.encode())\n",
    told: any,
  },
  {
    name: 'a list of reprs',
    text: 'x = []\ny = list(range(10000))\nwhile True:\n    x.append(repr(y))\n',
    told: any,
  },
  {
    name: 'a list of argument lists',
    text: 'def f(*a): return a\nx = []\ny = list(range(10000))\nwhile True:\n    x.append(f(*y))\n',
    told: memory,
  },
  { name: 'bytes of a size', text: 'x = []\nwhile True:\n    x.append(bytes(1000000))\n', told: memory },
  {
    name: 'a repetition of a big list',
    text: 'x = [[0] * 1000] * 1000\ny = [z * 1000 for z in x]\n',
    told: any,
  },
  {
    name: 'a tower of lists',
    text: 'x = [1, 2]\nfor i in range(100):\n    x = [x, x]\ny = repr(x)\n',
    told: any,
  },
  {
    name: 'a tower of lists compared',
    text: 'x = [1, 2]\ny = [1, 2]\nfor i in range(100):\n    x = [x, x]\n    y = [y, y]\nz = x == y\n',
    told: any,
  },
  {
    name: 'a tower of tuples hashed',
    text: 'x = (1, 2)\nfor i in range(100):\n    x = (x, x)\nd = {x: 1}\n',
    told: any,
  },
  {
    name: 'a tower of tuples as strings',
    text: 'x = (1, 2)\nfor i in range(100):\n    x = (x, x)\nd = f"{x}"\n',
    told: any,
  },
  {
    name: 'a tower of dicts',
    text: 'x = {1: 2}\nfor i in range(100):\n    x = {1: x, 2: x}\ny = str(x)\n',
    told: any,
  },
  {
    name: 'a tower copied deeply',
    text: 'import copy\nx = [1]\nfor i in range(100):\n    x = [x, x]\ny = copy.deepcopy(x)\n',
    told: null,
  },
  { name: 'a list in itself, shown', text: 'x = []\nx.append(x)\ny = repr(x)\n', told: null },
  {
    name: 'a list in itself, compared',
    text: 'x = []\nx.append(x)\ny = []\ny.append(y)\nz = x == y\n',
    told: any,
  },
  { name: 'a deep list', text: 'x = []\nfor i in range(100000):\n    x = [x]\ny = repr(x)\n', told: any },
  {
    name: 'deep lists compared',
    text: 'x = []\ny = []\nfor i in range(100000):\n    x = [x]\n    y = [y]\nz = x == y\n',
    told: any,
  },
  {
    name: 'a deep tuple hashed',
    text: 'x = ()\nfor i in range(100000):\n    x = (x,)\nz = {x}\n',
    told: any,
  },

  // numbers
  { name: '10**10**10', text: 'x = 10**10**10\n', told: size },
  { name: '2**10**6 squared again and again', text: 'x = 2\nwhile True:\n    x = x * x\n', told: size },
  { name: 'a power of a big number', text: 'x = 3**20000\nwhile True:\n    x = x**3\n', told: size },
  { name: 'a shift', text: 'x = 1 << 10**12\n', told: size },
  { name: 'shifts of shifts', text: 'x = 1\nwhile True:\n    x = x << 500000\n', told: size },
  { name: 'pow()', text: 'x = pow(10, 10**10)\n', told: size },
  {
    name: 'a big number shown',
    text: 'x = 7**300000\nfor i in range(100000):\n    y = str(x)\n',
    told: /Exceeds the limit/,
  },
  { name: 'int() of a long text', text: "x = int('9' * 900000)\n", told: /Exceeds the limit/ },
  {
    name: 'a big number divided',
    text: 'x = 7**300000\ny = 3**200000\nfor i in range(100000):\n    z = x // y\n',
    told: any,
  },
  { name: 'a factorial', text: 'import math\nx = math.factorial(10**7)\n', told: null },
  { name: 'a Fibonacci number', text: 'a, b = 0, 1\nwhile True:\n    a, b = b, a + b\n', told: any },
  { name: 'a range of a huge size', text: 'for i in range(10**18):\n    pass\n', told: any },
  {
    name: 'round, divmod and hash of huge numbers',
    text: 'x = 7**100000\nwhile True:\n    y = divmod(x, 3)\n',
    told: any,
  },
  {
    name: 'Decimal of a huge exponent',
    text: "from decimal import Decimal\nx = Decimal(10) ** Decimal(10**10)\ny = int(Decimal('1e1000000000'))\n",
    told: null,
  },

  // formatting
  { name: 'a width in a format', text: "x = '{:>1000000000}'.format(1)\n", told: size },
  { name: 'a width in an f-string', text: 'x = f"{1:1000000000}"\n', told: size },
  { name: 'a precision in an f-string', text: 'x = f"{1.5:.1000000000f}"\n', told: any },
  { name: 'a width from a value', text: 'w = 10**9\nx = f"{1:{w}}"\n', told: size },
  { name: 'a width of %', text: "x = '%1000000000d' % 1\n", told: size },
  { name: 'a precision of %', text: "x = '%.1000000000f' % 1.5\n", told: any },
  { name: 'a width of % from a value', text: "x = '%*d' % (10**9, 1)\n", told: any },
  { name: 'ljust', text: "x = 'a'.ljust(10**9)\n", told: size },
  { name: 'center', text: "x = 'a'.center(10**9)\n", told: size },
  { name: 'zfill', text: "x = 'a'.zfill(10**9)\n", told: size },
  { name: 'expandtabs', text: "x = '\\t'.expandtabs(10**9)\n", told: size },
  { name: 'many expandtabs', text: "x = ('\\t' * 1000).expandtabs(10**6)\n", told: size },
  {
    name: 'textwrap.indent',
    text: "import textwrap\nx = textwrap.indent('a\\n' * 100000, ' ' * 100000)\n",
    told: any,
  },
  {
    name: 'textwrap.fill of a width',
    text: "import textwrap\nx = textwrap.fill('a ' * 100000, 10)\n",
    told: null,
  },
  { name: 'translate', text: "x = ('a' * 100000).translate({97: 'b' * 100000})\n", told: any },
  {
    name: 'json.dumps of a tower',
    text: 'import json\nx = [1]\nfor i in range(100):\n    x = [x, x]\ny = json.dumps(x)\n',
    told: any,
  },
  {
    name: 'json.loads of a deep text',
    text: "import json\nx = json.loads('[' * 100000 + ']' * 100000)\n",
    told: null,
  },
  {
    name: 'json.dumps with an indent',
    text: 'import json\nx = json.dumps([[[[1]]]], indent=10**9)\n',
    told: null,
  },
  {
    name: 'string.Template',
    text: "import string\nx = string.Template('$a' * 100000).safe_substitute(a='b' * 100000)\n",
    told: null,
  },

  // recursion
  { name: 'a function that calls itself', text: 'def f(): return f()\nf()\n', told: recursion },
  {
    name: 'two functions that call each other',
    text: 'def f(): return g()\ndef g(): return f()\nf()\n',
    told: recursion,
  },
  {
    name: 'a recursion caught again and again',
    text: 'def f():\n    try:\n        f()\n    except RecursionError:\n        f()\nf()\n',
    told: any,
  },
  {
    name: 'a recursion of two branches',
    text: 'def f(n): return f(n + 1) + f(n + 1) if n < 100 else 0\nf(0)\n',
    told: any,
  },
  { name: 'lambda', text: 'f = lambda: f()\nf()\n', told: recursion },
  { name: 'the Y combinator', text: '(lambda f: f(f))(lambda f: f(f))\n', told: recursion },
  {
    name: 'Ackermann',
    text: 'def a(m, n): return n + 1 if m == 0 else a(m - 1, 1) if n == 0 else a(m - 1, a(m, n - 1))\na(4, 4)\n',
    told: any,
  },
  {
    name: 'a method that calls itself',
    text: 'class A:\n    def f(self): return self.f()\nA().f()\n',
    told: recursion,
  },
  {
    name: 'a property that asks itself',
    text: 'class A:\n    @property\n    def f(self): return self.f\nA().f\n',
    told: recursion,
  },
  {
    name: '__getattr__ that asks itself',
    text: 'class A:\n    def __getattr__(self, name): return self.other\nA().f\n',
    told: recursion,
  },
  {
    name: '__getattribute__ that asks itself',
    text: 'class A:\n    def __getattribute__(self, name): return self.other\nA().f\n',
    told: recursion,
  },
  {
    name: '__setattr__ that sets',
    text: 'class A:\n    def __setattr__(self, name, value): self.x = value\nA().f = 1\n',
    told: recursion,
  },
  {
    name: '__init__ that makes another',
    text: 'class A:\n    def __init__(self): self.x = A()\nA()\n',
    told: recursion,
  },
  {
    name: '__new__ that makes another',
    text: 'class A:\n    def __new__(cls): return A()\nA()\n',
    told: recursion,
  },
  {
    name: '__eq__ that compares',
    text: 'class A:\n    def __eq__(self, other): return self == other\nA() == A()\n',
    told: recursion,
  },
  {
    name: '__repr__ that shows',
    text: 'class A:\n    def __repr__(self): return repr(self)\nx = f"{A()!r}"\n',
    told: recursion,
  },
  {
    name: '__str__ that shows',
    text: 'class A:\n    def __str__(self): return str(self)\nx = f"{A()}"\n',
    told: recursion,
  },
  {
    name: '__hash__ that hashes',
    text: 'class A:\n    def __hash__(self): return hash(self)\nx = {A(): 1}\n',
    told: null,
  },
  {
    name: '__bool__ that asks',
    text: 'class A:\n    def __bool__(self): return bool(self)\nif A(): pass\n',
    told: recursion,
  },
  {
    name: '__len__ that asks',
    text: 'class A:\n    def __len__(self): return len(self)\nlen(A())\n',
    told: recursion,
  },
  {
    name: '__call__ that calls',
    text: 'class A:\n    def __call__(self): return self()\nA()()\n',
    told: recursion,
  },
  { name: '__call__ that is an instance', text: 'class A: pass\nA.__call__ = A()\nA()()\n', told: any },
  {
    name: '__contains__ that asks',
    text: 'class A:\n    def __contains__(self, x): return x in self\n1 in A()\n',
    told: recursion,
  },
  {
    name: '__add__ that adds',
    text: 'class A:\n    def __add__(self, x): return self + x\nA() + 1\n',
    told: recursion,
  },
  {
    name: '__getitem__ that asks',
    text: 'class A:\n    def __getitem__(self, x): return self[x]\nA()[1]\n',
    told: recursion,
  },
  {
    name: '__class_getitem__ that asks',
    text: 'class A:\n    def __class_getitem__(cls, x): return cls[x]\nA[1]\n',
    told: recursion,
  },
  {
    name: '__init_subclass__ that makes subclasses',
    text: 'class A:\n    def __init_subclass__(cls):\n        class B(A): pass\nclass C(A): pass\n',
    told: recursion,
  },
  {
    name: 'a metaclass that makes classes',
    text: 'class M(type):\n    def __new__(m, n, b, d): return M(n, b, d)\nclass A(metaclass=M): pass\n',
    told: recursion,
  },
  {
    name: 'a metaclass whose __init__ makes classes',
    text: 'class M(type):\n    def __init__(cls, n, b, d): M(n, b, d)\nclass A(metaclass=M): pass\n',
    told: recursion,
  },
  {
    name: 'a metaclass whose __getattr__ asks',
    text: 'class M(type):\n    def __getattr__(cls, n): return getattr(cls, n)\nclass A(metaclass=M): pass\nA.x\n',
    told: recursion,
  },
  {
    name: 'a descriptor that asks',
    text: 'class D:\n    def __get__(self, i, o): return o.x\nclass A:\n    x = D()\nA.x\n',
    told: recursion,
  },
  {
    name: '__set_name__ that makes classes',
    text: 'class D:\n    def __set_name__(self, o, n):\n        class A:\n            x = D()\nclass B:\n    x = D()\n',
    told: recursion,
  },
  {
    name: 'a module __getattr__ that asks',
    text: 'import main\ndef __getattr__(name): return main.other\nmain.x\n',
    told: any,
  },
  {
    name: 'a decorator that decorates',
    text: 'def d(f):\n    @d\n    def g(): pass\n    return g\n@d\ndef h(): pass\n',
    told: recursion,
  },
  {
    name: 'a context manager that enters',
    text: 'class C:\n    def __enter__(self):\n        with self: pass\n    def __exit__(self, *a): pass\nwith C(): pass\n',
    told: recursion,
  },
  {
    name: 'functools.reduce for ever',
    text: 'from functools import reduce\nreduce(lambda a, b: reduce(lambda c, d: c, range(1000), 0), range(100000), 0)\n',
    told: any,
  },
  {
    name: 'functools.partial of itself',
    text: 'from functools import partial\np = partial(lambda f: f(f))\np(p)\n',
    told: any,
  },
  {
    name: 'partial in partial',
    text: 'from functools import partial\nf = int\nfor i in range(100000):\n    f = partial(f)\nf()\n',
    told: any,
  },
  {
    name: 'a chain of bound methods',
    text: 'class A:\n    pass\na = A()\nf = lambda *a: 1\nfor i in range(100000):\n    A.f = f\n    f = a.f\nf()\n',
    told: null,
  },
  {
    name: 'sorted by a key that sorts',
    text: 'def k(x): return sorted([1, 2], key=k)\nsorted([1, 2], key=k)\n',
    told: recursion,
  },
  { name: 'map for ever', text: 'def f(x): return list(map(f, [1, 2]))\nf(1)\n', told: any },
  { name: 'exec and eval', text: 'x = eval("eval(x)")\nexec("while True: pass")\n', told: null },
  {
    name: 'exceptions in a chain',
    text: 'def f(n):\n    try:\n        raise ValueError(n)\n    except ValueError as e:\n        return f(n + 1)\nf(0)\n',
    told: recursion,
  },
  {
    name: 'a recursion by map of lambda',
    text: 'f = lambda x: [f(y) for y in x]\na = []\na.append(a)\nf(a)\n',
    told: recursion,
  },

  // classes
  {
    name: 'a deep hierarchy',
    text: `class A0: pass\n${lines(500, (i) => `class A${(i + 1).toString()}(A${i.toString()}): pass`)}\nx = A500()\n`,
    told: null,
  },
  { name: 'a hierarchy without end', text: 'A = object\nwhile True:\n    class A(A): pass\n', told: any },
  {
    name: 'a hierarchy made by type()',
    text: 'A = object\nwhile True:\n    A = type("A", (A,), {})\n',
    told: any,
  },
  { name: 'classes in a loop', text: 'while True:\n    class A:\n        x = 1\n', told: any },
  {
    name: 'a diamond of diamonds',
    text: `class A0: pass\n${lines(200, (i) => `class L${i.toString()}(A${i.toString()}): pass\nclass R${i.toString()}(A${i.toString()}): pass\nclass A${(i + 1).toString()}(L${i.toString()}, R${i.toString()}): pass`)}\n`,
    told: null,
  },
  {
    name: 'a class with many bases',
    text: `${lines(2000, (i) => `class A${i.toString()}: pass`)}\nclass B(${lines(2000, (i) => `A${i.toString()},`)}): pass\n`,
    told: any,
  },
  {
    name: 'classes in classes',
    text: lines(90, (i) => `${repeated(' ', i)}class A${i.toString()}:`) + `\n${repeated(' ', 90)}x = 1\n`,
    told: null,
  },
  {
    name: 'an enum of many members',
    text: `from enum import Enum\nclass E(Enum):\n${lines(20000, (i) => `    a${i.toString()} = ${i.toString()}`)}\nx = list(E)\n`,
    told: null,
  },
  {
    name: 'an enum by name, in a loop',
    text: 'from enum import Enum\nwhile True:\n    E = Enum("E", "a b c d e f")\n',
    told: any,
  },
  {
    name: 'dataclasses in a loop',
    text: 'from dataclasses import dataclass\nwhile True:\n    @dataclass\n    class A:\n        x: int = 1\n',
    told: any,
  },
  {
    name: 'namedtuples in a loop',
    text: 'from collections import namedtuple\nwhile True:\n    A = namedtuple("A", "a b c")\n',
    told: any,
  },

  // large texts
  { name: 'a literal of 100,000 elements', text: `x = [${repeated('1, ', 100_000)}]\n`, told: null },
  {
    name: 'a dict literal of 10,000 elements',
    text: `x = {${lines(10_000, (i) => `${i.toString()}: 1,`)}}\n`,
    told: null,
  },
  {
    name: 'a call of 10,000 arguments',
    text: `def f(*a): return len(a)\nx = f(${repeated('1, ', 10_000)})\n`,
    told: null,
  },
  { name: '10,000 statements', text: repeated('x = 1\n', 10_000), told: null },
  { name: 'a sum of 10,000 numbers', text: `x = 1${repeated(' + 1', 10_000)}\n`, told: null },
  { name: 'a chain of 10,000 attributes', text: `x = a${repeated('.b', 10_000)}\n`, told: nesting },
  { name: 'a chain of 10,000 calls', text: `x = a${repeated('()', 10_000)}\n`, told: nesting },
  { name: 'a chain of 10,000 subscripts', text: `x = a${repeated('[0]', 10_000)}\n`, told: nesting },
  { name: 'a comparison of 10,000 numbers', text: `x = 1${repeated(' < 1', 10_000)}\n`, told: null },
  { name: '10,000 strings joined', text: `x = (${repeated("'a' ", 10_000)})\n`, told: null },
  { name: 'a string of a million letters', text: `x = '${repeated('a', 1_000_000)}'\n`, told: null },
  {
    name: 'a number of a million digits',
    text: `x = ${repeated('9', 1_000_000)}\n`,
    told: /too many digits/,
  },
  {
    name: '10,000 elif',
    text: `x = 5\nif x == 0: pass\n${lines(10_000, (i) => `elif x == -${i.toString()}: pass`)}\n`,
    told: null,
  },
  { name: '10,000 and', text: `x = 1${repeated(' and 1', 10_000)}\n`, told: null },
  { name: '10,000 not', text: `x = ${repeated('not ', 10_000)}1\n`, told: nesting },
  { name: '10,000 minus', text: `x = ${repeated('-', 10_000)}1\n`, told: nesting },
  { name: '10,000 if else', text: `x = ${repeated('1 if 1 else ', 10_000)}1\n`, told: nesting },
  { name: '10,000 lambda', text: `x = ${repeated('lambda: ', 10_000)}1\n`, told: nesting },
  { name: '10,000 targets', text: `${repeated('x = ', 10_000)}1\n`, told: null },
  {
    name: '10,000 decorators',
    text: `d = lambda f: f\n${repeated('@d\n', 10_000)}def f(): pass\n`,
    told: null,
  },
  {
    name: '10,000 with',
    text: `import contextlib\nwith ${repeated('contextlib.nullcontext(), ', 10_000)}contextlib.nullcontext(): pass\n`,
    told: null,
  },
  { name: '10,000 for', text: `x = [1 ${repeated('for a in [1] ', 10_000)}]\n`, told: any },
  {
    name: '10,000 except',
    text: `try:\n    1 / 0\n${repeated('except ValueError: pass\n', 10_000)}`,
    told: null,
  },
  { name: '10,000 case', text: `match 5:\n${repeated('    case 1: pass\n', 10_000)}`, told: null },
  {
    name: '10,000 alternatives in a case',
    text: `match 5:\n    case 1${repeated(' | 1', 10_000)}: pass\n`,
    told: null,
  },
  {
    name: '10,000 parameters',
    text: `def f(${lines(10_000, (i) => `a${i.toString()}=1,`)}): pass\nf()\n`,
    told: null,
  },
  {
    name: '10,000 keyword arguments',
    text: `def f(**k): return len(k)\nf(${lines(10_000, (i) => `a${i.toString()}=1,`)})\n`,
    told: null,
  },
  { name: '10,000 semicolons', text: `${repeated('x = 1; ', 10_000)}\n`, told: null },
  { name: '1,000 line continuations', text: `x = 1 ${repeated('\\\n', 1000)} + 1\n`, told: null },
  {
    name: '10,000 union members in an annotation',
    text: `x: int${repeated(' | int', 10_000)} = 1\n`,
    told: null,
  },

  // nesting
  ...(['()', '[]', '{}'] as const).map((pair) => ({
    name: `10,000 levels of ${pair}`,
    text: `x = ${repeated(pair.charAt(0), 10_000)}1${repeated(pair.charAt(1), 10_000)}\n`,
    told: nesting,
  })),
  {
    name: '10,000 levels of calls',
    text: `x = ${repeated('f(', 10_000)}${repeated(')', 10_000)}\n`,
    told: nesting,
  },
  {
    name: '10,000 levels of dicts',
    text: `x = ${repeated('{1: ', 10_000)}1${repeated('}', 10_000)}\n`,
    told: nesting,
  },
  {
    name: '10,000 levels of subscripts',
    text: `x = ${repeated('a[', 10_000)}1${repeated(']', 10_000)}\n`,
    told: nesting,
  },
  {
    name: '10,000 levels of annotations',
    text: `x: ${repeated('list[', 10_000)}int${repeated(']', 10_000)} = 1\n`,
    told: nesting,
  },
  {
    name: '10,000 open brackets',
    text: `x = ${repeated('(', 10_000)}\n`,
    told: /never closed|nested|invalid syntax/,
  },
  {
    name: '100,000 open brackets',
    text: `x = ${repeated('[', 100_000)}\n`,
    told: /never closed|nested|invalid syntax|parsed/,
  },
  {
    name: '100,000 closing brackets',
    text: `x = ${repeated(')', 100_000)}\n`,
    told: /invalid syntax|unmatched/,
  },
  {
    name: '1,000 levels of blocks',
    text: `${lines(1000, (i) => `${repeated(' ', i)}if 1:`)}\n${repeated(' ', 1000)}x = 1\n`,
    told: nesting,
  },
  {
    name: '1,000 levels of functions',
    text: `${lines(1000, (i) => `${repeated(' ', i)}def f():`)}\n${repeated(' ', 1000)}x = 1\n`,
    told: nesting,
  },
  {
    name: '1,000 levels of f-strings',
    text: `x = ${repeated('f"{', 1000)}1${repeated('}"', 1000)}\n`,
    told: /nested|invalid syntax|f-string/,
  },
  {
    name: '1,000 levels of format specifications',
    text: `x = f"${repeated('{1:', 1000)}${repeated('}', 1000)}"\n`,
    told: null,
  },
  {
    name: '1,000 levels of sequence patterns',
    text: `match 1:\n    case ${repeated('[', 1000)}${repeated(']', 1000)}: pass\n`,
    told: /expected a pattern/,
  },
  {
    name: '1,000 levels of comprehensions',
    text: `x = ${repeated('[', 1000)}1${repeated(' for a in [1]]', 1000)}\n`,
    told: nesting,
  },
  {
    name: '1,000 levels of targets',
    text: `${repeated('[', 1000)}x${repeated(']', 1000)} = 1\n`,
    told: nesting,
  },
  {
    name: '140 levels of calls',
    text: `def f(x=0): return x\nx = ${repeated('f(', 140)}${repeated(')', 140)}\n`,
    told: null,
  },
  {
    name: '140 levels of list comprehensions',
    text: `x = ${repeated('[', 70)}1${repeated(' for a in [1, 2]]', 70)}\n`,
    told: any,
  },
  {
    name: 'nested calls in a recursion',
    text: `def g(x=0): return x\ndef f(): return ${repeated('g(', 130)}f()${repeated(')', 130)}\nf()\n`,
    told: any,
  },
  {
    name: 'nested brackets in a recursion',
    text: `def f(): return ${repeated('[', 130)}f()${repeated(']', 130)}\nf()\n`,
    told: any,
  },

  // annotations
  {
    name: 'a string annotation in a string annotation',
    text: `from typing import get_type_hints\nA = "A"\nclass C:\n    x: "A"\ny = get_type_hints(C)\n`,
    told: null,
  },
  {
    name: 'string annotations that multiply',
    text: `${lines(60, (i) => `A${(i + 1).toString()} = "list[A${i.toString()}, A${i.toString()}]"`)}\nA0 = int\nclass C:\n    x: "A60"\n`,
    told: null,
  },
  {
    name: 'unions that multiply',
    text: `A0 = int\n${lines(60, (i) => `A${(i + 1).toString()} = dict[A${i.toString()}, A${i.toString()}]`)}\nx = {A60: 1}\n`,
    told: any,
  },
  { name: 'a type alias of itself', text: 'type A = list[A]\nx: A = 1\n', told: null },

  // regular expressions
  { name: 're: nested repetition', text: "import re\nx = re.match(r'(a+)+$', 'a' * 40 + 'b')\n", told: null },
  {
    name: 're: overlapping alternatives',
    text: "import re\nx = re.match(r'(a|aa)+$', 'a' * 40 + 'b')\n",
    told: null,
  },
  {
    name: 're: many optional parts',
    text: "import re\nx = re.match('a?' * 40 + 'a' * 40, 'a' * 40)\n",
    told: null,
  },
  { name: 're: polynomial', text: "import re\nx = re.match(r'.*.*.*.*.*.*=', 'a' * 400)\n", told: null },
  { name: 're: a huge count', text: "import re\nx = re.match('(a{1000}){1000}', 'a' * 400)\n", told: null },
  {
    name: 're.sub in a loop',
    text: "import re\ns = 'ab ' * 300\nwhile True:\n    x = re.sub(r'\\\\w+', 'x', s)\n",
    told: any,
  },
  {
    name: 're.sub that grows',
    text: "import re\ns = 'a' * 300\nfor i in range(10):\n    s = re.sub('a', 'a' * 300, s)\n",
    told: null,
  },

  // imports
  {
    name: 'a module that imports itself',
    text: 'import main\nfrom main import *\nimport main as m\nx = main.m.m.m\n',
    told: null,
  },
];
