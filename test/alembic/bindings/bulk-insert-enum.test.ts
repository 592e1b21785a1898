import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { evaluateBody } from './evaluate.ts';

beforeAll(initTestParser);

// What SQLAlchemy 2.0.58 writes into `INSERT INTO t (size) VALUES (…)` of Alembic's offline mode for each type.
test.each([
  ['sa.Enum(Size)', 'small'],
  ['sa.Enum("S", "L", name="size")', 'S'],
  ['sa.Enum(Size, values_callable=lambda cls: [m.value for m in cls])', 'S'],
  ['sa.String(5)', 'S'],
])('a member of a str enum in a column of %s is stored as %s', (type, text) => {
  const { operations, refusals } = evaluateBody(
    'import enum\nclass Size(str, enum.Enum):\n    small = "S"\n    large = "L"\n' +
      `op.bulk_insert(sa.table("t", sa.column("size", ${type})), [{"size": Size.small}])`,
  );
  expect(refusals).toEqual([]);
  const [insert] = operations;
  expect(insert?.kind === 'bulk_insert' && insert.rows[0]?.get('size')).toEqual({ type: 'str', value: text });
});
