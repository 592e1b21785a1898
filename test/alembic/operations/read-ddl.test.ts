/** Raw SQL that is understood changes the replayed schema as the same operations do. */
import { expect, test } from 'vitest';
import { emptyState, replay, type ReplayState } from '../../../server/src/alembic/operations/replay.ts';
import { id, integer, metadata, op, string, tableOf } from '../support/tables.ts';

function after(sql: string): ReplayState {
  const users = {
    name: 'users',
    columns: [
      id,
      { name: 'email', type: string(255) },
      { name: 'age', type: integer, index: true, nullable: false },
    ],
  };
  const state: ReplayState = {
    ...emptyState(),
    metadata: metadata(users, { name: 'orders', columns: [id] }),
  };
  const replayed = replay(state, [op.execute(sql)]);
  expect(replayed.problems).toEqual([]);
  return replayed;
}

const known = (sql: string): ReplayState => {
  const state = after(sql);
  expect(state.uncertain).toEqual([]);
  return state;
};
const columns = (state: ReplayState): string[] => tableOf(state, 'users').columns.map(({ name }) => name);
const indexes = (state: ReplayState): unknown[] =>
  tableOf(state, 'users').indexes.map(({ name }) => name?.text);

test('tables are dropped and renamed', () => {
  expect([...known('DROP TABLE IF EXISTS orders, gone').metadata.tables.keys()]).toEqual(['users']);
  expect([...known('alter table only orders rename to "Sales"').metadata.tables.keys()]).toEqual([
    'users',
    'Sales',
  ]);
});

test('columns are dropped, renamed and made NOT NULL', () => {
  expect(columns(known('ALTER TABLE users DROP COLUMN age, DROP COLUMN IF EXISTS gone'))).toEqual([
    'id',
    'email',
  ]);
  expect(columns(known('ALTER TABLE users RENAME email TO mail'))).toEqual(['id', 'mail', 'age']);
  const nullable = (sql: string) => tableOf(known(sql), 'users').columns.map((column) => column.nullable);
  expect(
    nullable('ALTER TABLE users ALTER COLUMN email SET NOT NULL, ALTER COLUMN age DROP NOT NULL'),
  ).toEqual([false, false, true]);
});

test('indexes are created on plain columns, renamed and dropped', () => {
  expect(indexes(known('CREATE UNIQUE INDEX CONCURRENTLY ix_mail ON users (email, age)'))).toEqual([
    'ix_users_age',
    'ix_mail',
  ]);
  expect(indexes(known('ALTER INDEX ix_users_age RENAME TO ix_age'))).toEqual(['ix_age']);
  expect(indexes(known('DROP INDEX CONCURRENTLY ix_users_age'))).toEqual([]);
});

test.each([
  ['DROP TABLE orders CASCADE', ['orders']],
  ['CREATE INDEX ix ON users (lower(email))', ['users']],
  ['CREATE INDEX ix ON users (email) WHERE age > 3', ['users']],
  ['ALTER TABLE users ALTER COLUMN age TYPE bigint', ['users']],
  ['ALTER TABLE users DROP COLUMN age CASCADE', ['users']],
  ['ALTER TABLE users RENAME Email TO mail', ['users']],
  ['DROP INDEX ix_users_age ON users', null],
])('%s leaves it uncertain', (sql, tables) => {
  const state = after(sql);
  expect(state.uncertain).toMatchObject([{ tables }]);
  expect(columns(state)).toEqual(['id', 'email', 'age']);
  expect(indexes(state)).toEqual(['ix_users_age']);
});
