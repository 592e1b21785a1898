import { expect, test } from 'vitest';
import { oraclePython } from '../support/tools.ts';
import { reflectMssqlBoth } from './mssql/both.ts';

test("SQL Server's catalog gives the same tables and warnings to SQLAlchemy and to Retort", async () => {
  const { ours, theirs, differences } = await reflectMssqlBoth(oraclePython(), [null, 'other', 'dbo']);
  expect(differences).toEqual([]);
  expect(Object.keys(ours.tables)).toHaveLength(18);
  expect(ours.warnings).toEqual(theirs.warnings);
});
