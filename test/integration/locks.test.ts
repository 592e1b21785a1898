/** Locks of other sessions on PostgreSQL: who holds them, how long they are waited for, and trying again. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { scratch, TestProject, type Revision } from './project.ts';

const postgresUrl = inject('postgresUrl');
beforeAll(initTestParser);

const revisions: readonly Revision[] = [
  {
    id: 'a1',
    down: [],
    upgrade: ["op.create_table('item', sa.Column('id', sa.Integer(), primary_key=True))"],
    downgrade: ["op.drop_table('item')"],
  },
  {
    id: 'b2',
    down: ['a1'],
    upgrade: [
      "op.create_table('kind', sa.Column('name', sa.Enum('x', 'y', name='kinds')))",
      "op.add_column('item', sa.Column('more', sa.Integer()))",
    ],
    downgrade: [],
  },
];

describe.skipIf(postgresUrl === null)('PostgreSQL', () => {
  let project: TestProject;
  let holder: Connection;

  beforeEach(async () => {
    const admin = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
    await admin.execute('DROP DATABASE IF EXISTS locks WITH (FORCE)');
    await admin.execute('CREATE DATABASE locks');
    await admin.close();
    project = new TestProject('locks', `${postgresUrl ?? ''}locks`, revisions);
    await project.upgrade('a1');
    holder = await connect(makeUrl(`${project.url}?application_name=the-app`), { baseDirectory: scratch });
    await holder.begin();
    await holder.execute('LOCK TABLE item');
  });
  afterEach(() => holder.close());

  test('a statement that waits says for whom, and goes on after them', async () => {
    const waits: string[] = [];
    const report = await project.upgrade('head', {
      onWaiting: (who) => {
        waits.push(who);
        void holder.commit();
      },
    });
    expect(report).toMatchObject({ error: null, current: ['b2'] });
    expect(waits[0]).toMatch(/^the-app of user "retort" from 127\.0\.0\.1\S* \(process \d+ of the server\)$/);
  });

  test('the lock timeout ends the wait; the whole transaction is tried again', async () => {
    const waits: string[] = [];
    const report = await project.upgrade('head', {
      lockTimeout: 700,
      lockRetries: 5,
      onWaiting: (who) => {
        waits.push(who);
        if (who.includes('whose lock was in the way')) void holder.commit();
      },
    });
    expect(report).toMatchObject({ error: null, current: ['b2'] });
    expect(waits.join('\n')).toMatch(
      /the-app of user "retort".*, whose lock was in the way; try 2 of 6 in 0.5 s/,
    );
    // The enum was rolled back with its table, and made again.
    expect(await project.query("SELECT count(*) FROM pg_type WHERE typname = 'kinds'")).toEqual(['1']);
  });

  test('the last try names who has the lock', async () => {
    const report = await project.upgrade('head', { lockTimeout: 700 });
    expect(report.current).toEqual(['a1']);
    expect(report.error?.message).toMatch(/lock timeout; the lock is held by the-app of user "retort"/);
    expect(report.error?.sql).toBe('ALTER TABLE item ADD COLUMN more INTEGER');
  });

  test('cancelling stops the wait', async () => {
    const stop = new AbortController();
    const report = await project.upgrade('head', {
      signal: stop.signal,
      onWaiting: () => {
        stop.abort();
      },
    });
    expect(report).toMatchObject({ cancelled: true, current: ['a1'] });
  });

  test('the statement timeout is the run’s own', async () => {
    await holder.commit();
    const slow: readonly Revision[] = [
      ...revisions,
      { id: 'c3', down: ['b2'], upgrade: ["op.execute('SELECT pg_sleep(60)')"], downgrade: [] },
    ];
    const other = new TestProject('locks', project.url, slow);
    const report = await other.upgrade('head', { statementTimeout: 300 });
    expect(report.error).toMatchObject({ code: '57014', revision: 'c3' });
    expect(await other.query('SHOW statement_timeout')).toEqual(['0']);
  });

  test('the command takes both in seconds', () => {
    const command = resolve(import.meta.dirname, '../../dist/retort.js');
    const retort = (...args: readonly string[]) =>
      spawnSync(process.execPath, [command, 'upgrade', 'head', ...args], {
        cwd: project.dir,
        encoding: 'utf8',
      });
    expect(retort('--lock-timeout', 'soon').stdout).toContain('--lock-timeout takes a number of seconds');
    const { stdout } = retort('--statement-timeout', '0.4');
    expect(stdout).toContain('canceling statement due to statement timeout');
  });
});
