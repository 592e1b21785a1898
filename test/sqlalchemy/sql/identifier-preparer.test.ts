import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { IdentifierError } from '../../../server/src/sqlalchemy/sql/errors.ts';
import { md5Hex } from '../../../server/src/util/md5.ts';

describe('md5Hex', () => {
  test.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000])('of %i letters', (length) => {
    const text = 'né'.repeat(length).slice(0, length);
    expect(md5Hex(text)).toBe(createHash('md5').update(text).digest('hex'));
  });
});

describe('quoting', () => {
  test.each([
    ['users', 'users', 'users', 'users'],
    ['Users', '"Users"', '"Users"', '[Users]'],
    ['user', '"user"', 'user', '[user]'],
    ['order', '"order"', '"order"', '[order]'],
    ['with space', '"with space"', '"with space"', '[with space]'],
    ['1st', '"1st"', '"1st"', '[1st]'],
    ['$a', '"$a"', '"$a"', '[$a]'],
    ['a$', 'a$', 'a$', 'a$'],
    ['été', '"été"', '"été"', '[été]'],
    ['a"b', '"a""b"', '"a""b"', '[a"b]'],
    ['a]b', '"a]b"', '"a]b"', '[a]]b]'],
    ['_id', '_id', '_id', '_id'],
  ])('%s', (name, postgresql, sqlite, mssql) => {
    const quote = (dialect: 'postgresql' | 'sqlite' | 'mssql'): string =>
      dialectFor(dialect).identifierPreparer.quote(name);
    expect([quote('postgresql'), quote('sqlite'), quote('mssql')]).toEqual([postgresql, sqlite, mssql]);
  });

  test('a dotted schema is a database and an owner to SQL Server only', () => {
    expect(dialectFor('mssql').identifierPreparer.formatTable('t', 'Db.dbo')).toBe('[Db].dbo.t');
    expect(dialectFor('mssql').identifierPreparer.formatTable('t', '[a.B]')).toBe('[a.B].t');
    expect(dialectFor('postgresql').identifierPreparer.formatTable('t', 'a.b')).toBe('"a.b".t');
  });
});

describe('long names', () => {
  const long = 'x'.repeat(70);

  test('that a convention made are shortened with a digest', () => {
    expect(dialectFor('postgresql').identifierPreparer.formatConstraint({ text: long, isFinal: true })).toBe(
      `${'x'.repeat(55)}_${md5Hex(long).slice(-4)}`,
    );
  });
  test('that were given are an error', () => {
    expect(() => dialectFor('postgresql').identifierPreparer.formatConstraint(long)).toThrow(IdentifierError);
  });
  test('fit where the database allows more', () => {
    expect(dialectFor('mssql').identifierPreparer.formatConstraint(long)).toBe(long);
  });
});
