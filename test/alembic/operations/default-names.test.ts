import { expect, test } from 'vitest';
import { postgresqlConstraintNames } from '../../../server/src/alembic/operations/default-names.ts';
import { buildTable } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import { check, foreignKey, id, integer, unique } from '../support/tables.ts';

// Taken from PostgreSQL 15 with the same tables.
test('are PostgreSQL’s, numbered when they collide and cut at 63 bytes', () => {
  const long = 'a_very_long_table_name_that_takes_forty_chars';
  const table = buildTable({
    name: long,
    columns: [id, { name: 'x', type: integer }, { name: 'another_quite_long_column_name', type: integer }],
    constraints: [
      unique(['x']),
      unique(['another_quite_long_column_name', 'x']),
      foreignKey(['x'], 'b'),
      check('x > 0'),
      check('x < 9'),
      check('x < another_quite_long_column_name'),
    ],
  });
  expect([...postgresqlConstraintNames(table).values()]).toEqual([
    'a_very_long_table_name_that_takes_forty_chars_pkey',
    'a_very_long_table_name_that_takes_forty_chars_x_key',
    'a_very_long_table_name_that_t_another_quite_long_column_nam_key',
    'a_very_long_table_name_that_takes_forty_chars_x_fkey',
    'a_very_long_table_name_that_takes_forty_chars_x_check',
    'a_very_long_table_name_that_takes_forty_chars_x_check1',
    'a_very_long_table_name_that_takes_forty_chars_check',
  ]);
});
