/** Whole runs over the wire of SQL Server: transactions, the version table, failures and cancelling, as a server sees them. */
import { afterEach, expect, test } from 'vitest';
import { defaultOptions } from '../../server/src/alembic/runtime/migration-context.ts';
import { withRunLock } from '../../server/src/alembic/runtime/run-lock.ts';
import { runMigrations, type RunReport } from '../../server/src/alembic/runtime/runner.ts';
import { connect } from '../../server/src/drivers/connect.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { createTable, evaluateFrom, execute, mapOf, script, upgrade } from '../alembic/runtime/support.ts';
import { TdsServer, type TdsReply } from '../support/tds-server.ts';

let server: TdsServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

const first = script('a1', []);
const second = script('b2', ['a1']);

/** Answers for a database whose version table is made by the run; `own` may answer a statement first. */
function answers(own: (sql: string) => TdsReply | null): (sql: string) => TdsReply {
  let version: string | null = null;
  let hasTable = false;
  return (sql) => {
    const reply = own(sql);
    if (reply !== null) return reply;
    if (sql.includes('sp_getapplock')) return { columns: [''], rows: [[0]] };
    if (sql.includes('INFORMATION_SCHEMA')) return { columns: [''], rows: hasTable ? [[1]] : [] };
    if (sql.includes('CREATE TABLE alembic_version')) hasTable = true;
    const changed = /^(?:INSERT INTO|UPDATE) alembic_version .*?'(\w+)'/.exec(sql)?.[1];
    if (changed !== undefined) {
      version = changed;
      return sql.startsWith('INSERT') ? { columns: ['version_num'], rows: [[version]] } : { count: 1 };
    }
    if (sql.startsWith('SELECT alembic_version'))
      return { columns: ['version_num'], rows: version === null ? [] : [[version]] };
    return { count: 0 };
  };
}

async function run(
  own: (sql: string) => TdsReply | null,
  signal?: AbortSignal,
): Promise<{ readonly report: RunReport; readonly log: readonly string[] }> {
  server = await TdsServer.start({ answer: answers(own) });
  const url = makeUrl(`mssql+pymssql://sa:pw-of-the-test@127.0.0.1:${String(server.port)}/shop`);
  const connection = await connect(url, { baseDirectory: '/' });
  const dialect = dialectFor('mssql', 'online');
  try {
    const report = await withRunLock({ connection, dialect, configure: defaultOptions }, () =>
      runMigrations({
        connection,
        dialect,
        revisionMap: mapOf(first, second),
        steps: upgrade(first, second),
        evaluate: evaluateFrom({
          a1: [createTable('t')],
          b2: [execute('UPDATE t SET a = 1')],
        }),
        configure: defaultOptions,
        expectedHeads: [],
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    return { report, log: server.log.map(shortened) };
  } finally {
    await connection.close();
  }
}

/** The beginning of a statement. */
const shortened = (sql: string): string =>
  sql.includes('applock')
    ? (/sp_\w+applock/.exec(sql)?.[0] ?? '')
    : sql.startsWith('SELECT')
      ? 'SELECT'
      : (sql.trim().split(/[(\n]/)[0]?.trim() ?? '');
const changes = (log: readonly string[]): readonly string[] => log.filter((line) => line !== 'SELECT');

test('one transaction, inside of the lock of the run', async () => {
  const { report, log } = await run(() => null);
  expect(report).toMatchObject({ error: null, current: ['b2'] });
  expect(changes(log)).toEqual([
    'sp_getapplock',
    'BEGIN',
    'CREATE TABLE alembic_version',
    'CREATE TABLE t',
    'INSERT INTO alembic_version',
    'UPDATE t SET a = 1',
    "UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1'",
    'COMMIT',
    'sp_releaseapplock',
  ]);
});

test('a statement that fails takes all of it back', async () => {
  const failure: TdsReply = { error: { number: 547, message: 'The UPDATE statement conflicted.' } };
  const { report, log } = await run((sql) => (sql.startsWith('UPDATE t ') ? failure : null));
  expect(report.error).toMatchObject({ code: '547', revision: 'b2', sql: 'UPDATE t SET a = 1' });
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(['not run', 'failed']);
  expect(changes(log).slice(-2)).toEqual(['ROLLBACK', 'sp_releaseapplock']);
  expect(log).not.toContain('COMMIT');
});

test('a deadlock, after which the server has rolled back already', async () => {
  const deadlock: TdsReply = {
    error: { number: 1205, message: 'Transaction was deadlocked.', severity: 13 },
    endsTransaction: true,
  };
  const { report, log } = await run((sql) => (sql.startsWith('UPDATE t ') ? deadlock : null));
  expect(report.error).toMatchObject({ code: '1205', revision: 'b2' });
  expect(log).not.toContain('COMMIT');
  expect(log).not.toContain('ROLLBACK');
});

test('a connection that is cut: what the database is at is not known', async () => {
  const { report, log } = await run((sql) => (sql.startsWith('UPDATE t ') ? 'cut' : null));
  expect(report).toMatchObject({ current: null });
  expect(report.error?.revision).toBe('b2');
  expect(log).not.toContain('COMMIT');
  expect(log.at(-1)).toBe('UPDATE t SET a = 1');
});

test('cancelling stops the statement that runs, and takes all back', async () => {
  const abort = new AbortController();
  const { report, log } = await run((sql) => {
    if (!sql.startsWith('UPDATE t ')) return null;
    setTimeout(() => {
      abort.abort();
    }, 20);
    return 'never';
  }, abort.signal);
  expect(report).toMatchObject({ cancelled: true });
  expect(changes(log).slice(-4)).toEqual(['UPDATE t SET a = 1', 'CANCEL', 'ROLLBACK', 'sp_releaseapplock']);
});
