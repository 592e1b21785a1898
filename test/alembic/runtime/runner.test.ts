import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import {
  defaultOptions,
  type MigrationContextOptions,
} from '../../../server/src/alembic/runtime/migration-context.ts';
import type { MigrationStep } from '../../../server/src/alembic/runtime/migration-step.ts';
import {
  runMigrations,
  type Progress,
  type RunOptions,
  type RunReport,
} from '../../../server/src/alembic/runtime/runner.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
} from '../../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import {
  createTable,
  downgrade,
  dropTable,
  evaluateFrom,
  execute,
  mapOf,
  script,
  upgrade,
} from './support.ts';

/** Passes everything on, and keeps what was asked for. */
class LoggingConnection implements Connection {
  readonly log: string[] = [];
  readonly #inner: Connection;
  /** Called before each statement. */
  onExecute: (sql: string) => void = () => undefined;

  constructor(inner: Connection) {
    this.#inner = inner;
  }
  get inTransaction(): boolean {
    return this.#inner.inTransaction;
  }
  async execute(sql: string): Promise<QueryResult> {
    this.onExecute(sql);
    if (!/^(?:PRAGMA|SELECT)/.test(sql)) this.log.push(sql.trim().split(/[(\n]/)[0]!.trim());
    return this.#inner.execute(sql);
  }
  async begin(): Promise<void> {
    this.log.push('BEGIN');
    await this.#inner.begin();
  }
  async commit(): Promise<void> {
    this.log.push('COMMIT');
    await this.#inner.commit();
  }
  async rollback(): Promise<void> {
    this.log.push('ROLLBACK');
    await this.#inner.rollback();
  }
  async cancel(): Promise<void> {
    this.log.push('CANCEL');
    await this.#inner.cancel();
  }
  async close(): Promise<void> {
    await this.#inner.close();
  }
}

const a = script('a', []);
const b = script('b', ['a']);
const c = script('c', ['b']);
const revisionMap = mapOf(a, b, c);
const history = {
  a: [createTable('t')],
  'a:downgrade': [dropTable('t')],
  b: [createTable('u')],
  'b:downgrade': [dropTable('u')],
  c: [execute('INSERT INTO t (id) VALUES (7)')],
  'c:downgrade': [execute('DELETE FROM t')],
};

let connection: LoggingConnection;
beforeEach(async () => {
  connection = new LoggingConnection(await connect(makeUrl('sqlite://'), { baseDirectory: '/' }));
});
afterEach(() => connection.close());

function run(
  steps: readonly MigrationStep[],
  operations: Readonly<Record<string, readonly MigrateOperation[]>>,
  more: Partial<Omit<RunOptions, 'configure'>> & { configure?: Partial<MigrationContextOptions> } = {},
): Promise<RunReport> {
  return runMigrations({
    connection,
    dialect: dialectFor('sqlite', 'online'),
    revisionMap,
    steps,
    evaluate: evaluateFrom(operations),
    ...more,
    configure: { ...defaultOptions, ...more.configure },
  });
}
const outcomes = (report: RunReport): string[] => report.steps.map(({ outcome }) => outcome);
async function tables(): Promise<string[]> {
  const { rows } = await connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1");
  return rows.map(([name]) => String(name));
}
const broken = { ...history, b: [createTable('u'), execute('INSERT INTO nowhere VALUES (1)', 42)] };

describe('another session’s lock is in the way', () => {
  /** Fails as often as told before the statement works. */
  function lockedFor(times: number, pattern: RegExp): void {
    let left = times;
    connection.onExecute = (sql) => {
      if (pattern.test(sql) && left-- > 0) throw new DatabaseError('locked', { code: 'SQLITE_BUSY', sql });
    };
  }

  test('the transaction is rolled back and tried again, and nothing of it runs twice', async () => {
    lockedFor(1, /CREATE TABLE u/);
    const waits: string[] = [];
    const report = await run(upgrade(a, b, c), history, {
      lockRetries: 2,
      onWaiting: (holder) => waits.push(holder),
    });
    expect(report).toMatchObject({ current: ['c'], error: null });
    expect(outcomes(report)).toEqual(['done', 'done', 'done']);
    expect(connection.log.filter((sql) => /^(?:CREATE TABLE|ROLLBACK|COMMIT)/.test(sql))).toEqual([
      ...['CREATE TABLE alembic_version', 'CREATE TABLE t', 'COMMIT'],
      ...['ROLLBACK', 'CREATE TABLE u', 'COMMIT', 'COMMIT'],
    ]);
    expect(waits).toEqual(['another session, whose lock was in the way; try 2 of 3 in 0.5 s']);
  });

  test('a run that is one transaction begins anew', async () => {
    lockedFor(1, /CREATE TABLE u/);
    const report = await run(upgrade(a, b), history, {
      lockRetries: 1,
      configure: { transactionalDdl: true },
    });
    expect(report).toMatchObject({ current: ['b'], error: null });
    expect(await tables()).toEqual(['alembic_version', 't', 'u']);
  });

  test('it ends after the last try, and without any the first', async () => {
    lockedFor(9, /CREATE TABLE u/);
    const report = await run(upgrade(a, b), history, { lockRetries: 1 });
    expect(report).toMatchObject({
      current: ['a'],
      error: { message: 'locked; tried 2 times', revision: 'b' },
    });
    connection.onExecute = () => undefined;
    lockedFor(1, /CREATE TABLE u/);
    expect(await run(upgrade(b), history)).toMatchObject({ current: ['a'], error: { message: 'locked' } });
  });

  test('what an autocommit block has committed is not tried again', async () => {
    const block: MigrateOperation = {
      kind: 'autocommit_block',
      ops: [execute('DROP TABLE t')],
      origin: null,
    };
    lockedFor(1, /DROP TABLE t/);
    const report = await run(upgrade(a, b), { ...history, b: [createTable('u'), block] }, { lockRetries: 3 });
    expect(report.error?.message).toMatch(
      /^locked; what "upgrade a -> b, doc of b" did up to its autocommit_block/,
    );
    expect(connection.log.filter((sql) => sql === 'CREATE TABLE u')).toHaveLength(1);
  });
});

describe('a run that ends well', () => {
  test('upgrades and downgrades, each step in its transaction where DDL is not transactional', async () => {
    const up = await run(upgrade(a, b, c), history);
    expect(up).toMatchObject({ current: ['c'], error: null, cancelled: false });
    expect(outcomes(up)).toEqual(['done', 'done', 'done']);
    expect(connection.log).toEqual([
      ...['BEGIN', 'CREATE TABLE alembic_version', 'CREATE TABLE t', 'INSERT INTO alembic_version', 'COMMIT'],
      ...[
        'BEGIN',
        'CREATE TABLE u',
        "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a'",
        'COMMIT',
      ],
      ...[
        'BEGIN',
        'INSERT INTO t',
        "UPDATE alembic_version SET version_num='c' WHERE alembic_version.version_num = 'b'",
        'COMMIT',
      ],
    ]);
    const down = await run(downgrade(c, b, a), history, { expectedHeads: ['c'] });
    expect(down).toMatchObject({ current: [], error: null });
    expect(await tables()).toEqual(['alembic_version']);
  });

  test('is one transaction where DDL is transactional', async () => {
    await run(upgrade(a, b), history, { configure: { transactionalDdl: true } });
    expect(connection.log.filter((sql) => /^(?:BEGIN|COMMIT)$/.test(sql))).toEqual(['BEGIN', 'COMMIT']);
  });

  test('with no steps creates the version table, as Alembic does', async () => {
    expect(await run([], history)).toMatchObject({ current: [], error: null });
    expect(await tables()).toEqual(['alembic_version']);
  });

  test('tells its progress', async () => {
    const progress: string[] = [];
    const onProgress = ({ index, count, statement }: Progress): void => {
      progress.push(`${String(index + 1)}/${String(count)} ${statement?.split(/[(\n]/)[0]?.trim() ?? '-'}`);
    };
    await run(upgrade(a, b), history, { onProgress });
    expect(progress).toEqual([
      ...['1/2 -', '1/2 CREATE TABLE t', '1/2 INSERT INTO alembic_version'],
      ...['2/2 -', '2/2 CREATE TABLE u'],
      "2/2 UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a'",
    ]);
  });

  test('stamps without running anything', async () => {
    const report = await run(
      [{ kind: 'stamp', from: [], to: ['c'], direction: 'upgrade', branchMove: true }],
      history,
    );
    expect(report).toMatchObject({ current: ['c'], error: null });
    expect(await tables()).toEqual(['alembic_version']);
  });

  test('purging a stamp forgets what was there', async () => {
    await run(upgrade(a), history);
    const report = await run(
      [{ kind: 'stamp', from: [], to: ['b'], direction: 'upgrade', branchMove: true }],
      history,
      { purge: true },
    );
    expect(report).toMatchObject({ current: ['b'], error: null });
  });
});

describe('a statement that fails', () => {
  test('takes back its step and leaves the steps before it', async () => {
    const report = await run(upgrade(a, b, c), broken);
    expect(outcomes(report)).toEqual(['done', 'failed', 'not run']);
    expect(report).toMatchObject({ current: ['a'], cancelled: false });
    expect(report.error).toMatchObject({
      revision: 'b',
      sql: 'INSERT INTO nowhere VALUES (1)',
      code: 'SQLITE_ERROR',
      origin: { file: '/versions/x.py', range: { start: 42 } },
      message: 'no such table: nowhere',
    });
    expect(await tables()).toEqual(['alembic_version', 't']);
  });

  test('takes back the whole run where the run is one transaction', async () => {
    const report = await run(upgrade(a, b, c), broken, { configure: { transactionalDdl: true } });
    expect(outcomes(report)).toEqual(['not run', 'failed', 'not run']);
    expect(report.current).toEqual([]);
    expect(await tables()).toEqual([]);
  });

  test('after an autocommit block says what stays', async () => {
    const operations = {
      ...history,
      b: [createTable('u'), { kind: 'autocommit_block', ops: [execute('NONSENSE')], origin: null } as const],
    };
    const report = await run(upgrade(a, b), operations, { configure: { transactionalDdl: true } });
    expect(outcomes(report)).toEqual(['done', 'failed']);
    expect(report.current).toEqual(['a']);
    expect(report.error?.message).toContain('"upgrade a -> b, doc of b"');
    expect(report.error?.message).toContain('stays');
    expect(await tables()).toEqual(['alembic_version', 't', 'u']);
  });
});

describe('a run that must not begin', () => {
  const untouched = (): void => {
    expect(connection.log).toEqual([]);
  };

  test('a later revision cannot be evaluated', async () => {
    const origin = { file: '/versions/c.py', range: { start: 5, end: 6 } };
    const report = await run(upgrade(a, b, c), history, {
      evaluate: ({ revision }) => ({
        operations: [],
        refusals: revision === 'c' ? [{ message: 'requests.get is not evaluated', origin }] : [],
      }),
    });
    expect(outcomes(report)).toEqual(['not run', 'not run', 'failed']);
    expect(report.error).toMatchObject({
      revision: 'c',
      origin,
      message: 'requests.get is not evaluated',
      hint: 'Nothing was changed. A run up to b is possible.',
    });
    untouched();
  });

  test('a later revision cannot be evaluated, and the run is to go as far as it can', async () => {
    const evaluate = evaluateFrom(history);
    const partway = {
      asFarAsPossible: true,
      evaluate: (each: typeof a, direction: 'upgrade' | 'downgrade') =>
        each.revision === 'c'
          ? { operations: [], refusals: [{ message: 'requests.get is not evaluated', origin: null }] }
          : evaluate(each, direction),
    };
    const whole = await run(upgrade(a, b, c), history, { ...partway, configure: { transactionalDdl: true } });
    expect(outcomes(whole)).toEqual(['not run', 'not run', 'failed']);
    expect(whole.error?.hint).toBe('Nothing was changed. A run up to b is possible.');
    untouched();

    const report = await run(upgrade(a, b, c), history, partway);
    expect(outcomes(report)).toEqual(['done', 'done', 'failed']);
    expect(report.current).toEqual(['b']);
    expect(report.error).toMatchObject({ revision: 'c', message: 'requests.get is not evaluated' });
    expect(report.error?.hint).toContain('The revisions before it were run.');
    expect(await tables()).toEqual(['alembic_version', 't', 'u']);
  });

  test('an operation cannot be compiled', async () => {
    const origin = { file: '/versions/b.py', range: { start: 1, end: 2 } };
    const report = await run(upgrade(a, b), {
      ...history,
      b: [
        {
          kind: 'drop_constraint',
          name: { text: 'uq', isFinal: false },
          table: 't',
          schema: null,
          type: 'unique',
          ifExists: null,
          original: null,
          dialectOptions: {},
          origin,
        },
      ],
    });
    expect(outcomes(report)).toEqual(['not run', 'failed']);
    expect(report.error).toMatchObject({ revision: 'b', origin });
    untouched();
  });

  test('the database is elsewhere than the plan says', async () => {
    await run(upgrade(a, b), history);
    const report = await run(upgrade(c), history, { expectedHeads: ['a'] });
    expect(report.error?.message).toBe(
      'The database is at b, but the run was planned for a: nothing was changed',
    );
    expect(outcomes(report)).toEqual(['not run']);
    expect(report.current).toEqual(['b']);
  });
});

test('a version row that somebody changed stops the run', async () => {
  await run(upgrade(a), history);
  const tampering = [createTable('u'), execute("UPDATE alembic_version SET version_num = 'zzz'")];
  const report = await run(upgrade(b), { ...history, b: tampering });
  expect(report.error?.message).toBe(
    "Online migration expected to match one row when updating 'a' to 'b' in 'alembic_version'; 0 found",
  );
  expect(report.current).toEqual(['a']);
  expect(await tables()).toEqual(['alembic_version', 't']);
});

test('aborting stops before the next statement and takes back the step', async () => {
  const abort = new AbortController();
  connection.onExecute = (sql) => {
    if (sql.includes('CREATE TABLE u')) abort.abort();
  };
  const report = await run(upgrade(a, b, c), history, { signal: abort.signal });
  expect(report).toMatchObject({ cancelled: true, current: ['a'] });
  expect(report.error?.message).toBe('Cancelled');
  expect(outcomes(report)).toEqual(['done', 'not run', 'not run']);
  expect(connection.log).toContain('CANCEL');
  expect(await tables()).toEqual(['alembic_version', 't']);
});

test('two heads are two rows', async () => {
  const x = script('x', []);
  const y = script('y', []);
  const report = await run(upgrade(x, y), {}, { revisionMap: mapOf(x, y) });
  expect([...report.current!].sort()).toEqual(['x', 'y']);
});
