/** A history whose every step shows in the rows, and what the database must be at each of its revisions. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { connect } from '../../../server/src/drivers/connect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { scratch } from '../project.ts';

const command = resolve(import.meta.dirname, '../../../dist/retort.js');

/** Rounds of each fault: a few in the suite, many with `RETORT_FAULT_ROUNDS`. */
export const rounds = Number(process.env['RETORT_FAULT_ROUNDS'] ?? '3');

const env = `
from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
with connectable.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`;

export const revisions = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'] as const;

/** Each makes a table, fills it, changes the one before, and writes that it ran; every second one asks the database. */
function script(index: number, concurrently: boolean): string {
  const id = revisions[index] ?? '';
  const before = revisions[index - 1];
  const lines = [
    `op.create_table('t_${id}', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(50)))`,
    'for number in range(40):',
    `    op.execute(f"INSERT INTO t_${id} (id, name) VALUES ({number}, 'row {number}')")`,
    ...(before === undefined
      ? ["op.create_table('ran', sa.Column('revision', sa.String(10)), sa.Column('rows', sa.Integer()))"]
      : [`op.add_column('t_${before}', sa.Column('extra', sa.Integer()))`]),
    ...(index % 2 === 0
      ? [`op.execute("INSERT INTO ran VALUES ('${id}', 40)")`]
      : [
          `count = op.get_bind().execute(sa.text('SELECT count(*) FROM t_${id}')).scalar()`,
          `op.execute(f"INSERT INTO ran VALUES ('${id}', {count})")`,
        ]),
  ];
  if (concurrently && index === 3) {
    lines.push(
      'with op.get_context().autocommit_block():',
      `    op.create_index('ix_name', 't_${id}', ['name'], postgresql_concurrently=True)`,
    );
  }
  const down = before === undefined ? 'None' : `'${before}'`;
  const body = lines.map((line) => `    ${line}\n`).join('');
  return `import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '${id}'\ndown_revision = ${down}\n\n\ndef upgrade():\n${body}\n\ndef downgrade():\n    pass\n`;
}

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What it has printed so far. */
  output(): string;
}

export class FaultProject {
  readonly dir: string;
  readonly url: string;

  constructor(name: string, url: string, options: { readonly concurrently?: boolean } = {}) {
    this.dir = join(scratch, `faults-${name}`);
    this.url = url;
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(join(this.dir, 'versions'), { recursive: true });
    this.#configure(url);
    writeFileSync(join(this.dir, 'env.py'), env);
    writeFileSync(join(this.dir, 'script.py.mako'), '');
    for (const index of revisions.keys()) {
      const text = script(index, options.concurrently === true);
      writeFileSync(join(this.dir, 'versions', `${revisions[index] ?? ''}.py`), text);
    }
  }

  #configure(url: string): void {
    const escaped = url.replaceAll('%', '%%');
    writeFileSync(
      join(this.dir, 'alembic.ini'),
      `[alembic]\nscript_location = %(here)s\nsqlalchemy.url = ${escaped}\n`,
    );
  }

  start(...args: readonly string[]): Started {
    return this.#spawn(process.execPath, [command, ...args]);
  }

  /** No file may grow beyond so many KiB: for SQLite a disk that is full. */
  startOnSmallDisk(kibibytes: number, ...args: readonly string[]): Started {
    const limited = `ulimit -f ${String(kibibytes)}; exec "$0" "$@"`;
    return this.#spawn('bash', ['-c', limited, process.execPath, command, ...args]);
  }

  #spawn(program: string, args: readonly string[]): Started {
    const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
    const child = spawn(program, args, { cwd: this.dir, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const finished = new Promise<Finished>((done) => {
      child.on('close', (code) => {
        done({ code, output });
      });
    });
    return { child, finished, output: () => output };
  }

  async query(sql: string): Promise<string[]> {
    const connection = await connect(makeUrl(this.url), { baseDirectory: this.dir });
    try {
      const { rows } = await connection.execute(sql);
      return rows.map((row) => row.map(String).join(' | '));
    } finally {
      await connection.close();
    }
  }
}

/** What ran by `ran`, and every column of every table: equal exactly for a database at that revision. */
export async function stateOf(project: FaultProject): Promise<{ version: string; state: readonly string[] }> {
  const tables = project.url.startsWith('sqlite')
    ? "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' ORDER BY 1"
    : "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'alembic%' ORDER BY 1, ordinal_position";
  const schema = await project.query(tables);
  const has = (name: string): boolean => schema.some((line) => line.startsWith(`${name} |`));
  const ran = has('ran') ? await project.query('SELECT revision, rows FROM ran ORDER BY 1') : [];
  const version = await project
    .query('SELECT version_num FROM alembic_version')
    .catch((): readonly string[] => []);
  return { version: version.join(','), state: [...schema, ...ran] };
}

/** The state at each revision, with the empty one first, from a run that nobody disturbs. */
export async function expectedStates(project: FaultProject): Promise<ReadonlyMap<string, readonly string[]>> {
  const states = new Map<string, readonly string[]>();
  states.set('', (await stateOf(project)).state);
  for (const revision of revisions) {
    const { code, output } = await project.start('upgrade', revision).finished;
    if (code !== 0) throw new Error(output);
    states.set(revision, (await stateOf(project)).state);
  }
  return states;
}

/** A process that was killed may still have a session: what it left open is rolled back when the server notices. */
async function untilAlone(project: FaultProject): Promise<void> {
  if (project.url.startsWith('sqlite')) return;
  const others =
    'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
  while ((await project.query(others))[0] !== '0') await sleep(20);
}

/** The database is what its version says, and the next run ends at the head. Gives the version. */
export async function expectSound(
  project: FaultProject,
  states: ReadonlyMap<string, readonly string[]>,
): Promise<string> {
  await untilAlone(project);
  const { version, state } = await stateOf(project);
  expect(state).toEqual(states.get(version));
  const { code, output } = await project.start('upgrade', 'head').finished;
  expect(code, output).toBe(0);
  expect((await stateOf(project)).state).toEqual(states.get('r8'));
  return version;
}
