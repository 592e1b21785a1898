import { expect, test } from 'vitest';
import {
  createdKey,
  trackCreated,
  type CreatedBy,
} from '../../../server/src/alembic/operations/created-by.ts';
import { buildColumn, buildTable } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import { at, id, integer, op } from '../support/tables.ts';

const table = buildTable({ name: 'users', columns: [id, { name: 'age', type: integer, origin: at(40) }] });
const first: CreatedBy<string> = trackCreated(
  new Map(),
  [{ kind: 'create_table', table, ifNotExists: null, origin: at(30) }],
  'r1',
);

test('names the revision of a table and of its columns', () => {
  const second = trackCreated(
    first,
    [op.addColumn('users', buildColumn({ name: 'x', type: integer }))],
    'r2',
  );
  expect(second.get(createdKey('users', null))).toEqual({ tag: 'r1', origin: at(30) });
  expect(second.get(createdKey('users', null, 'age'))).toEqual({ tag: 'r1', origin: at(40) });
  expect(second.get(createdKey('users', null, 'x'))).toEqual({ tag: 'r2', origin: at(1) });
  expect(first.has(createdKey('users', null, 'x'))).toBe(false);
});

test('follows renames and forgets what is dropped', () => {
  const renamed = trackCreated(
    first,
    [op.renameColumn('users', 'age', 'years'), op.renameTable('users', 'people')],
    'r2',
  );
  expect(renamed.get(createdKey('people', null, 'years'))?.tag).toBe('r1');
  expect(renamed.has(createdKey('users', null))).toBe(false);
  const dropped = trackCreated(renamed, [op.dropTable('people')], 'r3');
  expect(dropped.size).toBe(0);
});
