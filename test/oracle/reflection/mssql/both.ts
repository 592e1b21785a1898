/** One catalog of SQL Server, reflected by SQLAlchemy's mssql dialect and by Retort. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { reflectedBySqlalchemy, reflectedThrough, type BothReflected } from '../both.ts';
import { differences } from '../comparable.ts';
import { catalogSql } from './catalog.ts';
import { catalogConnection } from './connection.ts';
import { mssqlConstructs } from './constructs.ts';

export async function reflectMssqlBoth(
  python: string,
  schemas: readonly (string | null)[],
): Promise<BothReflected> {
  const folder = path.resolve(import.meta.dirname, '../../../../.cache/reflection');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'mssql-catalog.db');
  rmSync(file, { force: true });
  const database = new DatabaseSync(file);
  try {
    database.exec(catalogSql(mssqlConstructs));
    const theirs = reflectedBySqlalchemy(python, file, schemas, 'mssql/reflect_mssql.py');
    const ours = await reflectedThrough(catalogConnection(database), 'mssql', schemas);
    return { ours, theirs, differences: differences(ours.tables, theirs.tables) };
  } finally {
    database.close();
  }
}
