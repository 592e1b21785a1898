/** Model code that looks at what it has made: constraints of a table, defaults of a column, flags of a type. */
import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from './evaluate-models.ts';

beforeAll(initTestParser);

/** Evaluates models that keep what they see in the comment of a table. */
function comment(body: string): string | null | undefined {
  const { tables, problems } = evaluateModels(
    `import sqlalchemy as sa\nm = sa.MetaData()\n${body}\nsa.Table("seen", m, comment=str(seen))\n`,
  );
  expect(problems).toEqual([]);
  return tables.get('seen')?.comment;
}

const table = `
t = sa.Table("t", m,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Integer, sa.ForeignKey("u.id", name="fk_a", ondelete="CASCADE"), unique=True),
    sa.Column("b", sa.String, server_default="x"),
    sa.UniqueConstraint("b", name="uq_b"), sa.CheckConstraint("a > 1", name="ck"))
sa.Table("u", m, sa.Column("id", sa.Integer, primary_key=True))
`;

test.each([
  [
    'seen = sorted(type(c).__name__ for c in t.constraints)',
    "['CheckConstraint', 'ForeignKeyConstraint', 'PrimaryKeyConstraint', 'UniqueConstraint', 'UniqueConstraint']",
  ],
  ['seen = [c.name for c in t.constraints if isinstance(c, sa.UniqueConstraint)]', "['uq_b', None]"],
  ['seen = [c.name for c in t.foreign_key_constraints]', "['fk_a']"],
  ['seen = [fk.constraint.name for fk in t.foreign_keys]', "['fk_a']"],
  ['seen = [c.name for c in t.columns if c.server_default is not None]', "['b']"],
  [
    'e = sa.Enum("a", name="e", native_enum=False)\nseen = (e.native_enum, e.inherit_schema, e.create_constraint)',
    '(False, False, False)',
  ],
])('%s', (code, expected) => {
  expect(comment(table + code)).toBe(expected);
});

test('a server default given on to another column stays one', () => {
  const { tables } = evaluateModels(
    `import sqlalchemy as sa\nm = sa.MetaData()\n${table}\nsa.Table("v", m, sa.Column("c", sa.String, server_default=t.c.b.server_default))\n`,
  );
  expect(tables.get('v')?.columns[0]?.serverDefault).toEqual(tables.get('t')?.columns[2]?.serverDefault);
});

test('a type without get_col_spec() can be written, and its SQL is not known', () => {
  const { tables, problems } = evaluateModels(
    'import sqlalchemy as sa\nfrom sqlalchemy.types import UserDefinedType\n' +
      'class Own(UserDefinedType):\n    pass\nOwn.__module__ = "elsewhere"\n' +
      'sa.Table("t", sa.MetaData(), sa.Column("x", Own().with_variant(sa.Text(), "sqlite")))\n',
  );
  expect(tables.get('t')?.columns[0]?.type).toMatchObject({
    kind: 'decorated',
    module: 'elsewhere',
    impl: { kind: 'unknown' },
    variants: new Map([['sqlite', { kind: 'Text' }]]),
  });
  expect(problems).toEqual(['The type of column "t.x" cannot be known: `Own` has no get_col_spec()']);
});
