/** Hostile names in every position, live: Retort makes what real Alembic makes, and touches nothing else. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runRetort } from '../../oracle/support/in-process.ts';
import { AlembicWorker } from '../../oracle/upgrades/alembic-worker.ts';
import { createDatabase, type Database, type Kind } from '../../oracle/upgrades/databases.ts';
import { initTestParser } from '../../support/python.ts';
import { python, scratch } from '../project.ts';
import { positions, writeHostileProject } from './hostile-project.ts';

const postgresUrl = inject('postgresUrl');
const folder = join(scratch, 'injection');
const kinds: readonly Kind[] = postgresUrl === null ? ['SQLite'] : ['SQLite', 'PostgreSQL'];

let ini = '';
let alembic: AlembicWorker;
beforeAll(async () => {
  await initTestParser();
  ini = writeHostileProject(folder);
  alembic = new AlembicWorker({ python: python ?? 'python3', ini, environment: process.env });
});
afterAll(() => {
  alembic.close();
});

async function retort(url: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout } = await runRetort({ argv: ['-c', ini, '--url', url, ...args], cwd: dirname(ini) });
  expect(code, stdout).toBe(0);
  return stdout;
}

/** With a table that no script knows. */
async function database(kind: Kind, name: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const made = await createDatabase(kind, `injection_${name}`, { server: postgresUrl ?? '', folder });
  const connection = await made.connect();
  await connection.execute('CREATE TABLE bystander (id INTEGER)');
  await connection.execute('INSERT INTO bystander VALUES (1)');
  await connection.close();
  return made;
}

describe.skipIf(python === null).each(kinds)('on %s', (kind) => {
  let theirs: Database;
  let ours: Database;
  beforeAll(async () => {
    theirs = await database(kind, 'theirs');
    ours = await database(kind, 'ours');
    for (const each of [theirs, ours]) {
      expect(await alembic.run('upgrade', each.url, positions[0]?.name ?? '')).toBeNull();
      expect(await alembic.run('downgrade', each.url, 'base')).toBeNull();
    }
  });

  test.each(positions)('$name', async ({ name, upgrade }) => {
    const before = await ours.dump();
    expect(before).toContain('bystander');
    expect(await alembic.run('upgrade', theirs.url, name)).toBeNull();
    await retort(ours.url, 'upgrade', name);
    const there = await ours.dump();
    expect(there).toBe(await theirs.dump());
    if (kind === 'PostgreSQL' || !upgrade.includes('if postgresql:'))
      expect(there).toContain('DROP TABLE bystander');
    expect(await alembic.run('downgrade', theirs.url, `${name}@base`)).toBeNull();
    await retort(ours.url, 'downgrade', `${name}@base`);
    expect(await ours.dump()).toBe(before);
    expect(await theirs.dump()).toBe(before);
  });
});

describe.skipIf(python === null).each(['postgresql', 'sqlite', 'mssql+pymssql'])('as SQL of %s', (driver) => {
  test.each(positions)('$name', async ({ name }) => {
    const { sql, error } = await alembic.sql(`${driver}://`, name);
    const { code, stdout } = await runRetort({
      argv: ['-c', ini, '--url', `${driver}://`, 'upgrade', name, '--sql'],
      cwd: dirname(ini),
    });
    // What the real tool fails at, ours refuses.
    expect(code === 0, `${stdout}\n${error ?? ''}`).toBe(error === null);
    if (error === null) expect(stdout).toBe(sql);
  });
});
