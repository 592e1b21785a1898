import { beforeAll, expect, test } from 'vitest';
import { inlayHints, type InlayHintOptions } from '../../server/src/ide/inlay-hints.ts';
import { openFixture, type OpenFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

/** Each hint as the line that it stands behind, with the hint in `«»`. */
function hints(
  open: OpenFixture,
  options: InlayHintOptions = { types: true, revision: true },
): readonly string[] {
  const text = open.text(paths.models);
  return inlayHints(open.project, paths.models, { start: 0, end: text.length }, options).map(
    ({ offset, parts }) => {
      const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim();
      return `${line} «${parts.map((part) => part.text).join(' | ')}»`;
    },
  );
}

test('type, nullability and the revision that added the column', () => {
  expect(hints(openFixture(withModels('    phone = Column(String(20))')))).toEqual([
    'id = Column(Integer, primary_key=True) «INTEGER NOT NULL | a1b2c3d4e5f6»',
    'email = Column(String(255), nullable=False) «VARCHAR(255) NOT NULL | a1b2c3d4e5f6»',
    'name = Column(String(80)) «VARCHAR(80) NULL | b2b2c3d4e5f6»',
    'phone = Column(String(20)) «VARCHAR(20) NULL»',
  ]);
});

test('each part can be turned off', () => {
  const open = openFixture(shop);
  expect(hints(open, { types: false, revision: true })[2]).toBe('name = Column(String(80)) «b2b2c3d4e5f6»');
  expect(hints(open, { types: true, revision: false })[2]).toBe(
    'name = Column(String(80)) «VARCHAR(80) NULL»',
  );
  expect(hints(open, { types: false, revision: false })).toEqual([]);
});

test('a column written over several lines has its hint behind the last', () => {
  const open = openFixture(withModels('    phone = Column(\n        String(20),\n    )'));
  expect(hints(open).at(-1)).toBe(') «VARCHAR(20) NULL»');
});

test('the column of a mixin has one hint, with the first revision and how many more', () => {
  const open = openFixture(
    withModels(
      '',
      `
class Tagged:
    tag = Column(String(9))


class A(Tagged, Base):
    __tablename__ = "a"
    id = Column(Integer, primary_key=True)


class B(Tagged, Base):
    __tablename__ = "b"
    id = Column(Integer, primary_key=True)
`,
    ),
  );
  expect(hints(open).filter((hint) => hint.startsWith('tag'))).toEqual([
    'tag = Column(String(9)) «VARCHAR(9) NULL»',
  ]);
});

test('the part of the revision leads to the script', () => {
  const open = openFixture(shop);
  const all = inlayHints(
    open.project,
    paths.models,
    { start: 0, end: 9999 },
    { types: false, revision: true },
  );
  expect(all.map(({ parts }) => parts[0]?.target?.file)).toEqual([paths.first, paths.first, paths.second]);
});

test('only what ends in the range', () => {
  const open = openFixture(shop);
  const start = open.text(paths.models).indexOf('email');
  const range = { start, end: start + 60 };
  const found = inlayHints(open.project, paths.models, range, { types: true, revision: false });
  expect(found.map(({ parts }) => parts[0]?.text)).toEqual(['VARCHAR(255) NOT NULL']);
});
