import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../../../support/python.ts';
import { revisionOf } from './support.ts';

beforeAll(initTestParser);

const table = (name: string, ...columns: readonly string[]): string =>
  `Table("${name}", m, ${['Column("id", Integer, primary_key=True)', ...columns].join(', ')})`;

test('a constraint without a name gets PostgreSQL’s, and none that is taken', () => {
  const { up, down } = revisionOf({
    before: `${table('t', 'Column("a", Integer)', 'Column("b_c", Integer)')}\n${table('u', 'Index("t_a_key", "id")')}`,
    after: `${table('t', 'Column("a", Integer, unique=True)', 'Column("b_c", Integer, unique=True)')}\n${table('u', 'Index("t_a_key", "id")')}`,
    on: ['constraintNames'],
  });
  expect(up).toEqual([
    "op.create_unique_constraint(op.f('t_a_key1'), 't', ['a'])",
    "op.create_unique_constraint(op.f('t_b_c_key'), 't', ['b_c'])",
  ]);
  expect(down).toEqual([
    "op.drop_constraint(op.f('t_b_c_key'), 't', type_='unique')",
    "op.drop_constraint(op.f('t_a_key1'), 't', type_='unique')",
  ]);
});

test('its name has at most 63 bytes', () => {
  const [long, column] = [
    'a_very_long_table_name_of_forty_letters_xx',
    'a_very_long_column_name_of_forty_letters_y',
  ];
  const { up } = revisionOf({
    before: table(long, `Column("${column}", Integer)`),
    after: table(long, `Column("${column}", Integer, unique=True)`),
    on: ['constraintNames'],
  });
  const name = /op\.f\('(\w+)'\)/.exec(up[0] ?? '')?.[1] ?? '';
  expect(name).toHaveLength(63);
  expect(name).toMatch(/^a_very_long_table_name_of_fo\w*_a_very_long_column_name_of_f\w*_key$/);
});

test('a naming convention has named it already', () => {
  const named = (unique: string): string =>
    `m = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})\n${table('t', `Column("a", Integer${unique})`)}`;
  const { up } = revisionOf({ before: named(''), after: named(', unique=True'), on: ['constraintNames'] });
  expect(up).toEqual(["op.create_unique_constraint(op.f('uq_t_a'), 't', ['a'])"]);
});

test('in a batch block one without a name is found by a convention of the block', () => {
  const { up, down } = revisionOf({
    before: `${table('p')}\n${table('c', 'Column("p_id", ForeignKey("p.id"))')}`,
    after: `${table('p')}\n${table('c', 'Column("p_id", Integer)')}`,
    dialect: 'sqlite',
    context: { renderAsBatch: true },
  });
  expect(up).toEqual([
    "with op.batch_alter_table('c', schema=None, naming_convention={'fk': 'fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s', 'uq': 'uq_%(table_name)s_%(column_0_N_name)s'}) as batch_op:",
    "    batch_op.drop_constraint(batch_op.f('fk_c_p_id_p'), type_='foreignkey')",
  ]);
  expect(down[1]).toBe("    batch_op.create_foreign_key(batch_op.f('fk_c_p_id_p'), 'p', ['p_id'], ['id'])");
});

test('a column that may not be NULL comes in steps, where it is wanted and needed', () => {
  const [before, after] = [table('t'), table('t', 'Column("x", Integer, nullable=False)')];
  expect(revisionOf({ before, after, on: ['notNullInSteps'] })).toMatchObject({
    up: [
      '# t.x may not be NULL: say here which value the rows that are there get.',
      "op.add_column('t', sa.Column('x', sa.Integer(), nullable=True))",
      "op.execute('UPDATE t SET x = NULL WHERE x IS NULL')",
      "op.alter_column('t', 'x', existing_type=sa.Integer(), nullable=False)",
    ],
    down: ["op.drop_column('t', 'x')"],
  });
  const plain = ["op.add_column('t', sa.Column('x', sa.Integer(), nullable=False))"];
  expect(revisionOf({ before, after }).up).toEqual(plain);
  const withDefault = table('t', 'Column("x", Integer, nullable=False, server_default="0")');
  expect(revisionOf({ before, after: withDefault, on: ['notNullInSteps'] }).up).toHaveLength(1);
});

test('with every switch off it is what Alembic writes', () => {
  const before = `${table('p')}\n${table('c', 'Column("p_id", ForeignKey("p.id"))')}`;
  const after = table(
    'c',
    'Column("x", Integer, unique=True, nullable=False)',
    'Column("e", Enum("a", name="e"))',
  );
  expect(revisionOf({ before, after, on: [] })).toEqual({
    questions: [],
    up: [
      "op.drop_table('p')",
      "op.add_column('c', sa.Column('x', sa.Integer(), nullable=False))",
      "op.add_column('c', sa.Column('e', sa.Enum('a', name='e'), nullable=True))",
      "op.create_unique_constraint(None, 'c', ['x'])",
      "op.drop_constraint(op.f('c_p_id_fkey'), 'c', type_='foreignkey')",
      "op.drop_column('c', 'p_id')",
    ],
    down: [
      "op.add_column('c', sa.Column('p_id', sa.INTEGER(), autoincrement=False, nullable=True))",
      "op.create_foreign_key(op.f('c_p_id_fkey'), 'c', 'p', ['p_id'], ['id'])",
      "op.drop_constraint(None, 'c', type_='unique')",
      "op.drop_column('c', 'e')",
      "op.drop_column('c', 'x')",
      "op.create_table('p', sa.Column('id', sa.INTEGER(), autoincrement=True, nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('p_pkey')))",
    ],
  });
});
