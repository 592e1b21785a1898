import { expect, test } from 'vitest';
import { narrowing } from '../../../../server/src/alembic/autogenerate/beyond/index.ts';
import { dialectFor } from '../../../../server/src/sqlalchemy/dialects/index.ts';
import type { TypeEngine } from '../../../../server/src/sqlalchemy/sql/types.ts';
import { string } from '../../support/tables.ts';

const numeric = (precision: number | null, scale: number | null): TypeEngine => ({
  kind: 'Numeric',
  precision,
  scale,
  asdecimal: true,
});
const text: TypeEngine = { kind: 'Text', length: null, collation: null };

test.each<[TypeEngine, TypeEngine, string | null]>([
  [string(80), string(50), 'VARCHAR(80) → VARCHAR(50)'],
  [string(50), string(80), null],
  [text, string(50), 'TEXT → VARCHAR(50)'],
  [string(50), text, null],
  [{ kind: 'BigInteger' }, { kind: 'Integer' }, 'BIGINT → INTEGER'],
  [{ kind: 'Integer' }, { kind: 'BigInteger' }, null],
  [numeric(10, 2), numeric(10, 4), 'NUMERIC(10, 2) → NUMERIC(10, 4)'],
  [numeric(10, 2), numeric(12, 2), null],
  [numeric(10, 2), { kind: 'Integer' }, 'NUMERIC(10, 2) → INTEGER'],
  [{ kind: 'DateTime', timezone: false }, { kind: 'Date' }, 'TIMESTAMP WITHOUT TIME ZONE → DATE'],
  [{ kind: 'Date' }, { kind: 'DateTime', timezone: false }, null],
  [{ kind: 'Boolean', name: null, createConstraint: false }, { kind: 'Integer' }, null],
])('%j to %j', (existingType, modifyType, expected) => {
  const op = {
    kind: 'alter_column',
    table: 't',
    schema: null,
    column: 'c',
    existingType,
    modifyType,
    dialectOptions: {},
    origin: null,
  } as const;
  expect(narrowing(op, dialectFor('postgresql'))).toBe(expected);
});
