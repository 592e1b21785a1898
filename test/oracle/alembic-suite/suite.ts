/** Alembic's own tests, run under the real Alembic with our recording plugin. Nothing of them is committed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const cache = path.join(root, '.cache/alembic-suite');

/** An error as Python had it. */
export interface Failure {
  readonly type: string;
  readonly message: string;
}
/** What reached the buffer; for rows, also the statements with the parameters' values in them. */
export interface RecordedStatement {
  readonly text: string;
  readonly literal: readonly string[] | null;
}
/** One operation on an `op_fixture`: what it wrote to the buffer, piece by piece. */
export interface RecordedEvent {
  readonly op: string;
  readonly statements: readonly RecordedStatement[];
  readonly error: Failure | null;
}
export interface RecordedContext {
  readonly dialect: string;
  readonly asSql: boolean;
  readonly literalBinds: boolean;
  readonly nativeBoolean: boolean | null;
  readonly events: readonly RecordedEvent[];
}
export interface RecordedRendering {
  readonly how: string;
  readonly text: string | null;
  readonly error: Failure | null;
}
/** An operation on a live database: what the database was, and the statements executed. */
export interface RecordedLive {
  readonly op: string;
  readonly before: string;
  readonly statements: readonly string[];
  readonly error: Failure | null;
}
/** A `command.upgrade(…, sql=True)` in the staging folder, with the folder's files. */
export interface RecordedCommand {
  readonly command: string;
  readonly revision: string | readonly string[];
  readonly tag: string | null;
  readonly purge: boolean;
  readonly ini: string;
  readonly files: Readonly<Record<string, string>>;
  readonly configure: readonly Readonly<Record<string, unknown>>[];
  readonly output: string | null;
  readonly error: Failure | null;
}
/** A question to a revision graph, and its answer. */
export interface RecordedQuestion {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly error: Failure | null;
  readonly graph: number;
}
export interface RecordedTest {
  readonly file: string;
  readonly cls: string | null;
  readonly function: string;
  readonly id: string;
  /** Which of a parameter's values, for a test with parameters. */
  readonly indices: Readonly<Record<string, number>>;
  /** The values that are plain data. */
  readonly literals: Readonly<Record<string, string | number | boolean | null>>;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly contexts: readonly RecordedContext[];
  /** Operations on a live SQLite database. */
  readonly live: readonly RecordedLive[];
  readonly rendered: readonly RecordedRendering[];
  readonly commands: readonly RecordedCommand[];
  readonly graph: readonly RecordedQuestion[];
}
export interface RecordedRevision {
  readonly revision: string;
  readonly down: readonly string[];
  readonly labels: readonly string[];
  readonly depends: readonly string[];
}
export interface Suite {
  readonly versions: { readonly alembic: string; readonly sqlalchemy: string };
  readonly tests: readonly RecordedTest[];
  readonly graphs: readonly (readonly RecordedRevision[] | null)[];
  /** Where the tests' files are. */
  readonly folder: string;
}

/** The test files whose operations, renderings, commands and graphs are ours to answer. */
const files = [
  'op',
  'op_naming_convention',
  'bulk_insert',
  'mssql',
  'postgresql',
  'sqlite',
  'mysql',
  'oracle',
  'external_dialect',
  'batch',
  'autogen_render',
  'version_traversal',
  'revision',
  'impl',
  'environment',
  'offline_environment',
  'script_consumption',
  'script_production',
  'command',
];

/** The interpreter and the unpacked sources of the pinned Alembic; made on first use. Throws when they cannot be. */
export function suiteEnvironment(): {
  readonly python: string;
  readonly folder: string;
  readonly version: string;
  readonly requirements: string;
} {
  const requirements = readFileSync(path.join(import.meta.dirname, '../requirements.txt'), 'utf8');
  const version = /^alembic==(.+)$/m.exec(requirements)?.[1];
  if (version === undefined) throw new Error('requirements.txt names no version of alembic');
  const python = environment(version, requirements);
  return { python, folder: path.join(cache, `alembic-${version}`), version, requirements };
}

/** The recording; made when the plugin or the versions changed since it was made. Throws when it cannot be. */
export function loadSuite(): Suite {
  const { python, folder, requirements } = suiteEnvironment();
  const plugin = ['instrument.py', 'instrument_graph.py', 'recording.py']
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
    .join('');
  const key = createHash('sha256')
    .update(`${requirements}${plugin}${files.join()}`)
    .digest('hex')
    .slice(0, 16);
  const recording = path.join(cache, `recorded-${key}.json`);
  if (!existsSync(recording)) {
    const tests = files.map((name) => `tests/test_${name}.py`);
    const result = spawnSync(
      python,
      ['-B', '-m', 'pytest', '-p', 'instrument', '-p', 'no:cacheprovider', '-q', '--maxfail=100', ...tests],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 256 << 20,
        env: { ...process.env, PYTHONPATH: import.meta.dirname, RETORT_SUITE_OUT: recording },
      },
    );
    if (result.status !== 0) throw new Error(`Alembic's own tests failed:\n${result.stdout.slice(-4000)}`);
  }
  const suite = JSON.parse(readFileSync(recording, 'utf8')) as Omit<Suite, 'folder'>;
  return { ...suite, folder };
}

/** The interpreter beside the unpacked sources, made on first use. */
function environment(version: string, requirements: string): string {
  const venv = path.join(cache, 'venv');
  const python = path.join(venv, 'bin/python');
  const done = path.join(cache, `ok-${version}`);
  if (existsSync(done)) return python;
  mkdirSync(cache, { recursive: true });
  run('python3', ['-m', 'venv', venv]);
  const pinned = requirements
    .split('\n')
    .filter((line) => /^(alembic|SQLAlchemy|psycopg2-binary|pymssql)==/.test(line));
  const tools = ['pytest>=8', 'setuptools>=77', 'wheel', 'tzdata'];
  run(python, ['-m', 'pip', 'install', '-q', ...pinned, ...tools]);
  run(python, [
    ...['-m', 'pip', 'download', '-q', '--no-binary', 'alembic', '--no-deps', '--no-build-isolation'],
    ...['-d', cache, `alembic==${version}`],
  ]);
  const archive = readdirSync(cache).find((name) => name === `alembic-${version}.tar.gz`);
  if (archive === undefined) throw new Error(`no source archive of alembic ${version}`);
  run('tar', ['xzf', archive, '-C', cache], cache);
  writeFileSync(done, '');
  return python;
}

function run(command: string, args: readonly string[], cwd?: string): void {
  const result = spawnSync(command, args, { encoding: 'utf8', ...(cwd === undefined ? {} : { cwd }) });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stderr}`);
}
