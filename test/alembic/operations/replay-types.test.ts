/** What raw SQL on enum types does to the columns that have them. */
import { expect, test } from 'vitest';
import { emptyState, replay, type ReplayState } from '../../../server/src/alembic/operations/replay.ts';
import type { DialectType, TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import { columnOf, foreignKey, id, integer, metadata, op, tableOf, unique } from '../support/tables.ts';

const mood: TypeEngine = {
  kind: 'Enum',
  enums: ['a', 'b'],
  name: 'mood',
  schema: null,
  nativeEnum: true,
  createConstraint: false,
  length: null,
  inheritSchema: false,
};
const moods: TypeEngine = {
  kind: 'dialect',
  dialect: 'postgresql',
  name: 'ARRAY',
  options: {
    item_type: {
      kind: 'dialect',
      dialect: 'postgresql',
      name: 'ENUM',
      options: { enums: ['a', 'b'], name: 'mood' },
    },
  },
};

function after(...sql: readonly string[]): ReplayState {
  const table = {
    name: 't',
    columns: [id, { name: 'mood', type: mood }, { name: 'moods', type: moods }, { name: 'n', type: integer }],
  };
  const state = { ...emptyState(), metadata: metadata(table, { name: 'u', columns: [id] }) };
  const replayed = replay(state, sql.map(op.execute));
  expect(replayed.problems).toEqual([]);
  expect(replayed.metadata.tables.get('u')).toBe(state.metadata.tables.get('u'));
  return replayed;
}
/** Name and values of both columns' type, which are the same. */
function typeAfter(...sql: readonly string[]): string {
  const state = after(...sql);
  expect(state.uncertain).toEqual([]);
  const type = columnOf(tableOf(state, 't'), 'mood').type;
  const array = columnOf(tableOf(state, 't'), 'moods').type;
  if (type.kind !== 'Enum' || array.kind !== 'dialect') throw new Error('other types');
  const item = array.options['item_type'];
  expect(item).toMatchObject({ kind: 'dialect', name: 'ENUM' });
  expect((item as DialectType).options).toEqual({ enums: type.enums, name: type.name });
  return `${type.name ?? ''}: ${type.enums.join(' ')}`;
}

test.each([
  ["ALTER TYPE mood ADD VALUE 'c'", 'mood: a b c'],
  ["alter type mood add value if not exists 'c' before 'b'", 'mood: a c b'],
  ["ALTER TYPE public.mood ADD VALUE 'c''d' AFTER 'a'", "mood: a c'd b"],
  ["ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a'", 'mood: a b'],
  ["ALTER TYPE mood RENAME VALUE 'b' TO 'z'", 'mood: a z'],
  ['ALTER TYPE mood RENAME TO "Mood"', 'Mood: a b'],
  ["ALTER TYPE other ADD VALUE 'c'", 'mood: a b'],
  ["CREATE TYPE other AS ENUM ('x', 'y)')", 'mood: a b'],
  ['DROP TYPE IF EXISTS other', 'mood: a b'],
])('%s', (sql, expected) => {
  expect(typeAfter(sql)).toBe(expected);
});

test('a column that changes to the type that took the name has its values', () => {
  const state = replay(after('ALTER TYPE mood RENAME TO mood_old'), [
    op.execute("CREATE TYPE mood AS ENUM ('a')"),
    {
      kind: 'alter_column',
      table: 't',
      schema: null,
      column: 'mood',
      modifyType: { ...mood, enums: ['a'] },
      dialectOptions: {},
      origin: null,
    },
    op.execute("ALTER TYPE mood ADD VALUE 'z'"),
  ]);
  expect(columnOf(tableOf(state, 't'), 'mood').type).toMatchObject({ name: 'mood', enums: ['a', 'z'] });
  expect(columnOf(tableOf(state, 't'), 'moods').type).toMatchObject({
    options: { item_type: { options: { name: 'mood_old', enums: ['a', 'b'] } } },
  });
});

test('what is not understood is remembered with its text', () => {
  const sql = 'ALTER TABLE t ALTER COLUMN mood TYPE mood USING mood::text::mood';
  expect(after(sql).unreadTypes).toEqual([sql]);
  expect(after('UPDATE t SET n = 1', "ALTER TYPE mood ADD VALUE 'c'").unreadTypes).toEqual([]);
});

test('a renamed table keeps the names that PostgreSQL gave, and a constraint is renamed by them', () => {
  const start = {
    ...emptyState(),
    metadata: metadata(
      {
        name: 'a',
        columns: [id, { name: 'x', type: integer }],
        constraints: [unique(['x']), foreignKey(['x'], 'b')],
      },
      { name: 'b', columns: [id] },
    ),
  };
  const state = replay(start, [
    op.renameTable('a', 'z'),
    op.renameColumn('z', 'x', 'y'),
    op.execute('ALTER TABLE z RENAME CONSTRAINT a_x_key TO uq_z'),
    op.dropConstraint('z', 'a_x_fkey'),
  ]);
  expect(state.problems).toEqual([]);
  expect(tableOf(state, 'z').constraints.map(({ kind, name }) => [kind, name?.text])).toEqual([
    ['primary_key', undefined],
    ['unique', 'uq_z'],
  ]);
});
