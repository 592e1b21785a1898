import { beforeAll, expect, test } from 'vitest';
import { codeLenses } from '../../server/src/ide/code-lens.ts';
import { openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop } from '../support/shop.ts';

beforeAll(initTestParser);

function titles(path: string, current: readonly string[] | null): readonly string[] {
  const open = openFixture(shop);
  return codeLenses(open.project, open.module(path), current).map(({ title }) => title);
}

test('the database is at the first revision', () => {
  expect(titles(paths.first, ['a1b2c3d4e5f6'])).toEqual(['✓ applied · current', 'Show SQL']);
  expect(titles(paths.second, ['a1b2c3d4e5f6'])).toEqual(['○ pending · head', 'Show SQL', 'Upgrade to here']);
});

test('the database is at the head', () => {
  expect(titles(paths.first, ['b2b2c3d4e5f6'])).toEqual(['✓ applied', 'Show SQL', 'Downgrade to here']);
  expect(titles(paths.second, ['b2b2c3d4e5f6'])).toEqual(['✓ applied · current · head', 'Show SQL']);
});

test('the database is empty', () => {
  expect(titles(paths.first, [])).toEqual(['○ pending', 'Show SQL', 'Upgrade to here']);
});

test('it is not known where the database is', () => {
  expect(titles(paths.first, null)).toEqual(['Show SQL', 'Upgrade to here', 'Downgrade to here']);
});

test('the lenses stand above `revision = …` and name it', () => {
  const open = openFixture(shop);
  const [lens] = codeLenses(open.project, open.module(paths.second), null);
  expect(open.text(paths.second).slice(lens?.range.start, lens?.range.end)).toBe('revision = "b2b2c3d4e5f6"');
  expect(lens?.revision).toBe('b2b2c3d4e5f6');
});

test('a model file has none', () => {
  expect(titles(paths.models, null)).toEqual([]);
});
