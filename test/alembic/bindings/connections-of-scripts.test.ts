import { describe, expect, it } from 'vitest';
import { toStatements } from '../../../server/src/alembic/operations/toimpl.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { evaluateBody } from './evaluate.ts';

function compiled(body: string, dialectName: DialectName, imports = ''): readonly string[] {
  const { operations, refusals } = evaluateBody(body, { dialectName }, imports);
  const context = {
    dialect: dialectFor(dialectName, 'offline'),
    createdEnums: new Set<string>(),
    asSql: true,
  };
  return [
    ...operations.flatMap((operation) => toStatements(operation, context).map(({ sql }) => sql.trim())),
    ...refusals.map(({ message }) => `refused: ${message}`),
  ];
}

describe('the dialect of op.get_bind()', () => {
  const body = `
from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
d = op.get_bind().dialect
op.execute(" ".join(str(isinstance(d, c)) for c in (MySQLDialect, SQLiteDialect, postgresql.dialect, mssql.dialect)))`;

  it.each([
    ['postgresql', 'False False True False'],
    ['sqlite', 'False True False False'],
    ['mssql', 'False False False True'],
  ] as const)('is of the classes of %s', (dialect, expected) => {
    expect(compiled(body, dialect)).toEqual([expected]);
  });
});

describe('compile() of an element', () => {
  const body = 'op.execute(f"UPDATE t SET a = {sa.false().compile(op.get_bind())}")';

  it('gives the SQL of the dialect', () => {
    expect(compiled(body, 'postgresql')).toEqual(['UPDATE t SET a = false']);
    expect(compiled(body, 'sqlite')).toEqual(['UPDATE t SET a = 0']);
  });

  it('takes a dialect and writes values in where it is asked to', () => {
    const literal =
      'op.execute(str((sa.column("a") == "x").compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})))';
    expect(compiled(literal, 'postgresql')).toEqual(["a = 'x'"]);
    const parameters = 'op.execute(str((sa.column("a") == "x").compile(dialect=sqlite.dialect())))';
    expect(compiled(parameters, 'postgresql')).toEqual([expect.stringMatching(/^refused: .*compile\(\)/)]);
  });
});

describe('table.create(bind)', () => {
  const table = 't = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer(), index=True))\n';

  it('is the table and its indexes', () => {
    expect(compiled(`${table}t.create(op.get_bind())`, 'sqlite')).toEqual([
      'CREATE TABLE t (\n\ta INTEGER\n)',
      'CREATE INDEX ix_t_a ON t (a)',
    ]);
    expect(compiled(`${table}t.drop(op.get_bind())`, 'sqlite')).toEqual(['DROP TABLE t']);
  });

  it('asks the database of a run whether the table is there', () => {
    const { refusals } = evaluateBody(`${table}t.create(op.get_bind())`, { offline: false });
    expect(refusals).toMatchObject([{ needsRun: true }]);
    const plain = evaluateBody(`${table}t.create(op.get_bind(), checkfirst=False)`, { offline: false });
    expect(plain.operations).toHaveLength(1);
  });

  it('refuses enum types, which it makes too', () => {
    const body = 'sa.Table("t", sa.MetaData(), sa.Column("a", sa.Enum("x", name="e"))).create(op.get_bind())';
    expect(compiled(body, 'postgresql').at(-1)).toMatch(/^refused: t\.create\(\) also creates or drops enum/);
  });
});

describe('types and constraints of scripts', () => {
  it('a lazy proxy of a type is the type', () => {
    const body = `
def lazy():
    return sa.String
op.add_column("t", sa.Column("a", Proxy(lazy)))`;
    expect(compiled(body, 'sqlite', 'from lazy_object_proxy import Proxy')).toEqual([
      'ALTER TABLE t ADD COLUMN a VARCHAR',
    ]);
  });

  it('impl of a JSON type of oslo.db is TEXT', () => {
    const body = 'op.add_column("t", sa.Column("a", types.JsonEncodedDict(mysql_as_long=True).impl))';
    expect(compiled(body, 'sqlite', 'from oslo_db.sqlalchemy import types')).toEqual([
      'ALTER TABLE t ADD COLUMN a TEXT',
    ]);
  });

  it('a single constraint for table_args has no columns yet, and none is used', () => {
    const body = `
with op.batch_alter_table("t", table_args=sa.UniqueConstraint("a")) as batch_op:
    batch_op.alter_column("a", type_=sa.String(5))`;
    expect(compiled(body, 'postgresql')).toEqual(['ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(5)']);
  });
});
