import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../../../support/python.ts';
import { revisionOf } from './support.ts';

beforeAll(initTestParser);

const user = (columns: string): string =>
  `Table("users", m, Column("id", Integer, primary_key=True), ${columns})`;

describe('a column', () => {
  const before = user('Column("fullname", String(50), index=True)');
  const after = user('Column("full_name", String(50), index=True)');
  const id = 'column users.fullname -> full_name';

  test('that looks like another is asked about, and dropped and added meanwhile', () => {
    const { up, questions } = revisionOf({ before, after });
    expect(questions).toMatchObject([
      { id, kind: 'rename_column', table: 'users', from: 'fullname', to: 'full_name' },
    ]);
    expect(questions[0]?.text).toBe('Was column "fullname" of table "users" renamed to "full_name"?');
    expect(up.map((line) => line.slice(0, 14))).toEqual([
      'op.add_column(',
      'op.drop_index(',
      'op.create_inde',
      'op.drop_column',
    ]);
  });

  test('is renamed with its index when the answer is yes', () => {
    expect(revisionOf({ before, after, answers: { [id]: true } })).toEqual({
      questions: [],
      up: [
        "op.alter_column('users', 'fullname', existing_type=sa.String(length=50), new_column_name='full_name', existing_nullable=True)",
        "op.execute('ALTER INDEX ix_users_fullname RENAME TO ix_users_full_name')",
      ],
      down: [
        "op.execute('ALTER INDEX ix_users_full_name RENAME TO ix_users_fullname')",
        "op.alter_column('users', 'full_name', existing_type=sa.String(length=50), new_column_name='fullname', existing_nullable=True)",
      ],
    });
  });

  test('is not asked about again when the answer is no, nor without the switch', () => {
    const { up, questions } = revisionOf({ before, after, answers: { [id]: false } });
    expect(questions).toEqual([]);
    expect(up.join('\n')).toContain("op.drop_column('users', 'fullname')");
    expect(revisionOf({ before, after, on: ['safeOrder'] }).questions).toEqual([]);
  });

  test('of another kind of type is no question, whatever its name', () => {
    const { questions } = revisionOf({
      before: user('Column("state", Integer)'),
      after: user('Column("states", String(9))'),
    });
    expect(questions).toEqual([]);
  });

  test('pairs with the one that is most alike, each once', () => {
    const { questions } = revisionOf({
      before: user('Column("first", String(20)), Column("last", String(20))'),
      after: user('Column("first_name", String(20)), Column("last_name", String(20))'),
    });
    expect(questions.map(({ id: each }) => each).sort()).toEqual([
      'column users.first -> first_name',
      'column users.last -> last_name',
    ]);
  });

  test('gets what else changed of it', () => {
    const { up } = revisionOf({
      before,
      after: user('Column("full_name", String(80), index=True, nullable=False)'),
      answers: { [id]: true },
    });
    expect(up[0]).toContain("new_column_name='full_name'");
    expect(up.slice(1)).toContain(
      "op.alter_column('users', 'full_name', existing_type=sa.VARCHAR(length=50), type_=sa.String(length=80), nullable=False)",
    );
  });

  test('on SQLite its index is made anew', () => {
    const { up } = revisionOf({ before, after, answers: { [id]: true }, dialect: 'sqlite' });
    expect(up).toEqual([
      "op.alter_column('users', 'fullname', existing_type=sa.String(length=50), new_column_name='full_name', existing_nullable=True)",
      "op.drop_index(op.f('ix_users_fullname'), table_name='users')",
      "op.create_index(op.f('ix_users_full_name'), 'users', ['full_name'], unique=False)",
    ]);
  });
});

describe('a table', () => {
  const post = (table: string): string =>
    `Table("posts", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("${table}.id", name="fk_posts_${table}")))`;
  const before = `${user('Column("name", String(50))')}\n${post('users')}`;
  const after = before.replaceAll('users', 'accounts').replace('"name"', '"full_name"');
  const id = 'table users -> accounts';

  test('is asked about before its columns', () => {
    expect(revisionOf({ before, after }).questions.map((question) => question.id)).toEqual([id]);
    expect(revisionOf({ before, after, answers: { [id]: true } }).questions).toMatchObject([
      { id: 'column accounts.name -> full_name', table: 'accounts' },
    ]);
  });

  test('takes the foreign keys that refer to it along', () => {
    const answers = { [id]: true, 'column accounts.name -> full_name': true };
    expect(revisionOf({ before, after, answers }).up).toEqual([
      "op.rename_table('users', 'accounts')",
      "op.alter_column('accounts', 'name', existing_type=sa.String(length=50), new_column_name='full_name', existing_nullable=True)",
      "op.execute('ALTER TABLE posts RENAME CONSTRAINT fk_posts_users TO fk_posts_accounts')",
    ]);
  });

  test('with other columns is another table', () => {
    const { questions } = revisionOf({
      before: 'Table("users", m, Column("id", Integer, primary_key=True), Column("name", String(50)))',
      after: 'Table("prices", m, Column("sku", String(9), primary_key=True), Column("amount", Numeric))',
    });
    expect(questions).toEqual([]);
  });
});

test('an index under another name is renamed, and one with another condition made anew', () => {
  const index = (name: string, where: string): string =>
    `Table("t", m, Column("id", Integer, primary_key=True), Column("x", Integer), Index("${name}", "x"${where}))`;
  const where = ', postgresql_where=text("x > 0")';
  expect(revisionOf({ before: index('ix_a', ''), after: index('ix_b', '') }).up).toEqual([
    "op.execute('ALTER INDEX ix_a RENAME TO ix_b')",
  ]);
  expect(revisionOf({ before: index('ix_a', where), after: index('ix_b', where) }).up).toEqual([
    "op.execute('ALTER INDEX ix_a RENAME TO ix_b')",
  ]);
  expect(revisionOf({ before: index('ix_a', where), after: index('ix_b', '') }).up).toEqual([
    "op.drop_index(op.f('ix_a'), table_name='t', postgresql_where='(x > 0)')",
    "op.create_index('ix_b', 't', ['x'], unique=False)",
  ]);
});
