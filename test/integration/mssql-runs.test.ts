/**
 * Runs on a real SQL Server, by Retort and by Alembic in turn: the one that RETORT_TEST_MSSQL_URL names (CONTRIBUTING.md says
 * how to start one). Only tables whose names begin with `retort_run` are touched, and the version table of these tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withRunLock } from '../../server/src/alembic/runtime/run-lock.ts';
import { connect } from '../../server/src/drivers/connect.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { python, scratch, TestProject, type Revision } from './project.ts';

const url = process.env['RETORT_TEST_MSSQL_URL'] ?? null;
const versionTable = 'retort_run_version';
const tables = [versionTable, 'retort_run_entry', 'retort_run_account'] as const;

const revisions: readonly Revision[] = [
  {
    id: 'a1',
    down: [],
    upgrade: [
      "op.create_table('retort_run_account', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('email', sa.Unicode(100), nullable=False, server_default='x'))",
      "op.create_index('ix_email', 'retort_run_account', ['email'])",
      "op.bulk_insert(sa.table('retort_run_account', sa.column('email', sa.Unicode)), [{'email': \"it's 50% :x 表\"}])",
    ],
    downgrade: ["op.drop_table('retort_run_account')"],
  },
  {
    id: 'b2',
    down: ['a1'],
    upgrade: [
      "op.create_table('retort_run_entry', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('account_id', sa.Integer(), sa.ForeignKey('retort_run_account.id', name='fk_account')))",
      "op.alter_column('retort_run_account', 'email', existing_type=sa.Unicode(100), type_=sa.Unicode(200), existing_nullable=False, existing_server_default='x', server_default=None)",
      "count = op.get_bind().execute(sa.text('SELECT count(*) AS found FROM retort_run_account')).mappings().one()['found']",
      "op.execute(f'INSERT INTO retort_run_entry (account_id) VALUES ({count})')",
    ],
    downgrade: [
      "op.drop_constraint('fk_account', 'retort_run_entry', type_='foreignkey')",
      "op.drop_table('retort_run_entry')",
      "op.alter_column('retort_run_account', 'email', existing_type=sa.Unicode(200), type_=sa.Unicode(100), existing_nullable=False, server_default='x')",
    ],
  },
];
const broken: Revision = {
  id: 'c3',
  down: ['b2'],
  upgrade: ["op.drop_table('retort_run_entry')", "op.execute('INSERT INTO retort_run_nowhere VALUES (1)')"],
  downgrade: [],
};
/** Columns, and what hangs on the tables; names that the server invents end in digits. */
const schema = `
SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE, COLUMN_DEFAULT FROM INFORMATION_SCHEMA.COLUMNS
WHERE TABLE_NAME LIKE 'retort_run%' ORDER BY TABLE_NAME, ORDINAL_POSITION`;

function makeProject(name: string, scripts: readonly Revision[] = revisions): TestProject {
  const project = new TestProject(`mssql-${name}`, url ?? '', scripts);
  const env = join(project.dir, 'env.py');
  const text = readFileSync(env, 'utf8');
  writeFileSync(
    env,
    text.replace('connection=connection', `connection=connection, version_table='${versionTable}'`),
  );
  return project;
}

async function dropAll(): Promise<void> {
  const connection = await connect(makeUrl(url ?? ''), { baseDirectory: scratch });
  for (const table of tables) await connection.execute(`DROP TABLE IF EXISTS ${table}`);
  await connection.close();
}

describe.skipIf(url === null)('runs on SQL Server', () => {
  beforeAll(initTestParser);
  beforeEach(dropAll);
  afterAll(dropAll);

  test.skipIf(python === null)('both make the same, and undo what the other did', async () => {
    const project = makeProject('turns');
    const seen: (readonly string[])[] = [];
    for (const target of ['a1', 'b2']) {
      project.alembic('upgrade', target);
      seen.push(await project.query(schema));
    }
    expect(await project.downgrade('a1')).toMatchObject({ error: null, current: ['a1'] });
    expect(await project.query(schema)).toEqual(seen[0]);
    project.alembic('downgrade', 'base');
    expect(await project.upgrade('a1')).toMatchObject({ error: null, current: ['a1'] });
    expect(await project.query(schema)).toEqual(seen[0]);
    expect(await project.query('SELECT email FROM retort_run_account')).toEqual(["it's 50% :x 表"]);
    expect(await project.upgrade('head')).toMatchObject({ error: null, current: ['b2'] });
    expect(await project.query(schema)).toEqual(seen[1]);
    expect(await project.query('SELECT account_id FROM retort_run_entry')).toEqual(['1']);
    project.alembic('downgrade', 'base');
  });

  test('a statement that fails takes the whole run back', async () => {
    const project = makeProject('failure', [...revisions, broken]);
    expect(await project.upgrade('b2')).toMatchObject({ error: null });
    const before = await project.query(schema);
    const report = await project.upgrade('head');
    expect(report).toMatchObject({ current: ['b2'], error: { code: '208', revision: 'c3' } });
    expect(await project.query(schema)).toEqual(before);
  });

  test('cancelling stops the statement that runs', async () => {
    const slow = { ...broken, upgrade: ['op.execute("WAITFOR DELAY \'0:01:00\'")'] };
    const project = makeProject('cancel', [...revisions, slow]);
    const abort = new AbortController();
    const report = project.upgrade('head', {
      signal: abort.signal,
      onStatement: (sql) => {
        if (sql.startsWith('WAITFOR'))
          setTimeout(() => {
            abort.abort();
          }, 200);
      },
    });
    expect(await report).toMatchObject({ cancelled: true, current: [] });
    expect(await project.query(schema)).toEqual([]);
  });

  test('runs exclude one another', async () => {
    const open = () => connect(makeUrl(url ?? ''), { baseDirectory: scratch });
    const [one, other] = [await open(), await open()];
    const dialect = dialectFor('mssql', 'online');
    const configure = { versionTable, versionTableSchema: null };
    const order: string[] = [];
    const first = withRunLock({ connection: one, dialect, configure }, async () => {
      order.push('first begins');
      await new Promise((later) => setTimeout(later, 300));
      order.push('first ends');
    });
    while (order.length === 0) await new Promise((later) => setTimeout(later, 10));
    const waited: string[] = [];
    const onWaiting = (who: string): void => void waited.push(who);
    await withRunLock({ connection: other, dialect, configure, onWaiting }, () => {
      order.push('second');
      return Promise.resolve();
    });
    await first;
    expect(order).toEqual(['first begins', 'first ends', 'second']);
    expect(waited).toHaveLength(1);
    await one.close();
    await other.close();
  });
});
