import { describe, expect, test } from 'vitest';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { reverseOperation } from '../../../server/src/alembic/ops/reverse.ts';
import { buildColumn, buildTable } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import { at, id, integer, op, string, unique } from '../support/tables.ts';

const table = buildTable({ name: 't', columns: [id, { name: 'c', type: integer, index: true }] });
const [index] = table.indexes;
if (index === undefined) throw new Error('the column has an index');

const reversible: readonly MigrateOperation[] = [
  { kind: 'create_table', table, ifNotExists: null, origin: at(1) },
  op.addColumn('t', buildColumn({ name: 'd', type: integer })),
  { kind: 'create_index', index, ifNotExists: null, origin: at(1) },
  { kind: 'add_constraint', table: 't', schema: 's', constraint: unique(['c'], 'u'), origin: at(1) },
  {
    kind: 'create_table_comment',
    table: 't',
    schema: null,
    comment: 'new',
    existingComment: 'old',
    origin: at(1),
  },
  {
    kind: 'create_table_comment',
    table: 't',
    schema: null,
    comment: 'new',
    existingComment: null,
    origin: at(1),
  },
  op.renameTable('a', 'b'),
  op.renameColumn('t', 'a', 'b'),
  { kind: 'create_enum', type: integer, checkfirst: true, origin: at(1) },
];

describe('reverse', () => {
  test.each(reversible.map((one) => [one.kind, one] as const))('%s and back again', (_kind, one) => {
    const reversed = reverseOperation(one);
    expect(reversed).not.toEqual(one);
    expect(reverseOperation(reversed)).toEqual(one);
  });

  test('of alter_column swaps what is modified and what is existing', () => {
    const reversed = reverseOperation({
      kind: 'alter_column',
      table: 't',
      schema: null,
      column: 'c',
      existingType: string(255),
      modifyType: string(10),
      existingNullable: false,
      existingServerDefault: null,
      modifyServerDefault: { kind: 'default', arg: { type: 'str', value: 'x' } },
      modifyComment: 'new',
      dialectOptions: {},
      origin: null,
    });
    expect(reversed).toEqual({
      kind: 'alter_column',
      table: 't',
      schema: null,
      column: 'c',
      existingType: string(10),
      modifyType: string(255),
      existingNullable: false,
      existingServerDefault: { kind: 'default', arg: { type: 'str', value: 'x' } },
      modifyServerDefault: null,
      existingComment: 'new',
      modifyComment: null,
      dialectOptions: {},
      origin: null,
    });
  });

  test('of operations inside a block turns their order too', () => {
    const block: MigrateOperation = {
      kind: 'autocommit_block',
      ops: [op.renameTable('a', 'b'), op.renameTable('b', 'c')],
      origin: null,
    };
    expect(reverseOperation(block)).toMatchObject({
      ops: [
        { table: 'c', newTable: 'b' },
        { table: 'b', newTable: 'a' },
      ],
    });
  });

  test.each([
    op.execute('SELECT 1'),
    op.dropColumn('t', 'c'),
    op.dropTable('t'),
    op.dropConstraint('t', 'u'),
  ])('refuses what it cannot know: $kind', (one) => {
    expect(() => reverseOperation(one)).toThrow(
      expect.objectContaining({ name: 'OperationError', operation: one.kind, origin: one.origin }) as Error,
    );
  });
});
