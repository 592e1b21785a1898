/**
 * An upgrade of 300 revisions on PostgreSQL by Retort, by Alembic, and by `psql -f` of the same SQL, in turns: the clock, and
 * the processor time of the process and of the server.
 *
 *   node test/bench/upgrade.ts PYTHON
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { startServer } from '../oracle/histories/replay/server.ts';
import { generateProject } from './generate.ts';
import { measure, median, ms, times, type Process } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const python = process.argv[2] ?? 'python3';
const retort = [path.join(root, 'dist/retort.js')];
const alembic = ['-m', 'alembic.config'];
const rounds = 7;
const name = 'upgrade';
const dir = path.join(root, '.cache/bench', name);

const server = await startServer();
try {
  generateProject(dir, { tables: 60, columns: 10, extraRevisions: 240 });
  const url = `${server.url}${name}`;
  const ini = path.join(dir, 'alembic.ini');
  writeFileSync(ini, readFileSync(ini, 'utf8').replace(/^sqlalchemy\.url = .*$/m, `sqlalchemy.url = ${url}`));
  const sql = path.join(dir, 'upgrade.sql');
  writeFileSync(
    sql,
    measure({ command: python, args: [...alembic, 'upgrade', 'head', '--sql'] }, dir).stdout,
  );
  const tools: Readonly<Record<string, Process>> = {
    psql: { command: 'psql', args: ['-q', '-v', 'ON_ERROR_STOP=1', '-f', sql, url] },
    retort: { command: process.execPath, args: [...retort, 'upgrade', 'head'] },
    alembic: { command: python, args: [...alembic, 'upgrade', 'head'] },
  };
  const measured: Record<string, { readonly wall: number; readonly cpu: number; readonly server: number }[]> =
    {};
  const dumps = new Set<string>();
  for (let round = 0; round <= rounds; round++) {
    for (const [tool, command] of Object.entries(tools)) {
      await emptyDatabase();
      const before = await serverWork();
      const { wall, cpu } = measure(command, dir);
      const after = await serverWork();
      // The first of each warms the caches.
      if (round > 0) (measured[tool] ??= []).push({ wall, cpu, server: after - before });
      else dumps.add(dump(url));
    }
  }
  const of = (tool: string, what: 'wall' | 'cpu' | 'server'): number =>
    median((measured[tool] ?? []).map((each) => each[what]));
  console.log(
    `300 revisions on PostgreSQL, medians of ${rounds} rounds; ${dumps.size === 1 ? 'same database' : 'DATABASES DIFFER'}`,
  );
  for (const tool of Object.keys(tools)) {
    const [wall, cpu, work] = [of(tool, 'wall'), of(tool, 'cpu'), of(tool, 'server')];
    console.log(
      `  ${tool.padEnd(8)} clock ${ms(wall)}, CPU ${ms(cpu)}, server's ${ms(work)}, both ${ms(cpu + work)}`,
    );
  }
  const both = (tool: string): number => of(tool, 'cpu') + of(tool, 'server');
  for (const [tool, other] of [
    ['retort', 'psql'],
    ['alembic', 'retort'],
  ] as const) {
    console.log(
      `  ${tool} takes ${times(of(tool, 'wall'), of(other, 'wall'))} of ${other} by the clock, ${times(both(tool), both(other))} of processor time`,
    );
  }
} finally {
  await server.stop();
}

async function emptyDatabase(): Promise<void> {
  const admin = await connect(makeUrl(`${server.url}postgres`), { baseDirectory: dir });
  await admin.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.execute(`CREATE DATABASE ${name}`);
  await admin.close();
}

/** Processor time of the postmaster and of all sessions that have ended, in milliseconds. */
async function serverWork(): Promise<number> {
  const admin = await connect(makeUrl(`${server.url}postgres`), { baseDirectory: dir });
  const { rows } = await admin.execute("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
  await admin.close();
  const stat =
    readFileSync(`/proc/${String(rows[0]?.[0])}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  // User and system of itself, then of its children that were waited for; in ticks of 10 ms.
  return stat.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

function dump(url: string): string {
  const { stdout } = spawnSync('pg_dump', ['--no-owner', '--inserts', url], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return stdout.replaceAll(/^\\(?:un)?restrict .*$/gm, '');
}
