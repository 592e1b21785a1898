import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';
import { generateByBoth } from './mssql/autogenerate.ts';

test('revision --autogenerate against SQL Server writes the operations that Alembic writes', async () => {
  const generated = await generateByBoth(oraclePython());
  expect(generated.map(({ name }) => name)).toEqual([
    'nothing is left',
    'one table stays',
    'columns change',
    'keys and defaults change',
  ]);
  for (const { ours, theirs } of generated) {
    expect(ours).toEqual(theirs);
    expect(ours.upgrades.length).toBeGreaterThan(10);
  }
});
