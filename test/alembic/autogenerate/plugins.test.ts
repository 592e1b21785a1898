import { expect, test } from 'vitest';
import {
  chosenPlugins,
  compareMetadata,
  defaultPlugins,
} from '../../../server/src/alembic/autogenerate/index.ts';
import { id, integer, metadata, string } from '../support/tables.ts';
import { contextOf } from './support.ts';

test.each([
  [['alembic.autogenerate.*'], [...defaultPlugins], []],
  [
    ['alembic.autogenerate.*', '~alembic.autogenerate.types'],
    [...defaultPlugins].filter((name) => name !== 'types'),
    [],
  ],
  [['alembic.autogenerate.*', 'alembic.ext.*'], [...defaultPlugins, 'checks'], []],
  // The name that the plugin had before it became one that is asked for.
  [['alembic.autogenerate.checkconstraint_byname'], ['checks'], []],
  [['alembic.autogenerate.tables', 'acme.*'], ['tables'], ['acme.*']],
  // A name that is left out again is not found.
  [['alembic.autogenerate.types', '~alembic.*'], [], ['alembic.autogenerate.types']],
])('%s', (expressions, chosen, unknown) => {
  const found = chosenPlugins(expressions);
  expect([[...found.chosen], found.unknown]).toEqual([chosen, unknown]);
});

test('what is left out is not compared', () => {
  const before = metadata({
    name: 't',
    columns: [id, { name: 'c', type: string(5), nullable: true, comment: 'a' }],
  });
  const after = metadata({
    name: 't',
    columns: [id, { name: 'c', type: integer, nullable: false, comment: 'b' }],
  });
  const ops = (...expressions: string[]): unknown =>
    compareMetadata(
      before,
      [after],
      contextOf('postgresql', { plugins: chosenPlugins(expressions).chosen }),
    )[0];
  const alters = (fields: object): unknown =>
    expect.objectContaining({ ops: [expect.objectContaining({ column: 'c', ...fields })] }) as unknown;
  expect(ops('alembic.autogenerate.*')).toEqual(
    alters({ modifyType: integer, modifyNullable: false, modifyComment: 'b' }),
  );
  const some = ops('alembic.autogenerate.*', '~alembic.autogenerate.types', '~alembic.autogenerate.comments');
  expect(some).toEqual(alters({ modifyNullable: false }));
  expect(JSON.stringify(some)).not.toMatch(/modifyType|existingType|Comment":"/);
  expect(ops('alembic.autogenerate.types')).toBeUndefined();
});
