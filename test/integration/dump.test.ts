/**
 * The full trip on PostgreSQL with the two commands as users run them: `retort` upgrades and real `alembic` downgrades,
 * and the reverse. `pg_dump` must show the database that real `alembic` alone makes.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { python, scratch } from './project.ts';

const postgresUrl = inject('postgresUrl');
const root = resolve(import.meta.dirname, '../..');
const hasPgDump = spawnSync('pg_dump', ['--version']).status === 0;
if (!hasPgDump && process.env['CI'] === 'true')
  throw new Error('pg_dump is missing (Debian: postgresql-client-15)');
if (!hasPgDump) console.warn('pg_dump is missing: the comparison of dumps is skipped');

class Trip {
  readonly dir: string;
  private readonly url: string;

  private constructor(dir: string, url: string) {
    this.dir = dir;
    this.url = url;
  }

  /** A copy of a sample project on an empty database of its own. */
  static async create(project: string, name: string): Promise<Trip> {
    const database = `dump_${project}_${name}`;
    const connection = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
    await connection.execute(`DROP DATABASE IF EXISTS ${database}`);
    await connection.execute(`CREATE DATABASE ${database}`);
    await connection.close();
    const dir = join(scratch, database);
    rmSync(dir, { recursive: true, force: true });
    cpSync(join(root, 'test/projects', project), dir, { recursive: true });
    const url = `${postgresUrl ?? ''}${database}`;
    const ini = join(dir, 'alembic.ini');
    writeFileSync(
      ini,
      readFileSync(ini, 'utf8').replace(/^sqlalchemy\.url = .*$/mu, `sqlalchemy.url = ${url}`),
    );
    return new Trip(dir, url);
  }

  retort(...args: readonly string[]): string {
    return this.run(process.execPath, [join(root, 'dist/retort.js'), ...args]);
  }

  alembic(...args: readonly string[]): string {
    return this.run(python ?? '', ['-m', 'alembic.config', ...args]);
  }

  /** Schema and rows (the version table's row is one of them), less the dump's own random token. */
  dump(): string {
    const text = this.run('pg_dump', ['--no-owner', '--inserts', this.url]);
    return text.replaceAll(/^\\(?:un)?restrict .*$/gmu, '');
  }

  private run(command: string, args: readonly string[]): string {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    const result = spawnSync(command, args, { cwd: this.dir, encoding: 'utf8', env });
    if (result.status !== 0) throw new Error(`${args.join(' ')}\n${result.stdout}${result.stderr}`);
    return result.stdout;
  }
}

const id = 'feed0000beef';
const runs = postgresUrl !== null && python !== null && hasPgDump;

describe.runIf(runs).each([
  {
    project: 'shop',
    newest: 'ADD COLUMN phone_number',
    tables: ['users', 'orders', 'products', 'order_products'],
  },
  { project: 'tutorial', newest: 'TYPE VARCHAR(10)', tables: ['users', 'chats'] },
])('$project on PostgreSQL', ({ project, newest, tables }) => {
  test('both commands make the same database, forwards and backwards', async () => {
    const theirs = await Trip.create(project, 'theirs');
    const ours = await Trip.create(project, 'ours');
    theirs.alembic('upgrade', 'head');
    ours.retort('upgrade', 'head');
    for (const table of tables) expect(ours.dump()).toContain(`CREATE TABLE public.${table} (`);
    expect(ours.dump()).toBe(theirs.dump());

    // The same drift, found by each in its own way, one from the database and one from the history.
    for (const trip of [theirs, ours]) {
      const args = ['revision', '--autogenerate', '-m', 'catch up', '--rev-id', id];
      if (trip === theirs) trip.alembic(...args);
      else trip.retort(...args, '--from-history');
    }
    const script = (trip: Trip) =>
      readFileSync(join(trip.dir, `alembic/versions/${id}_catch_up.py`), 'utf8').replace(
        /^Create Date: .*$/mu,
        '',
      );
    expect(script(ours)).toBe(script(theirs));

    theirs.alembic('upgrade', 'head');
    ours.retort('upgrade', '+1');
    const atHead = theirs.dump();
    expect(atHead).toContain(id);
    expect(ours.dump()).toBe(atHead);

    // Hand over: each undoes and redoes what the other did.
    theirs.retort('downgrade', '-1');
    ours.alembic('downgrade', '-1');
    expect(ours.dump()).toBe(theirs.dump());
    expect(ours.dump()).not.toContain(id);
    theirs.retort('upgrade', 'head');
    expect(theirs.dump()).toBe(atHead);

    theirs.retort('downgrade', 'base');
    ours.alembic('downgrade', 'base');
    expect(ours.dump()).toBe(theirs.dump());
    for (const table of tables) expect(ours.dump()).not.toContain(`CREATE TABLE public.${table} (`);
  });

  test('the SQL of the newest revision is what alembic prints', async () => {
    const trip = await Trip.create(project, 'sql');
    trip.retort('revision', '--autogenerate', '--from-history', '-m', 'catch up', '--rev-id', id);
    const print = (command: string, args: readonly string[]) =>
      spawnSync(command, [...args, 'upgrade', 'head', '--sql'], { cwd: trip.dir, encoding: 'utf8' }).stdout;
    const sql = print(process.execPath, [join(root, 'dist/retort.js')]);
    expect(sql).toContain(newest);
    expect(sql).toBe(print(python ?? '', ['-m', 'alembic.config']));
  });

  test.each(['retort', 'alembic'] as const)(
    'what %s finds in the database and applies leaves nothing for either to find, and goes back',
    async (tool) => {
      const trip = await Trip.create(project, `loop_${tool}`);
      const other = tool === 'retort' ? 'alembic' : 'retort';
      trip[other]('upgrade', 'head');
      const before = trip.dump();
      trip[tool]('revision', '--autogenerate', '-m', 'catch up', '--rev-id', id);
      expect(() => trip[other]('check')).toThrow('Target database is not up to date.');
      trip[tool]('upgrade', 'head');
      for (const each of [tool, other] as const) {
        expect(trip[each]('check')).toContain('No new upgrade operations detected.');
      }
      trip[other]('downgrade', '-1');
      expect(trip.dump()).toBe(before);
    },
  );
});
