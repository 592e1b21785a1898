import { beforeAll, describe, expect, test } from 'vitest';
import { chosenPlugins } from '../../../../server/src/alembic/autogenerate/index.ts';
import {
  canonicalCondition,
  writtenCondition,
} from '../../../../server/src/alembic/autogenerate/beyond/constraints/expressions.ts';
import { initTestParser } from '../../../support/python.ts';
import { revisionOf } from './support.ts';

beforeAll(initTestParser);

const table = (...items: readonly string[]): string =>
  `Table("t", m, ${['Column("id", Integer, primary_key=True)', 'Column("x", Integer)', ...items].join(', ')})`;
const check = (sql: string, name: string | null): string =>
  `CheckConstraint("${sql}"${name === null ? '' : `, name="${name}"`})`;

describe('conditions are the same as the database shows them', () => {
  test.each([
    ['x > 0', '(x > 0)'],
    ['price > 0', '(price > (0)::numeric)'],
    [
      "state IN ('a', 'b')",
      "((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    ],
    ["state NOT IN ('a','b')", "(state <> ALL (ARRAY['a'::text, 'b'::text]))"],
    ['x != 3', '(x <> 3)'],
    ['x BETWEEN 1 AND 9', '((x >= 1) AND (x <= 9))'],
    ["name LIKE 'A (b)%'", "((name)::text ~~ 'A (b)%'::text)"],
    ['"x" > 1 AND y < 2', 'x>1 and y<2'],
    ['[x] > (1)', 'x > 1'],
  ])('%s', (model, database) => {
    expect(canonicalCondition(model)).toBe(canonicalCondition(database));
  });
  test.each([
    ['x > 0', 'x > 1'],
    ["s = 'A'", "s = 'a'"],
    ["s = 'a b'", "s = 'ab'"],
    ['x > 0 and y > 0', 'x > 0 or y > 0'],
  ])('%s is not %s', (one, other) => {
    expect(canonicalCondition(one)).not.toBe(canonicalCondition(other));
  });
});

test('CHECK constraints by what they say', () => {
  expect(
    revisionOf({
      before: table(check('x > 1', 'big'), check('x < 5', 'gone'), check('x <> 3', null)),
      after: table(check('x > 2', 'big'), check('x != 3', null), check('x < 99', null)),
    }),
  ).toMatchObject({
    up: [
      "op.drop_constraint('gone', 't', type_='check')",
      "op.drop_constraint('big', 't', type_='check')",
      "op.create_check_constraint('big', 't', 'x > 2')",
      "op.create_check_constraint(op.f('t_x_check1'), 't', 'x < 99')",
    ],
    down: [
      "op.drop_constraint(op.f('t_x_check1'), 't', type_='check')",
      "op.drop_constraint('big', 't', type_='check')",
      "op.create_check_constraint('big', 't', 'x > 1')",
      "op.create_check_constraint('gone', 't', 'x < 5')",
    ],
  });
});

test('what Alembic’s own plugin finds is not found twice', () => {
  const { up } = revisionOf({
    before: table(),
    after: table(check('x > 1', 'big')),
    context: { plugins: chosenPlugins(['alembic.autogenerate.*', 'alembic.ext.*']).chosen },
  });
  expect(up).toEqual(["op.create_check_constraint('big', 't', 'x > 1')"]);
});

test('a primary key with other columns', () => {
  const key = 'PrimaryKeyConstraint("id", "x")';
  const keyed = (more: string): string =>
    `Table("t", m, Column("id", Integer), Column("x", Integer), ${more})`;
  expect(revisionOf({ before: keyed('PrimaryKeyConstraint("id")'), after: keyed(key) })).toMatchObject({
    up: [
      "op.alter_column('t', 'x', existing_type=sa.INTEGER(), nullable=False)",
      "op.drop_constraint(op.f('t_pkey'), 't', type_='primary')",
      "op.create_primary_key(op.f('t_pkey'), 't', ['id', 'x'])",
    ],
    down: [
      "op.drop_constraint(op.f('t_pkey'), 't', type_='primary')",
      "op.create_primary_key(op.f('t_pkey'), 't', ['id'])",
      "op.alter_column('t', 'x', existing_type=sa.INTEGER(), nullable=True)",
    ],
  });
  const other = keyed('PrimaryKeyConstraint("x", "id")');
  expect(revisionOf({ before: keyed(key), after: other }).up).toEqual(['pass']);
});

test('an exclude constraint', () => {
  const exclude = (operator: string): string =>
    table(`postgresql.ExcludeConstraint(("x", "${operator}"), name="ex")`);
  expect(revisionOf({ before: table(), after: exclude('=') }).up).toEqual([
    "op.create_exclude_constraint('ex', 't', (sa.column('x'), '='), using='gist')",
  ]);
  expect(revisionOf({ before: exclude('='), after: exclude('<>') }).up).toEqual([
    "op.drop_constraint('ex', 't')",
    "op.create_exclude_constraint('ex', 't', (sa.column('x'), '<>'), using='gist')",
  ]);
  expect(revisionOf({ before: exclude('='), after: exclude('=') }).up).toEqual(['pass']);
});

test('a list of values is made again as it was written', () => {
  const shown = "((mood)::text = ANY ((ARRAY['it''s'::character varying, 'b'::character varying])::text[]))";
  expect(writtenCondition(shown)).toBe("mood IN ('it''s', 'b')");
  expect(writtenCondition(shown.slice(1, -1))).toBe("mood IN ('it''s', 'b')");
  const pretty = "mood::text = ANY (ARRAY['a'::character varying, 'b'::character varying]::text[])";
  expect(writtenCondition(pretty)).toBe("mood IN ('a', 'b')");
  expect(writtenCondition('(x > 1)')).toBe('(x > 1)');
});
