/** The comparisons of Alembic's own autogenerate tests on SQLite, live; the report makes those on PostgreSQL, too. */
import { beforeAll, expect, it } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import type { Comparison } from '../alembic-suite/outcome.ts';
import { compareSuite } from './compare.ts';
import { loadSuite } from './suite.ts';

let compared: readonly Comparison[] = [];
beforeAll(async () => {
  await initTestParser();
  compared = await compareSuite(await loadSuite(null), null);
}, 900_000);

it('has nothing that is not identical, except for what has no answer here', () => {
  const open = compared.filter(({ outcome }) => outcome === 'different' || outcome === 'refused');
  expect(open).toEqual([]);
});

it('compares what it compared before', () => {
  const identical = compared.filter(({ outcome }) => outcome === 'identical');
  // Raise it with the versions.
  expect(identical.length).toBeGreaterThanOrEqual(370);
});
