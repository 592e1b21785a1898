import { expect, test } from 'vitest';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { typeDescriptor } from '../../../server/src/sqlalchemy/dialects/type-descriptor.ts';
import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import * as b from '../../oracle/ddl/builders.ts';

// Recorded from SQLAlchemy 2.0.58: a TypeDecorator whose load_dialect_impl returns dialect.type_descriptor(type).
test.each<[string, TypeEngine, string, string, string]>([
  ['CHAR(32)', b.string(32, 'CHAR'), 'CHAR(32)', 'CHAR(32)', 'VARCHAR(32)'],
  ['NCHAR(5)', b.string(5, 'NCHAR'), 'NCHAR(5)', 'NCHAR(5)', 'NVARCHAR(5)'],
  ['Text', b.text, 'TEXT', 'TEXT', 'VARCHAR(max)'],
  [
    'DECIMAL',
    { kind: 'DECIMAL', precision: 10, scale: 2, asdecimal: true },
    'NUMERIC(10, 2)',
    'DECIMAL(10, 2)',
    'NUMERIC(10, 2)',
  ],
  ['Double', { kind: 'Double', precision: null, asdecimal: false }, 'FLOAT', 'DOUBLE', 'FLOAT'],
  ['REAL(5)', { kind: 'REAL', precision: 5, asdecimal: false }, 'FLOAT(5)', 'REAL', 'FLOAT(5)'],
  [
    'TIMESTAMP',
    { kind: 'TIMESTAMP', timezone: true },
    'TIMESTAMP WITH TIME ZONE',
    'DATETIME',
    'DATETIMEOFFSET',
  ],
  ['TIME', { kind: 'TIME', timezone: false }, 'TIME WITHOUT TIME ZONE', 'TIME', 'DATETIME'],
  ['DATE', { kind: 'DATE' }, 'DATE', 'DATE', 'DATETIME'],
  ['LargeBinary(5)', { kind: 'LargeBinary', length: 5 }, 'BYTEA', 'BLOB', 'VARBINARY(5)'],
  ['UUID', { kind: 'UUID', asUuid: true, nativeUuid: true }, 'UUID', 'UUID', 'UNIQUEIDENTIFIER'],
  ['pg.JSON', b.dialectType('postgresql', 'JSON'), 'JSON', 'JSON', 'NVARCHAR(max)'],
  ['pg.JSONB', b.dialectType('postgresql', 'JSONB'), 'JSONB', 'JSON', 'NVARCHAR(max)'],
  ['pg.UUID', b.dialectType('postgresql', 'UUID'), 'UUID', 'UUID', 'UNIQUEIDENTIFIER'],
  ['Integer', b.integer, 'INTEGER', 'INTEGER', 'INTEGER'],
])('%s', (_name, type, postgresql, sqlite, mssql) => {
  const render = (dialect: 'postgresql' | 'sqlite' | 'mssql'): string =>
    dialectFor(dialect).typeCompiler.process(typeDescriptor(type, dialect), { table: null, column: null });
  expect([render('postgresql'), render('sqlite'), render('mssql')]).toEqual([postgresql, sqlite, mssql]);
});
