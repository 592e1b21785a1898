/** Retort and real Alembic take turns on one database, and build the same from the same scripts. */
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { RunReport } from '../../server/src/alembic/runtime/runner.ts';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { ledger, postgresSchema, sqliteSchema } from './ledger.ts';
import { python, scratch, TestProject, type Revision } from './project.ts';

const postgresUrl = inject('postgresUrl');
beforeAll(initTestParser);

interface Database {
  readonly name: string;
  readonly schema: string;
  /** A project on a database of its own. */
  create(name: string, revisions?: readonly Revision[]): Promise<TestProject>;
}

const sqlite: Database = {
  name: 'SQLite',
  schema: sqliteSchema,
  create: (name, revisions = ledger) =>
    Promise.resolve(new TestProject(`sqlite-${name}`, 'sqlite:///ledger.db', revisions)),
};
const postgresql: Database = {
  name: 'PostgreSQL',
  schema: postgresSchema,
  create: async (name, revisions = ledger) => {
    const database = `ledger_${name.replaceAll('-', '_')}`;
    const connection = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
    await connection.execute(`DROP DATABASE IF EXISTS ${database}`);
    await connection.execute(`CREATE DATABASE ${database}`);
    await connection.close();
    return new TestProject(`postgresql-${name}`, `${postgresUrl ?? ''}${database}`, revisions);
  },
};

function expectDone(report: RunReport, heads: readonly string[]): void {
  expect(report.error).toBeNull();
  expect(report.steps.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect([...(report.current ?? [])].sort()).toEqual(heads);
}
const broken: Revision = {
  id: 'f6',
  down: ['e5'],
  upgrade: [
    "op.create_table('half', sa.Column('id', sa.Integer(), primary_key=True))",
    "op.execute('INSERT INTO nowhere VALUES (1)')",
  ],
  downgrade: [],
};
const rows = 'SELECT id, account_id, note FROM entry ORDER BY id';
const current = 'SELECT version_num FROM alembic_version ORDER BY 1';

describe.each([sqlite, ...(postgresUrl === null ? [] : [postgresql])])('$name', (database) => {
  test.skipIf(python === null)('both build the same schema and rows', async () => {
    const ours = await database.create('ours');
    const theirs = await database.create('theirs');
    expectDone(await ours.upgrade('head'), ['e5']);
    theirs.alembic('upgrade', 'head');
    expect(await ours.query(database.schema)).toEqual(await theirs.query(database.schema));
    expect(await ours.query(rows)).toEqual(await theirs.query(rows));
    expect(await ours.query(rows)).toEqual(['1 | 1 | at 12:30, %(x)s', "2 | null | it's"]);
    expect(await ours.query(current)).toEqual(await theirs.query(current));
    expect(ours.alembic('current')).toContain('e5 (head)');
  });

  test.skipIf(python === null)(
    'upgraded by Retort, downgraded by Alembic, and the other way round',
    async () => {
      const project = await database.create('turns');
      expectDone(await project.upgrade('head'), ['e5']);
      project.alembic('downgrade', 'base');
      expect(await project.query(current)).toEqual([]);
      project.alembic('upgrade', 'head');
      expectDone(await project.downgrade('base'), []);
      expect(
        (await project.query(database.schema)).filter((row) => !row.includes('alembic_version')),
      ).toEqual([]);
    },
  );

  test.skipIf(python === null)('each in turn, revision by revision', async () => {
    const project = await database.create('steps');
    const theirs = await database.create('steps-theirs');
    expectDone(await project.upgrade('a1'), ['a1']);
    project.alembic('upgrade', '+1');
    expectDone(await project.upgrade('c3'), ['c3']);
    project.alembic('upgrade', 'd4');
    expect(await project.query(current)).toEqual(['c3', 'd4']);
    expectDone(await project.upgrade('head'), ['e5']);
    theirs.alembic('upgrade', 'head');
    expect(await project.query(database.schema)).toEqual(await theirs.query(database.schema));
    const down = await project.downgrade('c3');
    theirs.alembic('downgrade', 'c3');
    expect(down.error).toBeNull();
    expect(await project.query(current)).toEqual(await theirs.query(current));
    expect(await project.query(database.schema)).toEqual(await theirs.query(database.schema));
    project.alembic('downgrade', 'b2');
    expectDone(await project.downgrade('-1'), ['a1']);
    project.alembic('downgrade', '-1');
    expect(await project.query(current)).toEqual([]);
  });

  test('two heads are run and recorded', async () => {
    const project = await database.create('heads', ledger.slice(0, 4));
    expectDone(await project.upgrade('heads'), ['c3', 'd4']);
    if (python !== null)
      expect(project.alembic('current')).toMatch(/c3 \(head\)[^]*d4 \(head\)|d4 \(head\)[^]*c3 \(head\)/);
  });

  test('a failure leaves a database that agrees with its version table', async () => {
    const project = await database.create('failure', [...ledger, broken]);
    const report = await project.upgrade('head');
    expect(report.steps.at(-1)).toMatchObject({ outcome: 'failed' });
    expect(report.error).toMatchObject({ revision: 'f6', sql: 'INSERT INTO nowhere VALUES (1)' });
    expect(report.error?.origin?.file).toBe(join(project.dir, 'versions/f6.py'));
    const schema = await project.query(database.schema);
    expect(schema.filter((row) => row.includes('half'))).toEqual([]);
    const isTransactional = database === postgresql;
    expect(report.current).toEqual(isTransactional ? [] : ['e5']);
    if (isTransactional) expect(schema).toEqual([]);
    else expect(await project.query(current)).toEqual(['e5']);
  });

  test('a revision that cannot be evaluated is refused before anything is touched', async () => {
    const project = await database.create('refused', [
      ...ledger,
      {
        ...broken,
        upgrade: ['import urllib.request', 'op.execute(urllib.request.urlopen("http://x").read())'],
      },
    ]);
    const report = await project.upgrade('head');
    expect(report.error).toMatchObject({ revision: 'f6' });
    expect(report.error?.hint).toContain('A run up to e5 is possible');
    expect(report.steps.map(({ outcome }) => outcome)).toEqual([...ledger.map(() => 'not run'), 'failed']);
    expect(await project.query(database.schema)).toEqual([]);
  });
});

describe.skipIf(postgresUrl === null)('on PostgreSQL alone', () => {
  test('an autocommit block runs outside the transaction', async () => {
    const gift: Revision = {
      id: 'g7',
      down: ['e5'],
      upgrade: [
        'with op.get_context().autocommit_block():',
        '    op.execute("ALTER TYPE account_kind ADD VALUE \'gift\'")',
        "op.execute(\"INSERT INTO account (id, email, kind) VALUES (9, 'g', 'gift')\")",
      ],
      downgrade: [],
    };
    const project = await postgresql.create('autocommit', [...ledger, gift]);
    expectDone(await project.upgrade('head'), ['g7']);
    expect(await project.query('SELECT kind FROM account WHERE id = 9')).toEqual(['gift']);
  });

  test('cancelling stops a running statement and takes the whole run back', async () => {
    const slow: Revision = {
      id: 'h8',
      down: ['e5'],
      upgrade: ["op.execute('SELECT pg_sleep(60)')"],
      downgrade: [],
    };
    const project = await postgresql.create('cancel', [...ledger, slow]);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      abort.abort();
    }, 1500);
    const report = await project.upgrade('head', abort.signal);
    clearTimeout(timer);
    expect(report).toMatchObject({ cancelled: true, current: [] });
    expect(report.steps.every(({ outcome }) => outcome === 'not run')).toBe(true);
    expect(await project.query(postgresSchema)).toEqual([]);
  });
});
