/**
 * Reflection of 1,000 tables by Retort and by SQLAlchemy, in one run: the clock, processor time of the process that asks, that
 * of PostgreSQL's, and the number of queries.
 *
 *   node test/bench/reflection.ts PYTHON
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../server/src/drivers/connect.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import type { DialectName } from '../../server/src/sqlalchemy/engine/dialect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { startServer } from '../oracle/histories/replay/server.ts';
import { median, ms, times } from './measure.ts';

/** In seconds. `server`: of the PostgreSQL process that answers; SQLite has none. */
interface Round {
  readonly wall: number;
  readonly cpu: number;
  readonly server: number;
}

interface Reflection {
  readonly rounds: readonly Round[];
  readonly tables: number;
  readonly queries: number;
}

const rounds = 5;
const root = path.resolve(import.meta.dirname, '../..');
const python = process.argv[2] ?? 'python3';
const folder = path.join(root, '.cache/bench');
mkdirSync(folder, { recursive: true });
const file = path.join(folder, 'reflection.db');
rmSync(file, { force: true });
const server = await startServer();
try {
  await bench('sqlite', `sqlite:///${file}`);
  const admin = await connect(makeUrl(`${server.url}postgres`), { baseDirectory: folder });
  await admin.execute('CREATE DATABASE reflection');
  await admin.close();
  await bench('postgresql', `${server.url}reflection`);
} finally {
  await server.stop();
}

async function bench(dialect: DialectName, url: string): Promise<void> {
  const connection = await connect(makeUrl(url), { baseDirectory: folder });
  let ours: Reflection;
  try {
    await connection.begin();
    for (const sql of schemaOf(1000)) await connection.execute(sql);
    await connection.commit();
    ours = await reflectByRetort(dialect, connection);
  } finally {
    await connection.close();
  }
  const script = path.join(import.meta.dirname, 'reflection.py');
  const result = spawnSync(python, [script, url, String(rounds)], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
  const theirs = JSON.parse(result.stdout) as Reflection;
  if (theirs.tables !== ours.tables) throw new Error('not the same tables');
  console.log(`\n${dialect}, ${String(ours.tables)} tables`);
  for (const [name, choose] of [
    ['first', (all: readonly number[]) => all[0] ?? NaN],
    ['median', median],
  ] as const) {
    const value = ({ rounds: all }: Reflection, of: (round: Round) => number): number =>
      choose(all.map(of)) * 1000;
    const line = (label: string, of: (round: Round) => number): string =>
      `${label} ${ms(value(ours, of))} against ${ms(value(theirs, of))} (${times(value(theirs, of), value(ours, of))})`;
    console.log(
      `  ${name}: ${line('clock', ({ wall }) => wall)}, ${line('client CPU', ({ cpu }) => cpu)}` +
        (dialect === 'postgresql'
          ? `, ${line('server CPU', ({ server: used }) => used)}, ${line('both', (round) => round.cpu + round.server)}`
          : ''),
    );
  }
  console.log(`  queries: ${String(ours.queries)} against ${String(theirs.queries)}`);
}

async function reflectByRetort(dialect: DialectName, connection: Connection): Promise<Reflection> {
  const { inspector } = dialectFor(dialect, 'online');
  const pid =
    dialect === 'postgresql'
      ? Number((await connection.execute('SELECT pg_backend_pid()')).rows[0]?.[0])
      : null;
  let queries = 0;
  let tables = 0;
  const counted: Connection = {
    execute: (sql) => {
      queries++;
      return connection.execute(sql);
    },
    begin: () => connection.begin(),
    commit: () => connection.commit(),
    rollback: () => connection.rollback(),
    cancel: () => connection.cancel(),
    close: () => connection.close(),
    inTransaction: false,
  };
  const all: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    queries = 0;
    const [wall, cpu, used] = [performance.now(), process.cpuUsage(), serverCpu(pid)];
    tables = (await inspector.reflect(counted, null)).tables.size;
    const { user, system } = process.cpuUsage(cpu);
    all.push({
      wall: (performance.now() - wall) / 1000,
      cpu: (user + system) / 1e6,
      server: serverCpu(pid) - used,
    });
  }
  return { rounds: all, tables, queries };
}

/** User and system time of a process on this machine, in seconds; Linux counts it in hundredths. */
function serverCpu(pid: number | null): number {
  if (pid === null) return 0;
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(')')
      .at(-1)
      ?.trim()
      .split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Tables of fourteen columns with a key, a foreign key, a unique constraint, a check and two indexes. */
function schemaOf(count: number): readonly string[] {
  const columns = Array.from(
    { length: 10 },
    (_, at) => `c${String(at)} ${at % 2 === 0 ? 'VARCHAR(100)' : 'INTEGER DEFAULT 5 NOT NULL'}`,
  );
  return Array.from({ length: count }, (_, at) => {
    const [name, before] = [`table_${String(at)}`, `table_${String(Math.max(0, at - 1))}`];
    return [
      `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, parent_id INTEGER, made TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        ${columns.join(', ')}, CONSTRAINT uq_${name} UNIQUE (name, c1), CONSTRAINT ck_${name} CHECK (c1 > 0),
        CONSTRAINT fk_${name} FOREIGN KEY (parent_id) REFERENCES ${before} (id) ON DELETE CASCADE)`,
      `CREATE INDEX ix_${name}_name ON ${name} (name, c3)`,
      `CREATE INDEX ix_${name}_parent ON ${name} (parent_id) WHERE c1 > 3`,
    ];
  }).flat();
}
