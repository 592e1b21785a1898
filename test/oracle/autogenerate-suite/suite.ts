/** Alembic's own autogenerate tests, run under the real Alembic with our recording plugin. Nothing of them is committed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../../server/src/drivers/connect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import type { MetaData, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import { suiteEnvironment } from '../alembic-suite/suite.ts';

const cache = path.resolve(import.meta.dirname, '../../../.cache/autogenerate-suite');

/** What the recorder could not write down, and why. */
export interface Unsupported {
  readonly unsupported: string;
}
export type FilterAnswerRecord = readonly [
  kind: 'name' | 'object',
  name: string | null,
  type: string,
  schema: string | null,
  table: string | null,
  answer: boolean,
  reflected?: boolean,
];
export type ColumnAnswerRecord = readonly [
  kind: 'type' | 'default',
  column: string,
  table: string,
  answer: boolean | null,
];
/** One comparison of models with a database. */
export interface RecordedComparison {
  readonly dialect: 'postgresql' | 'sqlite';
  readonly maxIdentifierLength: number;
  readonly database: string | Unsupported;
  readonly models: readonly MetaData[] | Unsupported;
  readonly options: Readonly<Record<string, unknown>>;
  readonly compareType: boolean | 'callable';
  readonly compareServerDefault: boolean | 'callable';
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  readonly hasNameFilters: boolean;
  readonly hasObjectFilters: boolean;
  readonly answers: readonly (FilterAnswerRecord | ColumnAnswerRecord)[];
  readonly error: string | null;
  readonly rendered:
    | { readonly upgrades: string; readonly downgrades: string; readonly imports: readonly string[] }
    | Unsupported
    | null;
}
/** Two types, as `compare_type` gets them. */
export interface RecordedTypes {
  readonly dialect: DialectName;
  readonly current: TypeEngine | Unsupported;
  readonly wanted: TypeEngine | Unsupported;
  readonly different: boolean;
}
/** Two server defaults, as `compare_server_default` gets them: the database's as its text. */
export interface RecordedDefaults {
  readonly dialect: DialectName;
  readonly current: string | null;
  readonly currentType: TypeEngine | Unsupported;
  readonly table: Table | Unsupported;
  readonly column: string;
  readonly different: boolean;
}
export interface RecordedTest {
  readonly test: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly comparisons: readonly RecordedComparison[];
  readonly types: readonly RecordedTypes[];
  readonly defaults: readonly RecordedDefaults[];
}
export interface Suite {
  readonly versions: { readonly alembic: string; readonly sqlalchemy: string };
  readonly tests: readonly RecordedTest[];
}

const files = [
  'autogen_diffs',
  'autogen_indexes',
  'autogen_composition',
  'autogen_check_constraints',
  'suite',
  'postgresql',
  'sqlite',
  'mssql',
  'impl',
  'command',
];

/** The recording on SQLite, and on PostgreSQL where there is a server; made when the plugin or the versions changed since it was made. */
export async function loadSuite(postgresUrl: string | null): Promise<Suite> {
  const { python, folder, version } = suiteEnvironment();
  const plugin = readFileSync(path.join(import.meta.dirname, 'instrument.py'), 'utf8');
  const json = readFileSync(path.join(import.meta.dirname, '../autogenerate/schema_json.py'), 'utf8');
  const key = createHash('sha256')
    .update(`${version}${plugin}${json}${files.join()}`)
    .digest('hex')
    .slice(0, 16);
  const suites: Suite[] = [];
  const databases = [null, ...(postgresUrl === null ? [] : [postgresUrl])];
  for (const server of databases) {
    const database = server === null ? 'sqlite' : 'postgresql';
    const recording = path.join(cache, `${database}-${key}.json`);
    if (!existsSync(recording)) {
      mkdirSync(cache, { recursive: true });
      const url = server === null ? 'sqlite://' : await prepare(server);
      record(python, folder, recording, url);
    }
    suites.push(JSON.parse(readFileSync(recording, 'utf8'), revive) as Suite);
  }
  const [first] = suites;
  if (first === undefined) throw new Error('nothing is recorded');
  return { versions: first.versions, tests: suites.flatMap(({ tests }) => tests) };
}

function record(python: string, folder: string, recording: string, url: string): void {
  const tests = files.map((name) => `tests/test_${name}.py`);
  const options = ['-p', 'instrument', '-p', 'no:cacheprovider', '-q', '--maxfail=100', '--dburi', url];
  const result = spawnSync(python, ['-B', '-m', 'pytest', ...options, ...tests], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 << 20,
    env: {
      ...process.env,
      PYTHONHASHSEED: '0',
      PYTHONPATH: import.meta.dirname,
      RETORT_SUITE_OUT: recording,
    },
  });
  if (!existsSync(recording)) throw new Error(`Alembic's own tests ended:\n${result.stdout.slice(-4000)}`);
}

/** What the suite wants to find in the database. */
async function prepare(postgresUrl: string): Promise<string> {
  const admin = await connect(makeUrl(`${postgresUrl}postgres`), { baseDirectory: cache });
  await admin.execute('DROP DATABASE IF EXISTS test');
  await admin.execute('CREATE DATABASE test');
  await admin.close();
  const inside = await connect(makeUrl(`${postgresUrl}test`), { baseDirectory: cache });
  for (const schema of ['test_schema', 'test_schema_2']) await inside.execute(`CREATE SCHEMA ${schema}`);
  for (const name of ['hstore', 'citext', 'btree_gist']) {
    await inside.execute(`CREATE EXTENSION IF NOT EXISTS ${name}`).catch(() => undefined);
  }
  await inside.close();
  return `${postgresUrl}test`.replace('postgresql:', 'postgresql+psycopg2:');
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$bigint' in value) return BigInt(value.$bigint as string);
  return '$map' in value ? new Map(value.$map as [string, unknown][]) : value;
}
