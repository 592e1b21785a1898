/** One database, reflected by SQLAlchemy and by Retort. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { connect } from '../../../server/src/drivers/connect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Connection } from '../../../server/src/sqlalchemy/engine/connection.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { comparable, differences, ourTable, type Difference, type Json } from './comparable.ts';

export interface Reflected {
  readonly tables: Readonly<Record<string, Json>>;
  readonly warnings: readonly string[];
}

export interface BothReflected {
  readonly ours: Reflected;
  readonly theirs: Reflected;
  readonly differences: readonly Difference[];
}

const scratch = path.resolve(import.meta.dirname, '../../../.cache');

/** `python` has SQLAlchemy and the database's driver. */
export async function reflectBoth(
  python: string,
  dialect: DialectName,
  url: string,
  schemas: readonly (string | null)[] = [null],
): Promise<BothReflected> {
  const theirs = reflectedBySqlalchemy(python, url, schemas);
  const ours = await reflectedByRetort(dialect, url, schemas);
  return { ours, theirs, differences: differences(ours.tables, theirs.tables) };
}

/** `url`: what the script beside this file takes, which for `mssql/reflect_mssql.py` is a file. */
export function reflectedBySqlalchemy(
  python: string,
  url: string,
  schemas: readonly (string | null)[],
  program = 'reflect.py',
): Reflected {
  const script = path.join(import.meta.dirname, program);
  const result = spawnSync(python, [script, url, JSON.stringify(schemas)], {
    encoding: 'utf8',
    cwd: scratch,
    maxBuffer: 256 << 20,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (result.status !== 0) throw new Error(`SQLAlchemy cannot reflect ${url}:\n${result.stderr}`);
  const answer = JSON.parse(result.stdout) as { tables: Record<string, Json>; warnings: string[] };
  const tables = Object.fromEntries(
    Object.entries(answer.tables).map(([key, table]) => [key, comparable(table)]),
  );
  return { tables, warnings: answer.warnings };
}

async function reflectedByRetort(
  dialect: DialectName,
  url: string,
  schemas: readonly (string | null)[],
): Promise<Reflected> {
  const connection = await connect(makeUrl(url), { baseDirectory: scratch });
  try {
    return await reflectedThrough(connection, dialect, schemas);
  } finally {
    await connection.close();
  }
}

export async function reflectedThrough(
  connection: Connection,
  dialect: DialectName,
  schemas: readonly (string | null)[],
): Promise<Reflected> {
  const warnings: string[] = [];
  const { inspector } = dialectFor(dialect, 'online');
  const metadata = await inspector.reflect(connection, schemas, {
    warn: (message) => warnings.push(message),
  });
  const tables = Object.fromEntries([...metadata.tables].map(([key, table]) => [key, ourTable(table)]));
  return { tables, warnings };
}
