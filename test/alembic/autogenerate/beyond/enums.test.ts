import { beforeAll, describe, expect, test } from 'vitest';
import { valueChanges } from '../../../../server/src/alembic/autogenerate/beyond/enums/values.ts';
import { initTestParser } from '../../../support/python.ts';
import { revisionOf } from './support.ts';

beforeAll(initTestParser);

const person = (values: string, more = ''): string =>
  `Table("person", m, Column("id", Integer, primary_key=True), Column("mood", Enum(${values}, name="mood")${more}))`;

describe('values', () => {
  const list = (text: string): string[] => text.split('');
  test.each([
    [
      'ab',
      'xaybz',
      [
        { value: 'x', place: { before: 'a' } },
        { value: 'y', place: { after: 'a' } },
        { value: 'z', place: null },
      ],
    ],
    [
      'ab',
      'axyb',
      [
        { value: 'x', place: { after: 'a' } },
        { value: 'y', place: { after: 'x' } },
      ],
    ],
    [
      '',
      'ab',
      [
        { value: 'a', place: null },
        { value: 'b', place: null },
      ],
    ],
    ['ab', 'ba', []],
  ])('%s to %s', (from, to, added) => {
    expect(valueChanges(list(from), list(to), new Map())).toEqual({ renamed: [], added, removed: [] });
  });
  test('a renamed one is neither added nor removed', () => {
    expect(valueChanges(list('abc'), list('axd'), new Map([['b', 'x']]))).toEqual({
      renamed: [['b', 'x']],
      added: [{ value: 'd', place: { after: 'x' } }],
      removed: ['c'],
    });
  });
});

test('an added value is one statement, and taken back by making the type anew', () => {
  expect(revisionOf({ before: person('"a", "b"'), after: person('"a", "c", "b"') })).toEqual({
    questions: [],
    up: ["op.execute(\"ALTER TYPE mood ADD VALUE 'c' AFTER 'a'\")"],
    down: [
      '# Rows that have "c" stop this: give them another value before.',
      "op.execute('ALTER TYPE mood RENAME TO mood_old')",
      "op.execute(\"CREATE TYPE mood AS ENUM ('a', 'b')\")",
      "op.alter_column('person', 'mood', existing_type=sa.Enum('a', 'c', 'b', name='mood'), type_=sa.Enum('a', 'b', name='mood'), existing_nullable=True, postgresql_using='mood::text::mood')",
      "op.execute('DROP TYPE mood_old')",
    ],
  });
});

test('it is added outside of the transaction for an old server, and where the revision uses it', () => {
  const outside = [
    'with op.get_context().autocommit_block():',
    '    op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS \'c\'")',
  ];
  const [before, after] = [person('"a"'), person('"a", "c"')];
  expect(revisionOf({ before, after, serverVersion: 11 }).up).toEqual(outside);
  expect(revisionOf({ before, after, serverVersion: 12 }).up).toHaveLength(1);
  expect(revisionOf({ before, after: person('"a", "c"', ', server_default="c"') }).up).toEqual(outside);
});

test('a value that looks like another is asked about', () => {
  const [before, after] = [person('"happy", "sad"'), person('"happy", "unhappy"')];
  const id = 'enum mood.sad -> unhappy';
  expect(revisionOf({ before, after }).questions).toMatchObject([{ id, from: 'sad', to: 'unhappy' }]);
  expect(revisionOf({ before, after, answers: { [id]: true } })).toEqual({
    questions: [],
    up: ["op.execute(\"ALTER TYPE mood RENAME VALUE 'sad' TO 'unhappy'\")"],
    down: ["op.execute(\"ALTER TYPE mood RENAME VALUE 'unhappy' TO 'sad'\")"],
  });
});

test('for a removed one what leans on the type goes and comes back', () => {
  const table = (values: string): string =>
    `Table("t", m, Column("id", Integer, primary_key=True), Column("moods", postgresql.ARRAY(Enum(${values}, name="mood"))),
       Column("mood", Enum(${values}, name="mood"), server_default="a"), Index("ix", "id", postgresql_where=text("mood = 'a'")))`.replaceAll(
      '\n',
      ' ',
    );
  const { up } = revisionOf({ before: table('"a", "b"'), after: table('"a"') });
  expect(up).toEqual([
    '# Rows that have "b" stop this: give them another value before.',
    "op.execute('ALTER TYPE mood RENAME TO mood_old')",
    'op.execute("CREATE TYPE mood AS ENUM (\'a\')")',
    "op.drop_index('ix', table_name='t', postgresql_where=sa.text(\"mood = 'a'\"))",
    "op.alter_column('t', 'moods', existing_type=postgresql.ARRAY(sa.Enum('a', 'b', name='mood')), type_=postgresql.ARRAY(sa.Enum('a', name='mood')), existing_nullable=True, postgresql_using='moods::text[]::mood[]')",
    "op.alter_column('t', 'mood', server_default=None)",
    "op.alter_column('t', 'mood', existing_type=sa.Enum('a', 'b', name='mood'), type_=sa.Enum('a', name='mood'), existing_nullable=True, postgresql_using='mood::text::mood')",
    "op.alter_column('t', 'mood', server_default='a')",
    "op.create_index('ix', 't', ['id'], unique=False, postgresql_where=sa.text(\"mood = 'a'\"))",
    "op.execute('DROP TYPE mood_old')",
  ]);
});

test('nothing is said of a type that is not certain, of another order, without the switch, or elsewhere', () => {
  const [before, after] = [person('"a"'), person('"a", "c"')];
  expect(revisionOf({ before, after, uncertain: ['mood'] }).up).toEqual(['pass']);
  expect(revisionOf({ before: person('"a", "b"'), after: person('"b", "a"') }).up).toEqual(['pass']);
  expect(revisionOf({ before, after, on: ['renames'] }).up).toEqual(['pass']);
  expect(revisionOf({ before, after, dialect: 'sqlite' }).up).toEqual(['pass']);
});

test('a type is made for a column, is not made again, and goes with its last column', () => {
  const plain = 'Table("person", m, Column("id", Integer, primary_key=True))';
  const cat = 'Table("cat", m, Column("mood", Enum("a", name="mood")))';
  const context = { writesCreateType: true };
  expect(revisionOf({ before: plain, after: person('"a"') })).toMatchObject({
    up: [
      "sa.Enum('a', name='mood').create(op.get_bind())",
      "op.add_column('person', sa.Column('mood', sa.Enum('a', name='mood'), nullable=True))",
    ],
    down: ["op.drop_column('person', 'mood')", "sa.Enum('a', name='mood').drop(op.get_bind())"],
  });
  expect(revisionOf({ before: person('"a"'), after: `${person('"a"')}\n${cat}`, context })).toMatchObject({
    up: [
      "op.create_table('cat', sa.Column('mood', postgresql.ENUM('a', name='mood', create_type=False), nullable=True))",
    ],
    down: ["op.drop_table('cat')"],
  });
  expect(revisionOf({ before: '', after: cat })).toMatchObject({
    up: ["op.create_table('cat', sa.Column('mood', sa.Enum('a', name='mood'), nullable=True))"],
    down: ["op.drop_table('cat')", "sa.Enum('a', name='mood').drop(op.get_bind())"],
  });
});

test('of an enum that is a text the CHECK follows', () => {
  const text = (values: string): string =>
    person(values, '').replace(
      'name="mood"',
      'name="mood", native_enum=False, create_constraint=True, length=9',
    );
  const type = (values: string): string =>
    `sa.Enum(${values}, name='mood', native_enum=False, create_constraint=True, length=9)`;
  expect(revisionOf({ before: text('"a", "b"'), after: text('"a"'), dialect: 'mssql' }).up).toEqual([
    `op.alter_column('person', 'mood', existing_type=${type("'a', 'b'")}, type_=${type("'a'")}, existing_nullable=True)`,
  ]);
});
