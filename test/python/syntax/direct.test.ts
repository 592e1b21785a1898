/** The direct reader against tree-sitter and its converters: the same tree, or none. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDirectly } from '../../../server/src/python/syntax/direct/index.ts';
import { parseByGrammar } from '../../../server/src/python/syntax/parser.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

function sources(folder: string): readonly string[] {
  const root = path.resolve(import.meta.dirname, '../..', folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => readFileSync(path.join(root, name), 'utf8'));
}

/** True when the text was read; then the tree is the same. */
function check(text: string): boolean {
  const read = readDirectly('/m.py', text);
  if (read === null) return false;
  expect(read, text).toEqual(parseByGrammar('/m.py', text));
  return true;
}

test.each([
  'x = 1\ny: int = 0x_ff\nz: str\n',
  'a = b = c, d = e\nx, (y, z) = 1, 2,\nx += 1\n',
  'x = (1 + 2) * -3 ** 4 // 5 @ 6 - ~7 << 8 & 9 | 10 ^ 11\n',
  'x = not a and b or c if d in e else f is not g\nx = a < b <= c != d not in e\n',
  'x = f(a, *b, c=1, **d)[1:2, ::3, :, e](g for g in h if i if j)\n',
  "x = [a for b in c for d, e in f], {g: h for i in j}, {k for l in m}, {'n': o, **p}, {q, r}, (), []\n",
  "x = 'a' \"b\" '''c\n''' r'\\d' '\\x41\\u00e4\\n\\\n'\ny = b'a' rb'\\d'\n",
  "x = f'a{{b}}{c!r:>10}{d.e(f)[0]}{g:.2f}' 'h' F\"{i['j']}\"\n",
  'x = lambda a, b=1, *c, d, **e: (yield)\n',
  'def f(a, /, b: int = 1, *, c: "str", **d: x.y[z]) -> None: ...\n',
  'async def f():\n    async for a, b in c:\n        await d\n    async with e as f, g:\n        yield h\n    yield\n',
  '@a\n@b.c(d)\nclass E(F, metaclass=G):\n    """doc"""\n\n    def h(self): pass  # after\n    # at the end\n\n# outside\n',
  'if a:\n    b  # c\n    # d\nelif e:\n    pass\n  # f\nelse:\n    while g:\n        break\n    else:\n        continue\n',
  'try:\n    a\nexcept B:\n    c\nexcept (D, E) as f:\n    g\nelse:\n    h\nfinally:\n    i\n',
  'import a, b.c as d\nfrom e import f as g, h\nfrom . import i\nfrom ...j.k import (\n    l,\n    m as n,\n)\nfrom o import *\n',
  'def f():\n    global a, b\n    nonlocal c\n    del d, e.f, g[0]\n    assert h, i\n    raise J from k\n    raise\n    return a, b\n',
  'x = (\n    # comment\n    1,  # another\n)\ny = a \\\n    + b\nif (n := f()):\n    pass\r\nz = 1\r\n',
  'for a, (b, c) in d, e:\n  pass\nelse:\n  pass\n',
])('reads %j', (text) => {
  expect(check(text)).toBe(true);
});

test.each([
  'x = \n',
  'f(a=1, b)\n',
  'def f(a, a): pass\n',
  'print "x"\n',
  'match x:\n    case 1: pass\n',
  'if a:\n\tb\n',
  'if a:\n    b\n  c\n',
  'x = "a\n',
  'x = f(\n',
  'x = ä\n',
  'class A[T]: pass\n',
  'x = 1 if 2\n',
  'try:\n    a\n',
  "x = '\\N{NO SUCH NAME}'\n",
  'x = 0777\n',
  'f() = 1\n',
])('leaves %j to tree-sitter', (text) => {
  expect(readDirectly('/m.py', text)).toBeNull();
});

test('reads a comment that stands left of its block in brackets, which tree-sitter takes for the end of both', () => {
  const text = 'class A:\n    b: C[\n# comment\nint]\n    d = 1\n';
  expect(parseByGrammar('/m.py', text).errors).not.toEqual([]);
  expect(readDirectly('/m.py', text)?.body).toMatchObject([
    { kind: 'ClassDef', body: [{ kind: 'AnnAssign' }, { kind: 'Assign' }] },
  ]);
});

/** `a: B[c:d]`: Python takes it, the grammar does not. */
const annotatesWithSlice = /:[ \w.[\],]*\[[^\]\n]*:/;

describe('files of this repository', () => {
  const texts = sources('projects');

  test('nearly all are read, and as tree-sitter reads them', () => {
    const texts = [...sources('golden'), ...sources('projects')];
    expect(texts.filter(check).length).toBeGreaterThan(texts.length * 0.9);
  });

  test('spoilt in a thousand ways they are read as tree-sitter reads them, or not at all', () => {
    let seed = 20261120;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return Math.floor((seed / 0x80000000) * below);
    };
    const bits =
      '( ) [ ] { } , : = . " \' # \\ * ** lambda not in is if else for async await yield 1 @ -> := - | f" % def class'
        .split(' ')
        .concat('\n', '    ', '\n    ', ' ', '  # c');
    let read = 0;
    for (let round = 0; round < 1000; round++) {
      const text = texts[random(texts.length)] ?? '';
      const from = random(Math.max(1, text.length - 400));
      const lines = text.slice(text.indexOf('\n', from) + 1, from + 400);
      const at = random(lines.length);
      const spoilt = lines.slice(0, at) + (bits[random(bits.length)] ?? '') + lines.slice(at + random(2));
      if (!annotatesWithSlice.test(spoilt) && check(spoilt)) read++;
    }
    // How many depends on the files that there are.
    expect(read).toBeGreaterThan(20);
  });
});
