/** `repr()` of types of dialects that are only written, never compiled; the texts are SQLAlchemy 2.0.58's. */
import { beforeAll, expect, test } from 'vitest';
import { typeRepr } from '../../../server/src/sqlalchemy/sql/type-repr.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from '../bindings/evaluate-models.ts';

beforeAll(initTestParser);

function repr(type: string): string | null {
  const { tables } = evaluateModels(
    'import sqlalchemy as sa\nfrom sqlalchemy.dialects import mysql, oracle, sqlite\n' +
      `sa.Table("t", sa.MetaData(), sa.Column("x", ${type}))\n`,
  );
  const read = tables.get('t')?.columns[0]?.type;
  return read === undefined ? null : typeRepr(read, () => '');
}

test.each([
  ['mysql.LONGTEXT()', 'LONGTEXT()'],
  [
    'mysql.VARCHAR(5, charset="u", collation="c", national=True, binary=True, unicode=True, ascii=True)',
    "VARCHAR(charset='u', collation='c', ascii=True, binary=True, unicode=True, national=True, length=5)",
  ],
  ['mysql.INTEGER(display_width=5, unsigned=True)', 'INTEGER(display_width=5, unsigned=True)'],
  ['mysql.DECIMAL(5, 2, unsigned=True)', 'DECIMAL(unsigned=True, precision=5, scale=2)'],
  ['mysql.DOUBLE()', 'DOUBLE(asdecimal=True)'],
  ['mysql.FLOAT(5)', 'FLOAT(precision=5)'],
  ['mysql.DATETIME(fsp=6)', 'DATETIME(fsp=6)'],
  ['oracle.RAW(5)', 'RAW(length=5)'],
])('%s', (type, expected) => {
  expect(repr(type)).toBe(expected);
});

test('arguments that are not known to the writer are not left out', () => {
  expect(repr('sqlite.DATETIME(storage_format="%(year)04d")')).toBeNull();
  expect(repr('sqlite.DATETIME()')).toBe('DATETIME()');
});
