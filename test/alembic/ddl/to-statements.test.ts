import { describe, expect, test } from 'vitest';
import { OperationError } from '../../../server/src/alembic/ddl/index.ts';
import type { StatementContext } from '../../../server/src/alembic/operations/toimpl.ts';
import { toStatements } from '../../../server/src/alembic/operations/toimpl.ts';
import type { EnumTypeOp, MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import * as b from '../../oracle/ddl/builders.ts';

const origin = { file: '/versions/a.py', range: { start: 10, end: 20 } };

function context(
  name: DialectName,
  mode: 'offline' | 'online',
  more: Partial<StatementContext> = {},
): StatementContext {
  return { dialect: dialectFor(name, mode), createdEnums: new Set(), asSql: mode === 'offline', ...more };
}
function sql(operation: MigrateOperation, given: StatementContext): string[] {
  return toStatements(operation, given).map((statement) => statement.sql);
}
function refusal(run: () => unknown): OperationError {
  try {
    run();
  } catch (error) {
    if (error instanceof OperationError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

test('every statement carries the place of its operation', () => {
  const operation = { ...b.addColumn('t', { name: 'c', type: b.integer, index: true }), origin };
  expect(toStatements(operation, context('postgresql', 'online')).map((s) => s.origin)).toEqual([
    origin,
    origin,
  ]);
});

test('a refusal names operation, table, column and place', () => {
  const operation: MigrateOperation = {
    ...b.createTable({ name: 't', columns: [{ name: 'c', type: b.array(b.integer) }] }),
    origin,
  };
  expect(refusal(() => toStatements(operation, context('sqlite', 'online')))).toMatchObject({
    operation: 'create_table',
    table: 't',
    column: 'c',
    origin,
  });
});

test('a refusal from an impl gets the place too', () => {
  const operation = { ...b.dropConstraint(b.name('uq'), 't', { type: 'unique' }), origin };
  expect(refusal(() => toStatements(operation, context('sqlite', 'online')))).toMatchObject({
    operation: 'drop_constraint',
    table: 't',
    origin,
  });
});

test('statements of an autocommit block say so, whatever is inside', () => {
  const index = b.createIndex(b.name('ix'), 't', ['a'], b.options({ postgresql_concurrently: true }));
  const block: MigrateOperation = { kind: 'autocommit_block', ops: [index], origin };
  expect(toStatements(block, context('postgresql', 'online'))).toEqual([
    { sql: 'CREATE INDEX CONCURRENTLY ix ON t (a)', origin: null, autocommit: true },
  ]);
});

describe('bind parameters in executed text', () => {
  const operation = b.execute("SELECT ':x'");

  test('are refused online, where there is no value', () => {
    expect(refusal(() => sql(operation, context('postgresql', 'online'))).message).toBe(
      "A value is required for bind parameter 'x'",
    );
  });
  test('stay in a script without literal binds', () => {
    expect(sql(operation, context('postgresql', 'offline', { literalBinds: false }))).toEqual([
      "SELECT ':x'",
    ]);
  });
});

describe('enum types', () => {
  const operation = (kind: EnumTypeOp['kind'], checkfirst: boolean): MigrateOperation => ({
    kind,
    type: b.enumeration(['a'], { name: 'e' }),
    checkfirst,
    origin: null,
  });

  test('online, a type that may be there is made only when it is not', () => {
    expect(sql(operation('create_enum', false), context('postgresql', 'online'))).toEqual([
      "CREATE TYPE e AS ENUM ('a')",
    ]);
    const [guarded, ...more] = sql(operation('create_enum', true), context('postgresql', 'online'));
    expect(more).toEqual([]);
    expect(guarded).toContain("CREATE TYPE e AS ENUM ('a');\nEXCEPTION WHEN duplicate_object");
    expect(sql(operation('drop_enum', true), context('postgresql', 'online'))).toEqual([
      'DROP TYPE IF EXISTS e',
    ]);
  });

  test('are nothing to a database without them', () => {
    expect(sql(operation('create_enum', true), context('sqlite', 'online'))).toEqual([]);
  });
});

describe('batch mode', () => {
  const change = b.alterColumn('t', 'c', { existingType: b.integer, modifyNullable: false });

  test('hands what must be copied to its caller, after what runs at once', () => {
    const seen: string[][] = [];
    const recreate: StatementContext['recreate'] = (batch) => {
      seen.push(batch.ops.map((op) => op.kind));
      return [{ sql: 'COPY', origin: null }];
    };
    const operation = b.batch('t', [change, b.execute('SELECT 1')]);
    expect(sql(operation, context('sqlite', 'online', { recreate }))).toEqual(['SELECT 1', 'COPY']);
    expect(seen).toEqual([['alter_column']]);
  });

  test('is plain ALTER where the database can', () => {
    const recreate = (): never => {
      throw new Error('must not be asked');
    };
    expect(sql(b.batch('t', [change]), context('postgresql', 'online', { recreate }))).toEqual([
      'ALTER TABLE t ALTER COLUMN c SET NOT NULL',
    ]);
  });

  test('copies on SQLite for a column that brings a constraint', () => {
    const column = b.addColumn('t', { name: 'c', type: b.integer, foreignKeys: [b.references('o.id')] });
    expect(() => sql(b.batch('t', [column]), context('sqlite', 'offline'))).toThrow(
      /requires a live database/,
    );
  });
});

describe('bulk_insert online', () => {
  test('writes JSON as the column would store it', () => {
    const value = { type: 'json', value: { a: [1, null, 'é'] } } as const;
    const operation = b.bulkInsert('t', [{ name: 'j', type: b.json }], [{ j: value }]);
    expect(sql(operation, context('postgresql', 'online'))).toEqual([
      String.raw`INSERT INTO t (j) VALUES ('{"a": [1, null, "\u00e9"]}')`,
    ]);
  });

  test('refuses a row with a column that the table lacks', () => {
    const operation = b.bulkInsert('t', [{ name: 'a', type: b.integer }], [{ b: b.int(1) }]);
    expect(refusal(() => sql(operation, context('postgresql', 'online')))).toMatchObject({
      message: 'Unconsumed column names: b',
      table: 't',
    });
  });

  test('binds a text for a date as drivers do, which a script refuses', () => {
    const operation = b.bulkInsert('t', [{ name: 'a', type: b.date }], [{ a: b.str('2024-01-01') }]);
    expect(sql(operation, context('postgresql', 'online'))).toEqual([
      "INSERT INTO t (a) VALUES ('2024-01-01')",
    ]);
    expect(() => sql(operation, context('postgresql', 'offline'))).toThrow(OperationError);
  });

  test('leaves IDENTITY_INSERT to scripts', () => {
    const operation = b.bulkInsert('t', [{ name: 'a', type: b.integer }], [{ a: b.int(1) }]);
    expect(sql(operation, context('mssql', 'online'))).toEqual(['INSERT INTO t (a) VALUES (1)']);
    expect(sql(operation, context('mssql', 'offline'))).toHaveLength(3);
  });
});
