/** What scripts of real histories do, down to the SQL. Every expected text is what Alembic 1.19.2 prints for it. */
import { beforeAll, expect, test } from 'vitest';
import { toStatements } from '../../../server/src/alembic/operations/toimpl.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateBody } from './evaluate.ts';

beforeAll(initTestParser);

function statements(body: string, dialectName: DialectName = 'postgresql', imports = ''): readonly string[] {
  const { operations, refusals } = evaluateBody(body, { dialectName }, imports);
  expect(refusals).toEqual([]);
  const context = { dialect: dialectFor(dialectName), asSql: true, createdEnums: new Set<string>() };
  return operations.flatMap((operation) => toStatements(operation, context)).map(({ sql }) => sql.trim());
}

test('postgresql_ops names a text expression of op.create_index by its text', () => {
  expect(
    statements(
      'op.create_index("ix", "t", [sa.text("lower(a)")], postgresql_using="gin", postgresql_ops={"lower(a)": "gin_trgm_ops"})',
    ),
  ).toEqual(['CREATE INDEX ix ON t USING gin (lower(a) gin_trgm_ops)']);
});

test('a function that gives a type stands for the type', () => {
  const imports = 'def Size():\n    return sa.BigInteger()\n';
  const body = 'op.add_column("t", sa.Column("a", sa.Integer().with_variant(Size, "postgresql")))';
  expect(statements(body, 'postgresql', imports)).toEqual(['ALTER TABLE t ADD COLUMN a BIGINT']);
  expect(statements('op.add_column("t", sa.Column("a", Size))', 'sqlite', imports)).toEqual([
    'ALTER TABLE t ADD COLUMN a BIGINT',
  ]);
});

test('types of oslo.db are what they decorate, and its logger says nothing', () => {
  const imports =
    'from oslo_db.sqlalchemy import types\nfrom oslo_log import log\nLOG = log.getLogger(__name__)\n';
  const body =
    'LOG.info("on the way")\n' +
    'op.add_column("t", sa.Column("a", types.JsonEncodedDict(mysql_as_long=True)))\n' +
    'op.add_column("t", sa.Column("b", types.SoftDeleteInteger, server_default="0"))';
  expect(statements(body, 'postgresql', imports)).toEqual([
    'ALTER TABLE t ADD COLUMN a TEXT',
    "ALTER TABLE t ADD COLUMN b INTEGER DEFAULT '0'",
  ]);
});

test('packaging.version compares releases', () => {
  const imports = 'import alembic\nfrom packaging.version import Version, parse\n';
  const body =
    'if Version(alembic.__version__) >= Version("1.7.0") and parse("2.0") == Version("2.0.0") and not Version("1.10") < Version("1.9"):\n' +
    '    op.drop_table("t")';
  expect(statements(body, 'sqlite', imports)).toEqual(['DROP TABLE t']);
});

test('schemata are created and dropped, and DDL() is executed as it is written', () => {
  const imports = 'from sqlalchemy.schema import CreateSchema, DropSchema\n';
  const body =
    'op.execute(CreateSchema("Sales", if_not_exists=True))\nop.execute(DropSchema("stale", cascade=True))\n' +
    'op.execute(sa.DDL("ALTER TABLE t SET (fillfactor = 70) -- 5 %%"))';
  expect(statements(body, 'postgresql', imports)).toEqual([
    'CREATE SCHEMA IF NOT EXISTS "Sales"',
    'DROP SCHEMA stale CASCADE',
    'ALTER TABLE t SET (fillfactor = 70) -- 5 %',
  ]);
});

test('a schema is quoted as its driver takes percent signs', () => {
  const { operations } = evaluateBody(
    'op.execute(CreateSchema("100%"))',
    {},
    'from sqlalchemy.schema import CreateSchema\n',
  );
  const sql = ([false, true] as const).map((doublesPercents) => {
    const dialect = dialectFor('postgresql', 'offline', { doublesPercents });
    const context = { dialect, asSql: true, createdEnums: new Set<string>() };
    return operations.flatMap((operation) => toStatements(operation, context)).map((each) => each.sql);
  });
  expect(sql).toEqual([['CREATE SCHEMA "100%"'], ['CREATE SCHEMA "100%%"']]);
});

test('a text beyond ASCII is marked for SQL Server where no type says what it is', () => {
  const check = (text: string): string =>
    `op.create_check_constraint("ck", "t", sa.column("a") != "${text}")`;
  expect([...statements(check('x'), 'mssql'), ...statements(check('ä'), 'mssql')]).toEqual([
    "ALTER TABLE t ADD CONSTRAINT ck CHECK (a != 'x')",
    "ALTER TABLE t ADD CONSTRAINT ck CHECK (a != N'ä')",
  ]);
});

test('a method under a decorator that is not known is no member of an enum', () => {
  const imports =
    'import enum\nimport vault\n' +
    'class Size(str, enum.Enum):\n    SMALL = "small"\n    LARGE = "large"\n' +
    '    @vault.cached\n    @classmethod\n    def all(cls):\n        return []\n';
  expect(statements('op.add_column("t", sa.Column("a", sa.Enum(Size)))', 'sqlite', imports)).toEqual([
    'ALTER TABLE t ADD COLUMN a VARCHAR(5)',
  ]);
});

test('a type that makes constraints in _set_table() is refused', () => {
  const imports =
    'class Level(sa.types.TypeDecorator, sa.types.SchemaType):\n    impl = sa.SmallInteger\n' +
    '    def __init__(self):\n        sa.types.TypeDecorator.__init__(self)\n        sa.types.SchemaType.__init__(self)\n' +
    '    def _set_table(self, column, table):\n        pass\n';
  const { refusals } = evaluateBody('op.add_column("t", sa.Column("a", Level()))', {}, imports);
  expect(refusals.map(({ message }) => message).join()).toContain('constraints of its own in _set_table()');
});

test('a type whose events code listens to is refused', () => {
  const imports =
    'from sqlalchemy.event import listens_for\n' +
    'class Level(sa.types.TypeDecorator):\n    impl = sa.SmallInteger\n' +
    '@listens_for(Level, "before_parent_attach")\ndef attached(type_, column):\n    pass\n';
  const { refusals } = evaluateBody('op.add_column("t", sa.Column("a", Level()))', {}, imports);
  expect(refusals.map(({ message }) => message).join()).toContain('code listens to events of `Level`');
});

test('a type that asks whether the dialect has JSON of its own gets JSON', () => {
  const imports =
    'class Document(sa.types.TypeDecorator):\n    impl = sa.Text\n    def load_dialect_impl(self, dialect):\n' +
    '        return dialect.type_descriptor(sa.JSON() if hasattr(dialect, "_json_serializer") else sa.UnicodeText())\n';
  expect(statements('op.add_column("t", sa.Column("a", Document()))', 'postgresql', imports)).toEqual([
    'ALTER TABLE t ADD COLUMN a JSON',
  ]);
});

test('what lazy_object_proxy wraps is made when it is used', () => {
  const imports =
    'from lazy_object_proxy import Proxy\n' +
    'Stamp = Proxy(lambda: sa.DateTime if context.get_bind().dialect.name == "sqlite" else sa.TIMESTAMP)\n';
  const body = 'op.add_column("t", sa.Column("a", Stamp(timezone=True)))';
  expect(statements(body, 'postgresql', imports)).toEqual([
    'ALTER TABLE t ADD COLUMN a TIMESTAMP WITH TIME ZONE',
  ]);
  expect(statements(body, 'sqlite', imports)).toEqual(['ALTER TABLE t ADD COLUMN a DATETIME']);
});

/** A column of every kind of default, and one of none. */
const withDefaults =
  't = sa.Table("t", sa.MetaData(), sa.Column("z", sa.Integer, default=5), sa.Column("id", sa.Integer), ' +
  'sa.Column("s", sa.String, onupdate="new"), sa.Column("d", sa.DateTime, default=sa.func.now(), onupdate=sa.func.now()))\n';

test('values stand in the order of the table’s columns, with what the columns themselves bring', () => {
  const body = (statement: string): readonly string[] => statements(withDefaults + statement);
  // In a script upstream leaves NULL for what Python would fill in.
  expect(body('op.execute(t.insert().values(id=1))')).toEqual([
    'INSERT INTO t (z, id, d) VALUES (NULL, 1, now())',
  ]);
  expect(body('op.execute(t.insert().values(id=1, z=2))')).toEqual([
    'INSERT INTO t (z, id, d) VALUES (2, 1, now())',
  ]);
  expect(body('op.execute(t.update().values(id=2).where(t.c.id == 1))')).toEqual([
    'UPDATE t SET id=2, s=NULL, d=now() WHERE t.id = 1',
  ]);
  expect(body('op.bulk_insert(t, [{"id": 2, "d": None}])')).toEqual([
    'INSERT INTO t (z, id, d) VALUES (NULL, 2, NULL)',
  ]);
});

test('online a plain default is written, and one that Python computes is refused', () => {
  const online = { dialectName: 'postgresql', offline: false } as const;
  const plain = evaluateBody(`${withDefaults}op.execute(t.insert().values(id=1, s="x", d=None))`, online);
  expect(plain.refusals).toEqual([]);
  const computed =
    't = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("n", sa.Integer, default=lambda: 7))\n';
  for (const statement of ['op.execute(t.insert().values(id=1))', 'op.bulk_insert(t, [{"id": 1}])']) {
    const [refusal] = evaluateBody(computed + statement, online).refusals;
    expect(refusal?.message).toMatch(/default of column "n".* is known only to Python/);
  }
  const [unknown] = evaluateBody(`${computed}op.execute(t.insert().values(nowhere=1))`).refusals;
  expect(unknown?.message).toContain('the table has no column "nowhere"');
});
