import { expect, test } from 'vitest';
import { compareMetadata, renderRevision } from '../../../server/src/alembic/autogenerate/index.ts';
import type { Problem } from '../../../server/src/util/problem.ts';
import { at, foreignKey, id, integer, metadata, string } from '../support/tables.ts';
import { contextOf } from './support.ts';

const unknown = { kind: 'unknown', reason: 'myapp.types is not here', origin: at(7) } as const;

test('a type that is not known is refused by table and column, never left out', () => {
  const context = contextOf('sqlite');
  const ops = compareMetadata(
    metadata(),
    [metadata({ name: 't', columns: [id, { name: 'c', type: unknown, origin: at(3) }] })],
    context,
  );
  expect(() => renderRevision(ops, context)).toThrow(
    expect.objectContaining({
      name: 'AutogenerateError',
      table: 't',
      column: 'c',
      origin: at(3),
      message: expect.stringContaining('myapp.types is not here') as string,
    }) as Error,
  );
});

test('a type that is not known is not compared, and that is told', () => {
  const problems: Problem[] = [];
  const context = contextOf('sqlite', { report: (problem) => problems.push(problem) });
  const before = metadata({ name: 't', columns: [id, { name: 'c', type: string(5) }] });
  const after = metadata({ name: 't', columns: [id, { name: 'c', type: unknown }] });
  expect(compareMetadata(before, [after], context)).toEqual([]);
  expect(problems).toMatchObject([{ code: 'type-not-compared', origin: at(7) }]);
});

test('several tables are dropped with the referring ones first', () => {
  const before = metadata(
    { name: 'a', columns: [id] },
    { name: 'b', columns: [id, { name: 'c_id', type: integer }], constraints: [foreignKey(['c_id'], 'c')] },
    { name: 'c', columns: [id, { name: 'a_id', type: integer }], constraints: [foreignKey(['a_id'], 'a')] },
  );
  const ops = compareMetadata(before, [metadata()], contextOf('postgresql'));
  expect(ops.map((op) => (op.kind === 'drop_table' ? op.table : op.kind))).toEqual(['b', 'c', 'a']);
});

test('Alembic’s own table is neither created nor dropped', () => {
  const version = metadata({ name: 'alembic_version', columns: [id] });
  expect(compareMetadata(version, [metadata()], contextOf('sqlite'))).toEqual([]);
  expect(compareMetadata(metadata(), [version], contextOf('sqlite'))).toEqual([]);
});
