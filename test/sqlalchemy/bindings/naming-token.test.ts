/** Tokens of naming conventions that functions make; the names are SQLAlchemy's for the same models. */
import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from './evaluate-models.ts';

beforeAll(initTestParser);

const models = (tokens: string) => `
import sqlalchemy as sa
import uuid

def guid(constraint, table):
    parts = [table.name] + [element.parent_name if False else element.column.name for element in constraint.elements]
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, "-".join(parts)))

def kind(constraint, table):
    if isinstance(constraint, sa.ForeignKeyConstraint):
        return "fk_to_" + constraint.elements[0].target_fullname.split(".")[-2]
    return "other_" + "_".join(column.name for column in constraint.columns)

m = sa.MetaData(naming_convention=${tokens})
sa.Table("users", m, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("orders", m,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), index=True),
    sa.Column("code", sa.String(5), unique=True),
    schema="shop")
`;

function names(tokens: string): Record<string, string | undefined> {
  const { tables, problems } = evaluateModels(models(tokens));
  expect(problems).toEqual([]);
  const orders = tables.get('shop.orders');
  const constraints = orders?.constraints.map(({ kind, name }) => [kind, name?.text] as const) ?? [];
  const indexes = orders?.indexes.map(({ name }) => ['index', name?.text] as const) ?? [];
  return Object.fromEntries([...constraints, ...indexes]);
}

test('are called with the constraint and its table', () => {
  expect(
    names(
      '{"columns": lambda constraint, table: "_".join(c.name for c in constraint.columns), "kind": kind,' +
        ' "pk": "pk_%(table_name)s_%(kind)s", "fk": "%(kind)s__%(columns)s", "uq": "uq_%(columns)s", "ix": "ix_%(columns)s"}',
    ),
  ).toEqual({
    primary_key: 'pk_orders_other_id',
    foreign_key: 'fk_to_users__user_id',
    unique: 'uq_code',
    index: 'ix_user_id',
  });
});

test('win over the tokens of SQLAlchemy', () => {
  const tokens =
    '{"table_name": lambda constraint, table: table.fullname.upper(), "pk": "pk_%(table_name)s"}';
  expect(names(tokens)['primary_key']).toBe('pk_SHOP.ORDERS');
});

test('that cannot be followed leave no name to guess, and say why', () => {
  const { problems, tables } = evaluateModels(
    models('{"token": lambda constraint, table: constraint.no_such, "pk": "pk_%(token)s"}'),
  );
  expect(problems.join('\n')).toContain(
    'the naming-convention token %(token)s cannot be evaluated: Retort does not know `no_such` of `PrimaryKeyConstraint`',
  );
  expect([...tables.keys()]).toEqual([]);
});
