/** Runs that are killed, cut off or raced: the database is always at a revision that the version table names. */
import { createServer, connect as connectSocket, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { withRunLock } from '../../../server/src/alembic/runtime/run-lock.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../../support/python.ts';
import { scratch } from '../project.ts';
import { countText, writeReport, type FaultResult } from './report.ts';
import {
  expectedStates,
  expectSound,
  FaultProject,
  revisions,
  rounds,
  stateOf,
  type Finished,
} from './fault-project.ts';

const postgresUrl = inject('postgresUrl');
beforeAll(initTestParser);

let databases = 0;
const results: FaultResult[] = [];

async function postgresDatabase(): Promise<string> {
  const name = `faults_${String(++databases)}`;
  const connection = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
  await connection.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await connection.execute(`CREATE DATABASE ${name}`);
  await connection.close();
  return `${postgresUrl ?? ''}${name}`;
}

const kinds = [
  { name: 'SQLite', url: () => Promise.resolve('sqlite:///faults.db') },
  ...(postgresUrl === null ? [] : [{ name: 'PostgreSQL', url: postgresDatabase }]),
];

describe.each(kinds)('$name', (kind) => {
  let states: ReadonlyMap<string, readonly string[]>;
  /** How long an undisturbed run takes, in milliseconds. */
  let duration = 0;

  beforeAll(async () => {
    states = await expectedStates(new FaultProject(`${kind.name}-expected`, await kind.url()));
    const project = new FaultProject(`${kind.name}-timed`, await kind.url());
    const started = Date.now();
    const { code, output } = await project.start('upgrade', 'head').finished;
    expect(code, output).toBe(0);
    duration = Date.now() - started;
  });

  test('killed at any moment', async () => {
    const reached: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const project = new FaultProject(`${kind.name}-killed`, await kind.url());
      const { child, finished } = project.start('upgrade', 'head');
      await sleep(((round + 0.5) / rounds) * duration);
      child.kill('SIGKILL');
      await finished;
      reached.push(await expectSound(project, states));
    }
    const fault = 'killed (SIGKILL) at any moment of a run';
    results.push({ database: kind.name, fault, rounds, found: countText(reached) });
  });

  test('stopped with Ctrl+C at any moment', async () => {
    const reached: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const project = new FaultProject(`${kind.name}-stopped`, await kind.url());
      const { child, finished } = project.start('upgrade', 'head');
      await sleep(((round + 0.3) / rounds) * duration);
      child.kill('SIGINT');
      await finished;
      reached.push(await expectSound(project, states));
    }
    const fault = 'stopped (SIGINT) at any moment of a run';
    results.push({ database: kind.name, fault, rounds, found: countText(reached) });
  });

  test('eight processes at the same moment: each migration runs once', async () => {
    for (let round = 0; round < rounds; round++) {
      const concurrently = kind.name === 'PostgreSQL';
      const project = new FaultProject(`${kind.name}-raced`, await kind.url(), { concurrently });
      const runs = Array.from({ length: 8 }, () => project.start('upgrade', 'head').finished);
      const failed = (await Promise.all(runs)).filter(({ code }: Finished) => code !== 0);
      expect(failed).toEqual([]);
      expect(await project.query('SELECT revision, rows FROM ran ORDER BY 1')).toEqual(
        revisions.map((revision) => `${revision} | 40`),
      );
      expect((await stateOf(project)).version).toBe('r8');
    }
    const fault = 'eight processes upgrade at the same moment';
    results.push({ database: kind.name, fault, rounds, found: 'each revision ran once' });
  });
});

describe.skipIf(postgresUrl === null)('PostgreSQL over a network', () => {
  test('cut off at any moment', async () => {
    const states = await expectedStates(new FaultProject('cut-expected', await postgresDatabase()));
    const reached: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const url = await postgresDatabase();
      const target = makeUrl(url);
      const sockets = new Set<Socket>();
      const proxy = createServer((client) => {
        const server = connectSocket(target.port ?? 5432, target.host ?? 'localhost');
        for (const socket of [client, server]) {
          sockets.add(socket);
          socket.on('error', () => socket.destroy());
        }
        client.pipe(server);
        server.pipe(client);
      });
      await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
      const { port } = proxy.address() as AddressInfo;
      const project = new FaultProject(
        'cut',
        url.replace(`:${String(target.port ?? 5432)}/`, `:${String(port)}/`),
      );
      const { finished } = project.start('upgrade', 'head');
      await sleep(300 + (round / rounds) * 1500);
      for (const socket of sockets) socket.destroy();
      const { output } = await finished;
      expect(output).not.toContain(target.password ?? '?');
      const direct = new FaultProject('cut', url);
      reached.push(await expectSound(direct, states));
      proxy.close();
    }
    const fault = 'network cut at any moment of a run';
    results.push({ database: 'PostgreSQL', fault, rounds, found: countText(reached) });
  });

  test('a run waits for another one, says for whom, and goes on after it', async () => {
    const project = new FaultProject('waiting', await postgresDatabase());
    const connection = await connect(makeUrl(project.url), { baseDirectory: scratch });
    const dialect = dialectFor('postgresql', 'online');
    const configure = { versionTable: 'alembic_version', versionTableSchema: null };
    const waiting = await withRunLock({ connection, dialect, configure }, async () => {
      const run = project.start('upgrade', 'head');
      await expect.poll(() => run.output(), { timeout: 20_000 }).toContain('Waiting for another run to end');
      expect(run.output()).toMatch(/retort of user "retort" from 127\.0\.0\.1/);
      expect((await stateOf(project)).version).toBe('');
      return run;
    });
    expect((await waiting.finished).code).toBe(0);
    expect((await stateOf(project)).version).toBe('r8');
    const stop = AbortSignal.timeout(200);
    const again = await connect(makeUrl(project.url), { baseDirectory: scratch });
    await withRunLock({ connection, dialect, configure }, async () => {
      const waited = withRunLock({ connection: again, dialect, configure, signal: stop }, () =>
        Promise.reject(new Error('ran')),
      );
      await expect(waited).rejects.toThrow(/Stopped waiting for another run \(retort of user "retort"/);
    });
    await again.close();
    await connection.close();
  });
});

afterAll(() => {
  if (process.env['RETORT_FAULT_REPORT'] === 'true') writeReport(results);
});
