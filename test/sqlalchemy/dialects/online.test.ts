// What upstream compiles otherwise once it has met a server, beside what `--sql` writes.
import { describe, expect, test } from 'vitest';
import { dialectFor, isDialectName } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import * as b from '../../oracle/ddl/builders.ts';

const site = { table: 't', column: 'c' };

describe('SQL Server types', () => {
  test.each<[string, TypeEngine, string, string]>([
    ['Text', b.text, 'TEXT', 'VARCHAR(max)'],
    ['UnicodeText', b.string(null, 'UnicodeText'), 'NTEXT', 'NVARCHAR(max)'],
    ['LargeBinary', b.binary, 'IMAGE', 'VARBINARY(max)'],
    ['Date', b.date, 'DATETIME', 'DATE'],
    ['Time', b.time, 'DATETIME', 'TIME'],
    ['DateTime', b.datetime(), 'DATETIME', 'DATETIME'],
  ])('%s', (_name, type, offline, online) => {
    expect(dialectFor('mssql').typeCompiler.process(type, site)).toBe(offline);
    expect(dialectFor('mssql', 'online').typeCompiler.process(type, site)).toBe(online);
  });
});

test('backslashes in PostgreSQL literals are doubled only while the server is not known', () => {
  expect(dialectFor('postgresql').sqlCompiler.renderString('a\\b')).toBe("'a\\\\b'");
  expect(dialectFor('postgresql', 'online').sqlCompiler.renderString('a\\b')).toBe("'a\\b'");
});

test('comments on SQL Server need a schema, which a connection tells', () => {
  const comment = (mode: 'offline' | 'online'): string =>
    dialectFor('mssql', mode).ddlCompiler.setTableComment({ name: 't', schema: null }, "it's");
  expect(() => comment('offline')).toThrow(/comment of table 't' needs its schema/);
  expect(comment('online')).toBe(
    "execute sp_addextendedproperty 'MS_Description', N'it''s', 'schema', dbo, 'table', t",
  );
});

test('a dialect is one object per mode, and only known names are dialects', () => {
  expect(dialectFor('sqlite')).toBe(dialectFor('sqlite'));
  expect(isDialectName('mysql')).toBe(false);
  expect(isDialectName('mssql')).toBe(true);
});

test('a type that could not be evaluated is refused with its place and reason', () => {
  const type: TypeEngine = {
    kind: 'unknown',
    reason: 'the package `acme` is not in the workspace',
    origin: null,
  };
  expect(() => dialectFor('postgresql').typeCompiler.process(type, site)).toThrow(
    "(in table 't', column 'c'): The column type cannot be evaluated: the package `acme` is not in the workspace",
  );
});
