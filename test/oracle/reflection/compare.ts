/**
 * Databases reflected by SQLAlchemy and by Retort: every construct, and what `create_all` of real packages' models makes.
 * Writes REPORT.md.
 *
 *   npm run report:reflection              all of it
 *   npm run report:reflection -- optuna    this package only, with what differs
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../../server/src/drivers/connect.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { createdByPython, type CreatedMetaData } from '../create-all/support.ts';
import { startServer } from '../histories/replay/server.ts';
import { environment, environmentVariables } from '../schema/environments.ts';
import { packages, type ComparedPackage } from '../schema/packages.ts';
import { oraclePython } from '../support/tools.ts';
import { reflectBoth, type BothReflected } from './both.ts';
import { reflectMssqlBoth } from './mssql/both.ts';
import { postgresqlConstructs } from './postgresql-constructs.ts';
import { document, type ReportRow } from './report.ts';
import { sqliteConstructs } from './sqlite-constructs.ts';

const folder = path.resolve(import.meta.dirname, '../../../.cache/reflection');
mkdirSync(folder, { recursive: true });
const python = oraclePython();
const wanted = process.argv.slice(2);
const server = await startServer();
const constructs: ReportRow[] = [];
const real: ReportRow[] = [];
try {
  if (wanted.length === 0) {
    const postgresql = await database('constructs', 'postgresql');
    const schemas = [null, 'other', 'Third Schema', 'public'];
    constructs.push(await compare('constructs', 'postgresql', postgresql, postgresqlConstructs, schemas));
    const sqlite = await database('constructs', 'sqlite');
    constructs.push(await compare('constructs', 'sqlite', sqlite, sqliteConstructs, [null, 'main']));
    const mssql = await reflectMssqlBoth(python, [null, 'other', 'dbo']);
    constructs.push(rowOf("constructs, as the catalog's rows", 'mssql', mssql, []));
  }
  for (const job of packages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const [index, created] of createdBy(job).entries()) {
      const name = index === 0 ? job.name : `${job.name} (${job.metadata[index] ?? ''})`;
      for (const dialect of ['postgresql', 'sqlite'] as const) {
        const made = created[dialect];
        if ('error' in made) {
          console.log(`${name} ${dialect}: SQLAlchemy creates none of it: ${made.error}`);
          continue;
        }
        const url = await database(`${job.name.replaceAll('-', '_')}_${String(index)}`, dialect);
        const row = await compare(name, dialect, url, made.statements, [null]);
        real.push(row);
      }
    }
  }
} finally {
  await server.stop();
}
for (const row of [...constructs, ...real]) {
  console.log(
    `${row.name} ${row.dialect}: ${String(row.tables)} tables, ${String(row.facts)} facts, ${String(row.differences.length)} differences`,
  );
  for (const { path: at, ours, theirs } of row.differences) {
    process.exitCode = 1;
    console.log(`  ${at}\n    ours   ${ours}\n    theirs ${theirs}`);
  }
}
if (wanted.length === 0)
  writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), document(constructs, real));

function createdBy(job: ComparedPackage): readonly CreatedMetaData[] {
  const home = environment(job);
  const [created = []] = createdByPython(path.join(home, 'bin/python'), [job], home, environmentVariables);
  return created;
}

/** An empty one. */
async function database(name: string, dialect: 'postgresql' | 'sqlite'): Promise<string> {
  if (dialect === 'sqlite') {
    const file = path.join(folder, `${name}.db`);
    rmSync(file, { force: true });
    return `sqlite:///${file}`;
  }
  const admin = await connect(makeUrl(`${server.url}postgres`), { baseDirectory: folder });
  await admin.execute(`CREATE DATABASE ${name}`);
  await admin.close();
  return `${server.url}${name}`;
}

async function compare(
  name: string,
  dialect: DialectName,
  url: string,
  statements: readonly string[],
  schemas: readonly (string | null)[],
): Promise<ReportRow> {
  const connection = await connect(makeUrl(url), { baseDirectory: folder });
  const failures: string[] = [];
  try {
    for (const sql of statements) {
      try {
        await connection.execute(sql);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    return rowOf(name, dialect, await reflectBoth(python, dialect, url, schemas), failures);
  } finally {
    await connection.close();
  }
}

function rowOf(
  name: string,
  dialect: DialectName,
  { ours, differences }: BothReflected,
  failures: readonly string[],
): ReportRow {
  const tables = Object.values(ours.tables);
  return { name, dialect, tables: tables.length, facts: countFacts(tables), failures, differences };
}

/** Values that were compared: each type, length, name, flag, … of each object. */
function countFacts(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, each: unknown) => sum + countFacts(each), 0);
}
