import { beforeAll, describe, expect, test } from 'vitest';
import { checkRevision, rules } from '../../../server/src/lint/lint.ts';
import type { Script } from '../../../server/src/alembic/script/script.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

/** The text under each finding. */
function check(text: string): readonly string[] {
  const script: Script = {
    revision: 'a1',
    downRevisions: [],
    branchLabels: [],
    dependsOn: [],
    longDoc: '',
    doc: '',
    path: '/a1.py',
    revisionOrigin: null,
    downRevisionOrigin: null,
  };
  return checkRevision(parseModule('/a1.py', text), script).map(
    ({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`,
  );
}

describe('missing-downgrade', () => {
  test('an upgrade with operations and a downgrade of only pass', () => {
    expect(check('def upgrade():\n    op.drop_table("t")\n\ndef downgrade():\n    pass\n')).toEqual([
      'missing-downgrade: downgrade',
    ]);
  });

  test.each(['"""No way back."""', '...', 'return'])('a body of only %s is empty', (body) => {
    expect(check(`def upgrade():\n    op.drop_table("t")\n\ndef downgrade():\n    ${body}\n`)).toHaveLength(
      1,
    );
  });

  test('no downgrade() at all is told at upgrade()', () => {
    expect(check('def upgrade():\n    op.drop_table("t")\n')).toEqual(['missing-downgrade: upgrade']);
  });

  test('both empty: a merge has nothing to reverse', () => {
    expect(check('def upgrade():\n    pass\n\ndef downgrade():\n    pass\n')).toEqual([]);
  });

  test('a downgrade that raises says that there is no way back', () => {
    expect(
      check('def upgrade():\n    op.drop_table("t")\n\ndef downgrade():\n    raise NotImplementedError\n'),
    ).toEqual([]);
  });

  test('a file that does not parse is not judged', () => {
    expect(check('def upgrade():\n    op.drop_table(\n\ndef downgrade():\n    pass\n')).toEqual([]);
  });
});

test('every rule has a code of its own and a documentation', () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  for (const { code, documentation } of rules) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(documentation.length).toBeGreaterThan(40);
  }
});
