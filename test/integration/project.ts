/** An Alembic project of the tests' own, which real `alembic` and Retort's engine run in turn. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readHeads } from '../../server/src/alembic/runtime/version-table-reader.ts';
import { runMigrations, type RunReport } from '../../server/src/alembic/runtime/runner.ts';
import type { AskPython, PythonStep } from '../../server/src/alembic/runtime/project-python.ts';
import type { MigrationStep } from '../../server/src/alembic/runtime/migration-step.ts';
import { connect } from '../../server/src/drivers/connect.ts';
import { evaluationThread } from '../../server/src/drivers/evaluation-thread.ts';
import { projectPython } from '../../server/src/drivers/project-python.ts';
import { NodeFileSystem } from '../../server/src/drivers/node-file-system.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl, secretsOf } from '../../server/src/sqlalchemy/engine/url.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';

/** The bundle that `npm run build` makes. */
const evaluationWorker = resolve(import.meta.dirname, '../../dist/evaluation-worker.js');
export const scratch = resolve(import.meta.dirname, '../../.cache/integration');
/** Null: no Python with SQLAlchemy and Alembic, so that tests against the real tool cannot run. */
export const python = process.env['RETORT_ORACLE_PYTHON'] ?? null;
if (python === null && process.env['CI'] === 'true') throw new Error('RETORT_ORACLE_PYTHON is not set');
if (python === null)
  console.warn('RETORT_ORACLE_PYTHON is not set: round trips with real Alembic are skipped');

const env = `
from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config

def run_migrations_online() -> None:
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()

run_migrations_online()
`;

export interface Revision {
  readonly id: string;
  readonly down: readonly string[];
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
}

/** What a run of the project's engine may be given besides where it goes. */
export interface RunMore {
  readonly signal?: AbortSignal;
  /** Asked before revisions run in real Python, with exactly these; absent: there is no Python. */
  readonly agree?: (steps: readonly PythonStep[]) => boolean;
  readonly inPython?: ReadonlyMap<string, string>;
  readonly lockRetries?: number;
  readonly onWaiting?: (holder: string) => void;
  readonly onStatement?: (sql: string) => void;
  /** Runs SQLite in a process of its own. */
  readonly sqliteProcess?: string;
  /** For the run's session, as ConnectOptions has them. */
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
  /** What Python prints. */
  readonly onOutput?: (line: string) => void;
}

export class TestProject {
  readonly dir: string;
  readonly url: string;

  constructor(name: string, url: string, revisions: readonly Revision[]) {
    this.dir = join(scratch, name);
    this.url = url;
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(join(this.dir, 'versions'), { recursive: true });
    const escaped = url.replaceAll('%', '%%');
    writeFileSync(
      join(this.dir, 'alembic.ini'),
      `[alembic]\nscript_location = %(here)s\nsqlalchemy.url = ${escaped}\n`,
    );
    writeFileSync(join(this.dir, 'env.py'), env);
    writeFileSync(join(this.dir, 'script.py.mako'), '');
    for (const revision of revisions) {
      writeFileSync(join(this.dir, 'versions', `${revision.id}.py`), scriptText(revision));
    }
  }

  /** Runs real alembic; throws when it fails. */
  alembic(...args: readonly string[]): string {
    if (python === null) throw new Error('no Python');
    const result = spawnSync(python, ['-m', 'alembic.config', ...args], {
      cwd: this.dir,
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    if (result.status !== 0) throw new Error(`alembic ${args.join(' ')}:\n${result.stdout}${result.stderr}`);
    return result.stdout;
  }

  connect(
    more: Pick<RunMore, 'signal' | 'sqliteProcess' | 'lockTimeout' | 'statementTimeout'> = {},
  ): Promise<Connection> {
    const { signal, sqliteProcess, lockTimeout = 0, statementTimeout = 0 } = more;
    const apart = signal === undefined || sqliteProcess === undefined ? {} : { signal, sqliteProcess };
    return connect(makeUrl(this.url), { baseDirectory: this.dir, lockTimeout, statementTimeout, ...apart });
  }

  upgrade(target: string, given: AbortSignal | RunMore = {}): Promise<RunReport> {
    const more = given instanceof AbortSignal ? { signal: given } : given;
    return this.#run(
      (scripts, heads) =>
        scripts
          .upgradeRevs(target, heads)
          .map((script) => ({ kind: 'revision', script, direction: 'upgrade' })),
      more,
    );
  }

  downgrade(target: string, more: RunMore = {}): Promise<RunReport> {
    return this.#run(
      (scripts, heads) =>
        scripts
          .downgradeRevs(target, heads)
          .map((script) => ({ kind: 'revision', script, direction: 'downgrade' })),
      more,
    );
  }

  /** The engine's way to real Python, where the test agrees to it. */
  #python({ agree, onOutput }: RunMore): AskPython | undefined {
    if (agree === undefined || python === null) return undefined;
    const runner = projectPython({
      interpreter: python,
      configPaths: { ini: join(this.dir, 'alembic.ini'), toml: join(this.dir, 'pyproject.toml') },
      section: 'alembic',
      xArguments: [],
      tag: null,
      cwd: this.dir,
      secrets: secretsOf(makeUrl(this.url)),
      onOutput: onOutput ?? (() => undefined),
    });
    return (steps) => Promise.resolve(agree(steps) ? runner : null);
  }

  async #run(
    plan: (
      scripts: ReturnType<typeof openProject>['scriptDirectory'],
      heads: readonly string[],
    ) => readonly MigrationStep[],
    more: RunMore,
  ): Promise<RunReport> {
    const { signal, inPython, onStatement, lockRetries = 0, onWaiting } = more;
    const askPython = this.#python(more);
    const project = openProject(new NodeFileSystem(), join(this.dir, 'alembic.ini'));
    const { dialect, scriptDirectory } = project;
    const { configure } = project.models();
    const connection = await this.connect(more);
    const live = evaluationThread(evaluationWorker, {
      configPath: project.configPath,
      configPaths: null,
      section: 'alembic',
      xArguments: [],
      tag: null,
      knowsVariables: false,
      cwd: null,
      dialect: dialect.name,
      documents: new Map(),
    });
    try {
      const heads = await readHeads(connection, dialect, configure);
      return await runMigrations({
        connection,
        dialect,
        revisionMap: scriptDirectory.revisionMap,
        steps: plan(scriptDirectory, heads),
        evaluate: (script, direction) =>
          project.evaluateRevision(script.revision, direction, { dialect, offline: false }),
        live,
        configure,
        expectedHeads: heads,
        ...(signal === undefined ? {} : { signal }),
        ...(askPython === undefined ? {} : { python: askPython }),
        ...(inPython === undefined ? {} : { inPython }),
        lockRetries,
        ...(onWaiting === undefined ? {} : { onWaiting }),
        onProgress: ({ statement }) => {
          if (statement !== null) onStatement?.(statement);
        },
      });
    } finally {
      await live.close();
      await connection.close();
    }
  }

  /** One value per row of a query on the project's database. */
  async query(sql: string): Promise<string[]> {
    const connection = await this.connect();
    try {
      const { rows } = await connection.execute(sql);
      return rows.map((row) => row.map(String).join(' | '));
    } finally {
      await connection.close();
    }
  }
}

function scriptText({ id, down, upgrade, downgrade }: Revision): string {
  const downRevision =
    down.length === 0 ? 'None' : down.length === 1 ? `'${down[0]!}'` : `('${down.join("', '")}')`;
  const body = (lines: readonly string[]): string =>
    (lines.length === 0 ? ['pass'] : lines).map((line) => `    ${line}\n`).join('');
  return `"""revision ${id}"""
import sqlalchemy as sa
from alembic import op

revision = '${id}'
down_revision = ${downRevision}


def upgrade():
${body(upgrade)}

def downgrade():
${body(downgrade)}`;
}
