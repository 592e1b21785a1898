/** What a replayed history says as the database would say it: found by comparing mutated projects with real Alembic. */
import { expect, test } from 'vitest';
import { compareMetadata } from '../../../server/src/alembic/autogenerate/index.ts';
import { at, foreignKey, id, metadata, string } from '../support/tables.ts';
import { contextOf } from './support.ts';
import type { ClauseElement } from '../../../server/src/sqlalchemy/sql/elements.ts';
import { emptyState, replay } from '../../../server/src/alembic/operations/replay.ts';
import type { Constraint, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { IndexSpec, TableSpec } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';

const long = `fk_${'x'.repeat(70)}`;

test('a name that op.f made too long is the shortened one', () => {
  const table = (key: object): TableSpec => ({
    name: 't',
    columns: [id, { name: 'c', type: string(5) }],
    constraints: [{ ...foreignKey(['c'], 't'), name: { text: long, isFinal: true }, ...key }],
  });
  const [op] = compareMetadata(
    metadata(table({})),
    [metadata(table({ ondelete: 'CASCADE' }))],
    contextOf('postgresql'),
  );
  expect(op).toMatchObject({
    ops: [
      { kind: 'drop_constraint', name: { text: `${long.slice(0, 55)}_c2d1` } },
      { kind: 'add_constraint', constraint: { name: { text: long } } },
    ],
  });
});

function indexed(expression: ClauseElement | string, name = 'ix'): ReturnType<typeof metadata> {
  const index: IndexSpec = { name: { text: name, isFinal: false }, unique: false, expressions: [expression] };
  return metadata({ name: 't', columns: [id, { name: 'c', type: string(5) }], indexes: [index] });
}

test.each(['c ASC', '"c" DESC', 'c COLLATE NOCASE', 'c'])('SQLite tells the column of %s', (text) => {
  const before = indexed({ kind: 'literal_column', text });
  expect(compareMetadata(before, [indexed('c')], contextOf('sqlite'))).toEqual([]);
  expect(compareMetadata(before, [indexed('id')], contextOf('sqlite'))).toHaveLength(1);
});

test('SQLite tells no index on an expression, so that none is dropped', () => {
  const before = indexed({ kind: 'text', text: 'lower(c)', bindparams: [] });
  const without = metadata({ name: 't', columns: [id, { name: 'c', type: string(5) }] });
  expect(compareMetadata(before, [without], contextOf('sqlite'))).toEqual([]);
  expect(compareMetadata(before, [without], contextOf('postgresql'))).toHaveLength(1);
});

test('a primary key that was declared nullable is NOT NULL, except to SQLite', () => {
  const nullable = metadata({ name: 't', columns: [{ ...id, nullable: true }] });
  expect(compareMetadata(nullable, [nullable], contextOf('sqlite'))).toEqual([]);
  expect(compareMetadata(nullable, [nullable], contextOf('postgresql'))).toMatchObject([
    { ops: [{ kind: 'alter_column', modifyNullable: true, existingNullable: false }] },
  ]);
});

test('a foreign key with use_alter in a CREATE TABLE is not there; SQLite has it in the table', () => {
  const table = (useAlter: boolean): TableSpec => ({
    name: 't',
    columns: [id, { name: 'c', type: string(5) }],
    constraints: [withUseAlter(foreignKey(['c'], 't'), useAlter)],
  });
  const [before, after] = [metadata(table(true)), metadata(table(false))];
  expect(compareMetadata(before, [after], contextOf('sqlite'))).toEqual([]);
  expect(compareMetadata(before, [after], contextOf('postgresql'))).toMatchObject([
    { ops: [{ kind: 'add_constraint' }] },
  ]);
  // One that a later operation added is there.
  const [op] = compareMetadata(
    metadata({ ...table(false), constraints: [] }),
    [before],
    contextOf('postgresql'),
  );
  const added = op?.kind === 'modify_table' ? op.ops : [];
  const state = replay({ ...emptyState(), metadata: metadata({ ...table(false), constraints: [] }) }, added);
  expect(compareMetadata(state.metadata, [before], contextOf('postgresql'))).toEqual([]);
});

test('PostgreSQL makes no UNIQUE over the primary key that stands in the same CREATE TABLE', () => {
  const table = { name: 't', columns: [{ ...id, unique: true }] };
  expect(compareMetadata(metadata(table), [metadata(table)], contextOf('sqlite'))).toEqual([]);
  const [op] = compareMetadata(metadata(table), [metadata(table)], contextOf('postgresql'));
  expect(op).toMatchObject({ ops: [{ kind: 'add_constraint', constraint: { kind: 'unique' } }] });
  const one = metadata({ ...table, origin: at(1) });
  const later = { ...one, tables: new Map([...one.tables].map(([key, each]) => [key, withOrigin(each)])) };
  expect(compareMetadata(later, [metadata(table)], contextOf('postgresql'))).toEqual([]);
});

function withUseAlter(key: Constraint, useAlter: boolean): Constraint {
  return key.kind === 'foreign_key' ? { ...key, useAlter } : key;
}

/** Its UNIQUE as a later operation has made it. */
function withOrigin(table: Table): Table {
  const constraints = table.constraints.map((each) => ({ ...each, origin: at(5) }));
  return { ...table, constraints };
}

test('two MetaData with the same table are refused', () => {
  const one = metadata({ name: 't', columns: [id] });
  const other = metadata({ name: 't', columns: [id] }, { name: 'u', columns: [id] });
  expect(() => compareMetadata(metadata(), [one, other], contextOf('sqlite'))).toThrow(
    'Duplicate table keys across multiple MetaData objects: "t"',
  );
});
