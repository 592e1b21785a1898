/** What Alembic's own test suite found: scripts, and the statements that Alembic 1.19 writes for them. */
import { beforeAll, expect, test } from 'vitest';
import { OperationCompiler } from '../../../server/src/alembic/runtime/operation-compiler.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateBody } from './evaluate.ts';

beforeAll(initTestParser);

function sql(body: string, dialect: DialectName = 'default'): string[] {
  const { operations, refusals } = evaluateBody(body, { dialectName: dialect });
  expect(refusals).toEqual([]);
  const compiler = new OperationCompiler(dialectFor(dialect, 'online'), {
    asSql: false,
    literalBinds: false,
  });
  return operations.flatMap((operation) =>
    compiler.compile(operation, null).map((statement) => statement.sql.replaceAll(/[\n\t]/g, '')),
  );
}

test.each<[string, string, string[]]>([
  [
    'quote= of an index',
    'op.create_index("ix", "t", ["x"], quote=True)\nop.create_index("Ix", "t", ["x"], quote=False)',
    ['CREATE INDEX "ix" ON t (x)', 'CREATE INDEX Ix ON t (x)'],
  ],
  ['one column as a string', 'op.create_index("ix", "t", "xy")', ['CREATE INDEX ix ON t (xy)']],
  [
    'a label, which DDL leaves out',
    'op.create_index("ix", "t", [(sa.column("x", sa.String) + sa.column("y")).label("z")])',
    ['CREATE INDEX ix ON t (x || y)'],
  ],
  [
    'a Table in place of the name',
    'op.drop_table(sa.Table("t", sa.MetaData(), sa.Column("x", sa.Integer)))',
    ['DROP TABLE t'],
  ],
  [
    'a CHECK that another table has named',
    'ck = sa.CheckConstraint("x > 1", name="c")\n' +
      'm = sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})\n' +
      'sa.Table("first", m, sa.Column("x", sa.Integer), ck)\n' +
      'op.create_table("second", sa.Column("x", sa.Integer, ck))',
    ['CREATE TABLE second (x INTEGER CONSTRAINT ck_first_c CHECK (x > 1))'],
  ],
  [
    'a foreign key by name and not by key',
    'm = sa.MetaData()\n' +
      'sa.Table("b", m, sa.Column("id", sa.Integer, key="other"), sa.Column("id2", sa.Integer, key="id"))\n' +
      'a = sa.Table("a", m, sa.Column("x", sa.Integer, sa.ForeignKey("b.id", link_to_name=True)),\n' +
      '    sa.Column("y", sa.Integer, sa.ForeignKey("b.id")))\n' +
      'with op.batch_alter_table("a", copy_from=a, recreate="always") as batch_op:\n    pass',
    [
      'CREATE TABLE _alembic_tmp_a (x INTEGER, y INTEGER, FOREIGN KEY(x) REFERENCES b (id), ' +
        'FOREIGN KEY(y) REFERENCES b (id2))',
      'INSERT INTO _alembic_tmp_a (x, y) SELECT a.x, a.y FROM a',
      'DROP TABLE a',
      'ALTER TABLE _alembic_tmp_a RENAME TO a',
    ],
  ],
  [
    'a renamed column in a CHECK made of columns',
    't = sa.Table("t", sa.MetaData(), sa.Column("x", sa.Integer))\n' +
      't.append_constraint(sa.CheckConstraint(t.c.x > 1))\n' +
      'with op.batch_alter_table("t", copy_from=t, recreate="always") as batch_op:\n' +
      '    batch_op.alter_column("x", new_column_name="y")',
    [
      'CREATE TABLE _alembic_tmp_t (y INTEGER, CHECK (y > 1))',
      'INSERT INTO _alembic_tmp_t (y) SELECT t.x FROM t',
      'DROP TABLE t',
      'ALTER TABLE _alembic_tmp_t RENAME TO t',
    ],
  ],
])('%s', (_name, body, expected) => {
  expect(sql(body)).toEqual(expected);
});

const batchOf = (changes: string, columns = 'sa.Column("x", sa.Integer)'): string =>
  `t = sa.Table("t", sa.MetaData(), ${columns})\n` +
  `with op.batch_alter_table("t", copy_from=t, recreate="always") as b:\n    ${changes}`;

test.each([
  [
    'the CHECK of a new column’s type comes twice, as upstream writes it',
    batchOf('b.add_column(sa.Column("q", sa.Boolean(create_constraint=True)))'),
    'CREATE TABLE _alembic_tmp_t (x INTEGER, q BOOLEAN, CHECK (q IN (0, 1)), CHECK (q IN (0, 1)))',
  ],
  [
    'a dropped column takes the CHECK of its existing_type along',
    batchOf(
      'b.drop_column("f", existing_type=sa.Boolean(create_constraint=True, name="ck"))',
      'sa.Column("x", sa.Integer), sa.Column("f", sa.Integer), sa.CheckConstraint("f IN (0, 1)", name="ck")',
    ),
    'CREATE TABLE _alembic_tmp_t (x INTEGER)',
  ],
  [
    'a new column in a new primary key may not be NULL',
    batchOf('b.add_column(sa.Column("y", sa.Integer))\n    b.create_primary_key("pk", ["y"])'),
    'CREATE TABLE _alembic_tmp_t (x INTEGER, y INTEGER NOT NULL, CONSTRAINT pk PRIMARY KEY (y))',
  ],
  [
    'one that says so may',
    batchOf('b.add_column(sa.Column("y", sa.Integer, nullable=True))\n    b.create_primary_key("pk", ["y"])'),
    'CREATE TABLE _alembic_tmp_t (x INTEGER, y INTEGER, CONSTRAINT pk PRIMARY KEY (y))',
  ],
])('%s', (_name, body, expected) => {
  expect(sql(body, 'sqlite')[0]).toBe(expected);
});

test('an order of columns needs the copy of the table to be decided before', () => {
  const add = 'b.add_column(sa.Column("y", sa.Integer), insert_before="x")';
  const plain = `with op.batch_alter_table("t") as b:\n    ${add}`;
  for (const dialect of ['sqlite', 'postgresql'] as const) {
    expect(() => sql(plain, dialect)).toThrow(
      "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'",
    );
  }
  expect(sql(batchOf(add), 'sqlite')[0]).toBe('CREATE TABLE _alembic_tmp_t (y INTEGER, x INTEGER)');
});

test('a text for deferrable= counts as true', () => {
  expect(
    sql('op.create_table("t", sa.Column("x", sa.Integer), sa.UniqueConstraint("x", deferrable="YES"))'),
  ).toEqual(['CREATE TABLE t (x INTEGER, UNIQUE (x) DEFERRABLE)']);
});

test('a schema that is one quoted name with a dot is not two', () => {
  const schema = 'schema=quoted_name("a.b", quote=True)';
  const imported = `from sqlalchemy.sql.schema import quoted_name\n`;
  expect(
    sql(`${imported}op.rename_table("t", "u", ${schema})\nop.drop_column("t", "x", ${schema})`, 'postgresql'),
  ).toEqual(['ALTER TABLE "a.b".t RENAME TO u', 'ALTER TABLE "a.b".t DROP COLUMN x']);
  expect(sql('op.rename_table("t", "u", schema="a.b")', 'postgresql')).toEqual([
    'ALTER TABLE a.b.t RENAME TO u',
  ]);
  const batch = evaluateBody(
    `${imported}with op.batch_alter_table("t", ${schema}) as b:\n    b.drop_column("x")`,
  );
  expect(batch.refusals).toHaveLength(1);
});

test('a key whose default the database fetches is no SERIAL', () => {
  const body =
    'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True, server_default=sa.FetchedValue()))';
  expect(sql(body, 'postgresql')).toEqual(['CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))']);
  const altered = evaluateBody('op.alter_column("t", "x", server_default=sa.FetchedValue())').operations;
  for (const dialect of ['postgresql', 'mssql'] as const) {
    const compiler = new OperationCompiler(dialectFor(dialect), { asSql: true, literalBinds: true });
    expect(() => altered.map((operation) => compiler.compile(operation, null))).toThrow(/FetchedValue/u);
  }
});

test('options of an identity that only Oracle reads change nothing on PostgreSQL', () => {
  const change = (options: string): string[] =>
    sql(
      `op.alter_column("t", "x", server_default=sa.Identity(${options}), existing_server_default=sa.Identity())`,
      'postgresql',
    );
  expect(change('on_null=True, order=True, always=None, start=3')).toEqual([
    'ALTER TABLE t ALTER COLUMN x SET START WITH 3 ',
  ]);
});

test.each([
  ['op.bulk_insert(sa.table("t", sa.column("x")), {"x": 1})', 'TypeError: List expected'],
  ['op.bulk_insert(sa.table("t", sa.column("x")), [(1,)])', 'TypeError: List of dictionaries expected'],
])('%s is refused', (body, message) => {
  expect(evaluateBody(body).refusals.map((refusal) => refusal.message)).toContain(message);
});

test('an option of a dialect that is not here is kept, as upstream keeps it', () => {
  expect(sql('op.create_index("ix", "t", ["x"], somedialect_option=True)')).toEqual([
    'CREATE INDEX ix ON t (x)',
  ]);
  const { refusals } = evaluateBody('op.create_index("ix", "t", ["x"], nodialect=True)');
  expect(refusals.map(({ message }) => message)).toEqual([
    expect.stringContaining("got 'nodialect'") as string,
  ]);
});
