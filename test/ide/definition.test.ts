import { beforeAll, expect, test } from 'vitest';
import { completion } from '../../server/src/ide/completion.ts';
import { definition } from '../../server/src/ide/definition.ts';
import { revisionLinks } from '../../server/src/ide/revision-links.ts';
import { openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

/** `file: text` of what the cursor leads to. */
function definitionAt(source: string): string | null {
  const open = openFixture(source);
  const { module, offset } = open.atCursor();
  const target = definition(open.project, module, offset)?.target;
  if (target === undefined) return null;
  return `${target.file}: ${open.text(target.file).slice(target.range.start, target.range.end)}`;
}

function completionsAt(source: string): readonly string[] {
  const open = openFixture(source);
  const { module, offset } = open.atCursor();
  return completion(open.project, module, offset).map(({ label, range }) => {
    const text = open.text(module.file);
    return `${text.slice(range.start, range.end)} → ${label}`;
  });
}

test('down_revision leads to the revision before', () => {
  expect(definitionAt(shop.replace('down_revision = "a1b2', 'down_revision = "a1$0b2'))).toMatch(
    /^\/app\/migrations\/versions\/a1_users\.py: .*a1b2c3d4e5f6/,
  );
});

test('the target of a foreign key leads to the column', () => {
  expect(definitionAt(withModels('    boss_id = Column(Integer, ForeignKey("us$0ers.id"))'))).toBe(
    '/app/models.py: id = Column(Integer, primary_key=True)',
  );
});

test('a string that names nothing leads nowhere', () => {
  expect(definitionAt(withModels('    boss_id = Column(Integer, ForeignKey("us$0res.id"))'))).toBeNull();
});

test('links of a revision file', () => {
  const open = openFixture(shop);
  const links = revisionLinks(open.project, open.module(paths.second));
  expect(
    links.map(({ script, range }) => [script.path, open.text(paths.second).slice(range.start, range.end)]),
  ).toEqual([[paths.first, '"a1b2c3d4e5f6"']]);
  expect(revisionLinks(open.project, open.module(paths.first))).toEqual([]);
});

test('columns are offered inside ForeignKey', () => {
  expect(completionsAt(withModels('    boss_id = Column(Integer, ForeignKey("us$0"))'))).toContain(
    'us → users.id',
  );
});

test('the other revisions are offered in down_revision', () => {
  expect(completionsAt(shop.replace('down_revision = "a1b2c3d4e5f6"', 'down_revision = "$0"'))).toEqual([
    ' → a1b2c3d4e5f6',
  ]);
});

test('nothing is offered in other strings', () => {
  expect(completionsAt(shop.replace('"""Add a name', '"""Add$0 a name'))).toEqual([]);
});

test('the primary keys come first in a foreign key', () => {
  const open = openFixture(withModels('    boss_id = Column(Integer, ForeignKey("$0"))'));
  const { module, offset } = open.atCursor();
  const ranks = new Map(completion(open.project, module, offset).map(({ label, rank }) => [label, rank]));
  expect(ranks.get('users.id')).toBe(0);
  expect(ranks.get('users.boss_id')).toBe(1);
});
