/** The command's journal: what a killed run has left half done is told when the next one starts. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { scratch, TestProject, type Revision } from './project.ts';

const postgresUrl = inject('postgresUrl');
const command = resolve(import.meta.dirname, '../../dist/retort.js');
const state = join(scratch, 'journal-state');
const env = { ...process.env, XDG_STATE_HOME: state };
beforeAll(initTestParser);
beforeEach(() => {
  rmSync(state, { recursive: true, force: true });
});

const revisions: readonly Revision[] = [
  {
    id: 'a1',
    down: [],
    upgrade: [
      "op.create_table('item', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()))",
    ],
    downgrade: [],
  },
  {
    id: 'b2',
    down: ['a1'],
    upgrade: [
      "op.add_column('item', sa.Column('more', sa.Text()))",
      'op.execute("UPDATE item SET more = \'a-value\'")',
      'with op.get_context().autocommit_block():',
      "    op.create_index('ix_item', 'item', ['name'], postgresql_concurrently=True, if_not_exists=True)",
    ],
    downgrade: [],
  },
];

test.skipIf(postgresUrl === null)('an interrupted revision is explained at the next run', async () => {
  const admin = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
  await admin.execute('DROP DATABASE IF EXISTS journal WITH (FORCE)');
  await admin.execute('CREATE DATABASE journal');
  await admin.close();
  const project = new TestProject('journal', `${postgresUrl ?? ''}journal`, revisions);
  const retort = (...args: readonly string[]) =>
    spawnSync(process.execPath, [command, ...args], { cwd: project.dir, encoding: 'utf8', env });
  expect(retort('upgrade', 'a1').status).toBe(0);

  // A snapshot from before keeps CREATE INDEX CONCURRENTLY waiting, and nothing else of the run.
  const holder = await project.connect();
  await holder.execute('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await holder.execute('SELECT 1');
  const child = spawn(process.execPath, [command, 'upgrade', 'head'], { cwd: project.dir, env });
  const indexing =
    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'";
  await expect.poll(() => project.query(indexing), { timeout: 30_000 }).toEqual(['1']);
  child.kill('SIGKILL');
  await new Promise((ended) => child.once('exit', ended));
  await holder.execute('ROLLBACK');
  await holder.close();
  const running =
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'retort' AND pid <> pg_backend_pid()";
  await expect.poll(() => project.query(running), { timeout: 30_000 }).toEqual(['0']);
  expect(await project.query('SELECT version_num FROM alembic_version')).toEqual(['a1']);

  const next = retort('upgrade', 'head');
  expect(next.stderr).toMatch(
    /WARNING: The upgrade of b2 on postgresql: 127\.0\.0\.1:\d+\/journal was interrupted at .* UTC: it had committed ALTER TABLE item ADD COLUMN more …, UPDATE item SET more …; CREATE INDEX CONCURRENTLY .* was under way/,
  );
  // The column is there already: that is what the warning is for.
  expect(next.status).toBe(255);
  expect(next.stdout).toContain('already exists');
  const text = readFileSync(join(state, 'retort/journal.jsonl'), 'utf8');
  expect(text).not.toContain('a-value');
  expect(text).not.toContain(makeUrl(project.url).password);

  // Recorded by another program, after its user had looked.
  await project.query("UPDATE alembic_version SET version_num = 'b2'");
  expect(retort('upgrade', 'head').stderr).not.toContain('WARNING');
});
