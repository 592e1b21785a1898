import { beforeAll, describe, expect, test } from 'vitest';
import { diagnosticsOf, openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop } from '../support/shop.ts';

beforeAll(initTestParser);

/** What ends them: a budget, a limit of Python, or the parser's. */
const named =
  /takes too many steps|takes too much memory|grows too large|maximum recursion depth|nest(s|ed) too deeply|too many nested|Exceeds the limit|invalid syntax/;

/** What a file may do to whoever reads it. */
const bodies: Readonly<Record<string, string>> = {
  'an endless loop': 'while True: pass',
  'a recursion': 'def f(): return f()\nf()',
  'a string of a gigabyte': "x = 'x' * 10**9",
  'a number of ten thousand million digits': 'x = 10**10**10',
  'lists of a million items': 'x = []\nwhile True: x.append([0] * 10**6)',
  'a width of a gigabyte': "x = f'{1:1000000000}'",
  'an endless generator': 'def g():\n    while True: yield 1\nx = list(g())',
  'ten thousand brackets': `x = ${'('.repeat(10_000)}${')'.repeat(10_000)}`,
  'a thousand blocks':
    Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}if 1:`).join('\n') + `\n${' '.repeat(1000)}x = 1`,
};

const indented = (body: string): string => body.replaceAll(/^/gm, '    ');

function messages(fixture: ReturnType<typeof openFixture>, path: string): string {
  return (diagnosticsOf(fixture).get(path) ?? []).map(({ message }) => message).join('\n');
}

describe('a file of models with', () => {
  test.each(Object.entries(bodies))('%s', (_what, body) => {
    const fixture = openFixture(`${shop}\n//- ${paths.models}\n${body}\n`);
    expect(messages(fixture, paths.models)).toMatch(named);
  });
});

describe('an env.py with', () => {
  test.each(Object.entries(bodies))('%s', (_what, body) => {
    const fixture = openFixture(`${shop}\n//- ${paths.env}\nfrom alembic import context\n${body}\n`);
    expect(messages(fixture, paths.env)).toMatch(named);
    // The history needs no env.py.
    expect([...fixture.project.history().state.metadata.tables.keys()]).toEqual(['users']);
  });
});

describe('a revision with', () => {
  test.each(Object.entries(bodies))('%s', (_what, body) => {
    const script = `from alembic import op\nrevision = "c3"\ndown_revision = "b2b2c3d4e5f6"\n\ndef upgrade():\n${indented(body)}\n\ndef downgrade():\n    pass\n`;
    const path = '/app/migrations/versions/c3.py';
    const fixture = openFixture(`${shop}\n//- ${path}\n${script}`);
    const told = messages(fixture, path);
    expect(told).toMatch(named);
    // Those before it are still replayed, and the next run of it is refused again.
    expect([...fixture.project.history().state.metadata.tables.keys()]).toEqual(['users']);
    const evaluation = fixture.project.evaluateRevision('c3', 'upgrade', {
      dialect: fixture.project.dialect,
      offline: true,
    });
    expect(evaluation.refusals).not.toEqual([]);
  });

  test('a million operations', () => {
    const path = '/app/migrations/versions/c3.py';
    const script = `from alembic import op\nrevision = "c3"\ndown_revision = "b2b2c3d4e5f6"\n\ndef upgrade():\n    for i in range(1000000):\n        op.execute("SELECT %d" % i)\n\ndef downgrade():\n    pass\n`;
    const fixture = openFixture(`${shop}\n//- ${path}\n${script}`);
    expect(messages(fixture, path)).toMatch(named);
  });
});
