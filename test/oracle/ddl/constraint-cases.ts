import type { DdlCase } from './case.ts';
import { ddl } from './case.ts';
import * as b from './builders.ts';

const convention = {
  uq: 'uq_%(table_name)s_%(column_0_name)s',
  ck: 'ck_%(table_name)s_%(constraint_name)s',
};

export const constraintCases: readonly DdlCase[] = [
  ddl(
    'create_primary_key',
    `op.create_primary_key("pk_t", "t", ["a", "B"], schema="s")`,
    b.addConstraint('t', b.primaryKey(['a', 'B'], { name: b.name('pk_t') }), 's'),
  ),
  ddl(
    'create_unique_constraint',
    `op.create_unique_constraint("uq_t", "t", ["a", "b"])`,
    b.addConstraint('t', b.unique(['a', 'b'], { name: b.name('uq_t') })),
  ),
  ddl(
    'create_unique_constraint with options',
    `op.create_unique_constraint(None, "t", ["a"], schema="s", deferrable=True, initially="IMMEDIATE", postgresql_nulls_not_distinct=True)`,
    b.addConstraint(
      't',
      b.unique(['a'], {
        deferrable: true,
        initially: 'IMMEDIATE',
        dialectOptions: { postgresql_nulls_not_distinct: true },
      }),
      's',
    ),
  ),
  ddl(
    'create_foreign_key',
    `op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], ondelete="CASCADE", onupdate="RESTRICT")`,
    b.addConstraint(
      't',
      b.foreignKey(['a'], 'o', ['id'], { name: b.name('fk_t'), ondelete: 'CASCADE', onupdate: 'RESTRICT' }),
    ),
  ),
  ddl(
    'create_foreign_key across schemas',
    `op.create_foreign_key(op.f("fk_t"), "T", "O", ["a", "b"], ["x", "y"], source_schema="s1", referent_schema="s2", deferrable=False, initially="DEFERRED", match="SIMPLE", postgresql_not_valid=True)`,
    b.addConstraint(
      'T',
      b.foreignKey(['a', 'b'], 's2.O', ['x', 'y'], {
        name: b.final('fk_t'),
        deferrable: false,
        initially: 'DEFERRED',
        match: 'SIMPLE',
        dialectOptions: { postgresql_not_valid: true },
      }),
      's1',
    ),
  ),
  ddl(
    'create_foreign_key with an unknown phrase',
    `op.create_foreign_key("fk_t", "t", "o", ["a"], ["id"], onupdate="CASCADE; DROP TABLE x")`,
    b.addConstraint(
      't',
      b.foreignKey(['a'], 'o', ['id'], { name: b.name('fk_t'), onupdate: 'CASCADE; DROP TABLE x' }),
    ),
  ),
  ddl(
    'create_foreign_key SET NULL of columns',
    `op.create_foreign_key("fk_t", "t", "o", ["a", "b"], ["x", "y"], ondelete='SET NULL (a, "B")')`,
    b.addConstraint(
      't',
      b.foreignKey(['a', 'b'], 'o', ['x', 'y'], { name: b.name('fk_t'), ondelete: 'SET NULL (a, "B")' }),
    ),
  ),
  ddl(
    'create_check_constraint',
    `op.create_check_constraint("ck_t", "t", "a > 5 AND b LIKE 'x%'", schema="s")`,
    b.addConstraint('t', b.check("a > 5 AND b LIKE 'x%'", { name: b.name('ck_t') }), 's'),
  ),
  ddl(
    'create_check_constraint of expressions',
    `op.create_check_constraint("ck_t", "t", sa.and_(sa.column("a") > 5, sa.or_(sa.func.length(sa.column("B")) == 2, sa.column("c").in_(["x", "it's"]), sa.column("d").is_(None))))`,
    b.addConstraint(
      't',
      b.check(
        {
          kind: 'boolean',
          operator: 'AND',
          clauses: [
            b.binaryOp(b.columnClause('a'), '>', b.literal(b.int(5))),
            {
              kind: 'boolean',
              operator: 'OR',
              clauses: [
                b.binaryOp(b.func('length', b.columnClause('B')), '=', b.literal(b.int(2))),
                b.binaryOp(b.columnClause('c'), 'IN', {
                  kind: 'list',
                  clauses: [b.literal(b.str('x')), b.literal(b.str("it's"))],
                }),
                b.binaryOp(b.columnClause('d'), 'IS', { kind: 'null' }),
              ],
            },
          ],
        },
        { name: b.name('ck_t') },
      ),
    ),
  ),
  ddl(
    'create_check_constraint of arithmetic',
    `op.create_check_constraint("ck_t", "t", (sa.column("a") + sa.column("b")) * 2 - sa.column("c") - 1 < -sa.column("d"))`,
    b.addConstraint(
      't',
      b.check(
        b.binaryOp(
          b.binaryOp(
            b.binaryOp(
              b.binaryOp(b.binaryOp(b.columnClause('a'), '+', b.columnClause('b')), '*', b.literal(b.int(2))),
              '-',
              b.columnClause('c'),
            ),
            '-',
            b.literal(b.int(1)),
          ),
          '<',
          { kind: 'unary', operator: '-', position: 'prefix', operand: b.columnClause('d') },
        ),
        { name: b.name('ck_t') },
      ),
    ),
  ),
  ddl(
    'create_check_constraint of other operators',
    `op.create_check_constraint("ck_t", "t", sa.and_(sa.column("a").ilike("X%"), sa.not_(sa.or_(sa.column("b") == 1, sa.column("c") == 2)), sa.column("d").between(1, 5), sa.column("e").not_in([1, 2]), sa.cast(sa.column("f"), sa.String(5)) != "x", sa.column("g", sa.String) + "y" == "zy", sa.column("h").collate("C") > "b"))`,
    b.addConstraint(
      't',
      b.check(
        {
          kind: 'boolean',
          operator: 'AND',
          clauses: [
            b.binaryOp(b.columnClause('a'), 'ILIKE', b.literal(b.str('X%'))),
            {
              kind: 'unary',
              operator: 'NOT',
              position: 'prefix',
              operand: {
                kind: 'boolean',
                operator: 'OR',
                clauses: [
                  b.binaryOp(b.columnClause('b'), '=', b.literal(b.int(1))),
                  b.binaryOp(b.columnClause('c'), '=', b.literal(b.int(2))),
                ],
              },
            },
            b.binaryOp(b.columnClause('d'), 'BETWEEN', {
              kind: 'list',
              clauses: [b.literal(b.int(1)), b.literal(b.int(5))],
            }),
            b.binaryOp(b.columnClause('e'), 'NOT IN', {
              kind: 'list',
              clauses: [b.literal(b.int(1)), b.literal(b.int(2))],
            }),
            b.binaryOp(
              { kind: 'cast', operand: b.columnClause('f'), type: b.string(5) },
              '!=',
              b.literal(b.str('x')),
            ),
            b.binaryOp(
              b.binaryOp(b.columnClause('g'), '||', b.literal(b.str('y'))),
              '=',
              b.literal(b.str('zy')),
            ),
            b.binaryOp(
              { kind: 'collate', operand: b.columnClause('h'), collation: 'C' },
              '>',
              b.literal(b.str('b')),
            ),
          ],
        },
        { name: b.name('ck_t') },
      ),
    ),
  ),
  {
    ...ddl(
      'constraints under a naming convention',
      `op.create_check_constraint("pos", "t", "a > 0")
op.create_check_constraint(op.f("done"), "t", "a > 0")
op.create_unique_constraint(None, "t", ["a"])
op.create_unique_constraint("mine", "t", ["a"])
op.create_index(None, "t", ["a"])
op.drop_constraint("pos", "t", type_="check")
op.drop_constraint(op.f("pos"), "t", type_="check")
op.drop_constraint("pos", "t")
op.drop_constraint("u", "t", type_="unique")`,
      b.addConstraint('t', b.check('a > 0', { name: b.name('pos') })),
      b.addConstraint('t', b.check('a > 0', { name: b.final('done') })),
      b.addConstraint('t', b.unique(['a'])),
      b.addConstraint('t', b.unique(['a'], { name: b.name('mine') })),
      b.createIndex(null, 't', ['a']),
      b.dropConstraint(b.name('pos'), 't', { type: 'check' }),
      b.dropConstraint(b.final('pos'), 't', { type: 'check' }),
      b.dropConstraint(b.name('pos'), 't'),
      b.dropConstraint(b.name('u'), 't', { type: 'unique' }),
    ),
    namingConvention: { ix: 'ix_%(table_name)s_%(column_0_key)s', ...convention },
  },
  ddl('drop_constraint', `op.drop_constraint("uq_t", "t")`, b.dropConstraint(b.name('uq_t'), 't')),
  ...(['foreignkey', 'primary', 'unique', 'check'] as const).map((type) =>
    ddl(
      `drop_constraint ${type}`,
      `op.drop_constraint("Name", "t", schema="s", type_="${type}")`,
      b.dropConstraint(b.name('Name'), 't', { schema: 's', type }),
    ),
  ),
  ddl(
    'drop_constraint if_exists',
    `op.drop_constraint("c", "t", if_exists=True, type_="unique")`,
    b.dropConstraint(b.name('c'), 't', { ifExists: true, type: 'unique' }),
  ),
  ddl(
    'drop_constraint without a name',
    `op.drop_constraint(None, "t", type_="unique")`,
    b.dropConstraint(null, 't', { type: 'unique' }),
  ),
];
