import { describe, expect, test } from 'vitest';
import { emptyState, replay, type ReplayState } from '../../../server/src/alembic/operations/replay.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { buildColumn, type TableSpec } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import {
  at,
  base,
  check,
  columnOf,
  foreignKey,
  id,
  integer,
  metadata,
  op,
  string,
  tableOf,
  unique,
} from '../support/tables.ts';

const users: TableSpec = {
  name: 'users',
  columns: [
    id,
    { name: 'email', type: string(255), unique: true },
    { name: 'age', type: integer, index: true },
  ],
};
const orders: TableSpec = {
  name: 'orders',
  columns: [id, { name: 'user_id', type: integer }],
  constraints: [foreignKey(['user_id'], 'users')],
};

function stateOf(...tables: readonly TableSpec[]): ReplayState {
  return { ...emptyState(), metadata: metadata(...tables) };
}

const names = (state: ReplayState): string[] => [...state.metadata.tables.keys()];
const messages = (state: ReplayState): string[] => state.problems.map((problem) => problem.message);

describe('tables', () => {
  test('are created with the place of the operation, and dropped', () => {
    const table = tableOf(stateOf(users), 'users');
    const created = replay(emptyState(), [{ kind: 'create_table', table, ifNotExists: null, origin: at(9) }]);
    expect(tableOf(created, 'users').origin).toEqual(at(9));
    expect(names(replay(created, [op.dropTable('users')]))).toEqual([]);
  });

  test('leave the state before as it was, and share what did not change', () => {
    const before = stateOf(users, orders);
    const after = replay(before, [op.dropColumn('users', 'age')]);
    expect(tableOf(before, 'users').columns).toHaveLength(3);
    expect(tableOf(after, 'users').columns).toHaveLength(2);
    expect(tableOf(after, 'orders')).toBe(tableOf(before, 'orders'));
  });

  test('renamed take their place in the order, and foreign keys and indexes with them', () => {
    const after = replay(stateOf(users, orders), [op.renameTable('users', 'people')]);
    expect(names(after)).toEqual(['people', 'orders']);
    expect(tableOf(after, 'orders').constraints).toContainEqual(
      expect.objectContaining({ kind: 'foreign_key', referredTable: 'people' }),
    );
    expect(tableOf(after, 'people').indexes[0]).toMatchObject({
      table: 'people',
      expressions: [{ kind: 'column', table: 'people', name: 'age' }],
    });
  });

  test('that are missing or there already are problems with their place', () => {
    const table = tableOf(stateOf(users), 'users');
    const create: MigrateOperation = { kind: 'create_table', table, ifNotExists: null, origin: at(9) };
    const after = replay(stateOf(users), [create, op.dropTable('nothing'), { ...create, ifNotExists: true }]);
    expect(after.problems).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('table users exists already') as string,
        origin: at(9),
      }),
      expect.objectContaining({
        message: expect.stringContaining('there is no table nothing') as string,
        origin: at(4),
      }),
    ]);
  });
});

describe('columns', () => {
  test('are added with the constraint and index of their flags', () => {
    const column = buildColumn({ name: 'code', type: string(5), unique: true });
    const after = replay(stateOf(orders), [op.addColumn('orders', column)]);
    const table = tableOf(after, 'orders');
    expect(table.columns.map((one) => one.name)).toEqual(['id', 'user_id', 'code']);
    expect(table.constraints).toContainEqual(expect.objectContaining({ kind: 'unique', columns: ['code'] }));
    expect(columnOf(table, 'code').origin).toEqual(at(1));
    const indexed = buildColumn({ name: 'ref', type: string(5), index: true });
    const state = replay(after, [op.addColumn('orders', indexed)]);
    expect(tableOf(state, 'orders').indexes.map((index) => index.name?.text)).toEqual(['ix_orders_ref']);
  });

  test('are dropped with the constraints and indexes that use them', () => {
    const spec: TableSpec = {
      ...orders,
      constraints: [foreignKey(['user_id'], 'users'), check('user_id > 0', 'positive')],
    };
    const after = replay(stateOf(users, spec), [
      op.dropColumn('orders', 'user_id'),
      op.dropColumn('users', 'age'),
    ]);
    expect(tableOf(after, 'orders').constraints.map((one) => one.kind)).toEqual(['primary_key']);
    expect(tableOf(after, 'users').indexes).toEqual([]);
    expect(messages(after)).toEqual([]);
  });

  test('renamed are renamed in keys, indexes and foreign keys of other tables', () => {
    const after = replay(stateOf(users, orders), [
      op.renameColumn('users', 'id', 'uid'),
      op.renameColumn('users', 'age', 'years'),
    ]);
    const table = tableOf(after, 'users');
    expect(table.constraints[0]).toMatchObject({ kind: 'primary_key', columns: ['uid'] });
    expect(table.indexes[0]?.expressions).toMatchObject([{ name: 'years' }]);
    expect(tableOf(after, 'orders').constraints[1]).toMatchObject({ referredColumns: ['uid'] });
  });

  test('take every modification, and a default of None goes', () => {
    const alter: MigrateOperation = {
      kind: 'alter_column',
      table: 'users',
      schema: null,
      column: 'email',
      modifyType: string(10),
      modifyNullable: false,
      modifyComment: 'mail',
      modifyServerDefault: { kind: 'default', arg: { type: 'str', value: 'x' } },
      dialectOptions: {},
      origin: at(8),
    };
    const changed = replay(stateOf(users), [alter]);
    expect(columnOf(tableOf(changed, 'users'), 'email')).toMatchObject({
      type: { length: 10 },
      nullable: false,
      comment: 'mail',
      serverDefault: { arg: { value: 'x' } },
      origin: at(8),
    });
    const { modifyType: _type, modifyComment: _comment, ...rest } = alter;
    const cleared = replay(changed, [{ ...rest, modifyServerDefault: null }]);
    expect(columnOf(tableOf(cleared, 'users'), 'email')).toMatchObject({
      serverDefault: null,
      comment: 'mail',
    });
  });
});

describe('constraints', () => {
  test.each([
    ['users_email_key', 'users', ['primary_key']],
    ['orders_user_id_fkey', 'orders', ['primary_key', 'check']],
    ['orders_user_id_check', 'orders', ['primary_key', 'foreign_key']],
  ])('without a name are found by PostgreSQL’s: %s', (name, table, left) => {
    const spec: TableSpec = {
      ...orders,
      constraints: [foreignKey(['user_id'], 'users'), check('user_id > 0')],
    };
    const after = replay(stateOf(users, spec), [op.dropConstraint(table, name)]);
    expect(messages(after)).toEqual([]);
    expect(tableOf(after, table).constraints.map((one) => one.kind)).toEqual(left);
  });

  test('of a dropped primary key leave its columns NOT NULL', () => {
    const after = replay(stateOf(users), [op.dropConstraint('users', 'users_pkey')]);
    expect(columnOf(tableOf(after, 'users'), 'id')).toMatchObject({ primaryKey: false, nullable: false });
    const key = { kind: 'primary_key', ...base, columns: ['email'], isImplicit: false } as const;
    const again = replay(after, [
      { kind: 'add_constraint', table: 'users', schema: null, constraint: key, origin: null },
    ]);
    expect(columnOf(tableOf(again, 'users'), 'email')).toMatchObject({ primaryKey: true, nullable: false });
    expect(tableOf(again, 'users').constraints.filter((one) => one.kind === 'primary_key')).toHaveLength(1);
  });

  test('of a batch are found by its naming convention', () => {
    const batch: MigrateOperation = {
      kind: 'batch_alter_table',
      table: 'users',
      schema: null,
      recreate: 'auto',
      copyFrom: null,
      namingConvention: { uq: 'uq_%(table_name)s_%(column_0_name)s' },
      tableArgs: [check('age > 0', 'grown')],
      reflectKwargs: false,
      partialReordering: [],
      ops: [op.dropConstraint('users', 'uq_users_email')],
      origin: null,
    };
    const after = replay(stateOf(users), [batch]);
    expect(messages(after)).toEqual([]);
    expect(tableOf(after, 'users').constraints.map((one) => one.kind)).toEqual(['primary_key', 'check']);
    expect(after.metadata.namingConvention).toBe(stateOf(users).metadata.namingConvention);
  });

  test('that are not there, or have no name to drop, are problems', () => {
    const state = replay(stateOf({ ...users, constraints: [unique(['age'], 'known')] }), [
      op.dropConstraint('users', 'unknown'),
      op.dropConstraint('users', null),
      op.dropConstraint('users', 'known'),
    ]);
    expect(messages(state)).toEqual([
      expect.stringContaining('table users has no constraint unknown'),
      expect.stringContaining('without its name'),
    ]);
  });
});

describe('raw SQL', () => {
  test.each([
    ['UPDATE users SET age = 1; -- ALTER TABLE x', null],
    ["INSERT INTO a VALUES ('; DROP TABLE users')", null],
    ['CREATE EXTENSION IF NOT EXISTS citext', null],
    ['ALTER TABLE users ADD COLUMN x INTEGER', ['users']],
    ['alter table only "Weird ""name" drop column x', ['Weird "name']],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON public.users (email)', ['public.users']],
    ['DROP TABLE IF EXISTS a; CREATE TABLE b (id int)', ['b']],
    ['DROP INDEX ix_that_raw_sql_made', 'anything'],
    ['ALTER TABLE Users RENAME TO people', ['Users']],
    ["EXEC sp_rename 'a', 'b'", 'anything'],
    ['DO $$ BEGIN ALTER TABLE a; END $$', 'anything'],
  ])('%s', (sql, tables) => {
    const { uncertain } = replay(emptyState(), [op.execute(sql)]);
    if (tables === null) expect(uncertain).toEqual([]);
    else expect(uncertain).toMatchObject([{ tables: tables === 'anything' ? null : tables, origin: at(5) }]);
  });

  test('inside an autocommit block counts too', () => {
    const block: MigrateOperation = {
      kind: 'autocommit_block',
      ops: [op.execute('VACUUM'), op.execute('X')],
      origin: null,
    };
    expect(replay(emptyState(), [block]).uncertain).toHaveLength(1);
  });
});
