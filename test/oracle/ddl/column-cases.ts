import type { DdlCase } from './case.ts';
import { ddl } from './case.ts';
import * as b from './builders.ts';

export const columnCases: readonly DdlCase[] = [
  ddl(
    'add_column',
    `op.add_column("t", sa.Column("c", sa.String(length=50), nullable=True))`,
    b.addColumn('t', { name: 'c', type: b.string(50), nullable: true }),
  ),
  ddl(
    'add_column with default, not null, in a schema',
    `op.add_column("T", sa.Column("C", sa.Integer(), server_default="0", nullable=False), schema="S")`,
    b.addColumn(
      'T',
      { name: 'C', type: b.integer, serverDefault: b.defaultText('0'), nullable: false },
      { schema: 'S' },
    ),
  ),
  ddl(
    'add_column if_not_exists',
    `op.add_column("t", sa.Column("c", sa.Integer()), if_not_exists=True)`,
    b.addColumn('t', { name: 'c', type: b.integer }, { ifNotExists: true }),
  ),
  ddl(
    'add_column with an index',
    `op.add_column("t", sa.Column("c", sa.Integer(), index=True))`,
    b.addColumn('t', { name: 'c', type: b.integer, index: true }),
  ),
  ddl(
    'add_column with a unique index in a schema',
    `op.add_column("t", sa.Column("c", sa.Integer(), index=True, unique=True), schema="s")`,
    b.addColumn('t', { name: 'c', type: b.integer, index: true, unique: true }, { schema: 's' }),
  ),
  ddl(
    'add_column with a unique constraint',
    `op.add_column("t", sa.Column("c", sa.Integer(), unique=True))`,
    b.addColumn('t', { name: 'c', type: b.integer, unique: true }),
  ),
  ddl(
    'add_column with a foreign key',
    `op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("o.id", name="fk_c", ondelete="SET NULL")))`,
    b.addColumn('t', {
      name: 'c',
      type: b.integer,
      foreignKeys: [b.references('o.id', { ondelete: 'SET NULL' }, b.name('fk_c'))],
    }),
  ),
  ddl(
    'add_column with an inline reference',
    `op.add_column("t", sa.Column("c", sa.Integer(), sa.ForeignKey("s.o.id", ondelete="CASCADE", deferrable=True)), inline_references=True)`,
    b.addColumn(
      't',
      {
        name: 'c',
        type: b.integer,
        foreignKeys: [b.references('s.o.id', { ondelete: 'CASCADE', deferrable: true })],
      },
      { inlineReferences: true },
    ),
  ),
  ddl(
    'add_column with an inline primary key',
    `op.add_column("t", sa.Column("c", sa.Integer(), primary_key=True), inline_primary_key=True)`,
    b.addColumn('t', { name: 'c', type: b.integer, primaryKey: true }, { inlinePrimaryKey: true }),
  ),
  ddl(
    'add_column primary key',
    `op.add_column("t", sa.Column("c", sa.BigInteger(), primary_key=True))`,
    b.addColumn('t', { name: 'c', type: b.bigInteger, primaryKey: true }),
  ),
  ddl(
    'add_column with a CHECK and a comment',
    `op.add_column("t", sa.Column("c", sa.Integer(), sa.CheckConstraint("c > 0", name="pos"), comment="it's"), schema="s")`,
    b.addColumn(
      't',
      { name: 'c', type: b.integer, checks: [b.check('c > 0', { name: b.name('pos') })], comment: "it's" },
      { schema: 's' },
    ),
  ),
  ddl(
    'add_column never makes the enum type',
    `op.add_column("t", sa.Column("c", sa.Enum("a", "b", name="e")))`,
    b.addColumn('t', { name: 'c', type: b.enumeration(['a', 'b'], { name: 'e' }) }),
  ),
  ddl(
    'add_column with a Boolean that has a constraint',
    `op.add_column("t", sa.Column("c", sa.Boolean(create_constraint=True, name="c_bool"), nullable=False))`,
    b.addColumn('t', {
      name: 'c',
      type: b.boolean({ createConstraint: true, name: 'c_bool' }),
      nullable: false,
    }),
  ),
  {
    ...ddl(
      'add_column with type constraints under a naming convention',
      `op.add_column("t", sa.Column("c", sa.Boolean(create_constraint=True, name=op.f("mine"))))
op.add_column("t", sa.Column("d", sa.Enum("x", native_enum=False, create_constraint=True, name="wrapped")))`,
      b.addColumn('t', {
        name: 'c',
        type: b.boolean({ createConstraint: true, name: 'mine', nameIsFinal: true }),
      }),
      b.addColumn('t', {
        name: 'd',
        type: b.enumeration(['x'], { nativeEnum: false, createConstraint: true, name: 'wrapped' }),
      }),
    ),
    namingConvention: { ck: 'ck_%(table_name)s_%(constraint_name)s' },
  },
  ddl(
    'add_column computed',
    `op.add_column("t", sa.Column("c", sa.Integer(), sa.Computed("a + 1")))`,
    b.addColumn('t', {
      name: 'c',
      type: b.integer,
      serverDefault: { kind: 'computed', sqltext: b.sql('a + 1'), persisted: null },
    }),
  ),
  ddl(
    'add_column identity',
    `op.add_column("t", sa.Column("c", sa.Integer(), sa.Identity(start=3), nullable=True))`,
    b.addColumn('t', { name: 'c', type: b.integer, serverDefault: b.identity({ start: 3 }), nullable: true }),
  ),
  ddl('drop_column', `op.drop_column("t", "c")`, b.dropColumn('t', 'c')),
  ddl(
    'drop_column if_exists in a schema',
    `op.drop_column("T", "C", schema="s", if_exists=True)`,
    b.dropColumn('T', 'C', { schema: 's', ifExists: true }),
  ),
  ddl(
    'drop_column with its constraints',
    `op.drop_column("t", "c", schema="xyz", mssql_drop_default=True, mssql_drop_check=True, mssql_drop_foreign_key=True)`,
    b.dropColumn('t', 'c', {
      schema: 'xyz',
      ...b.options({ mssql_drop_default: true, mssql_drop_check: true, mssql_drop_foreign_key: true }),
    }),
  ),
  ddl(
    'alter_column nullable',
    `op.alter_column("t", "c", existing_type=sa.String(50), nullable=False)`,
    b.alterColumn('t', 'c', { existingType: b.string(50), modifyNullable: false }),
  ),
  ddl(
    'alter_column nullable in a schema',
    `op.alter_column("t", "C", existing_type=sa.Integer(), nullable=True, schema="s.u")`,
    b.alterColumn('t', 'C', { existingType: b.integer, modifyNullable: true, schema: 's.u' }),
  ),
  ddl(
    'alter_column nullable without a type',
    `op.alter_column("t", "c", nullable=False)`,
    b.alterColumn('t', 'c', { modifyNullable: false }),
  ),
  ddl(
    'alter_column type',
    `op.alter_column("t", "c", existing_type=sa.VARCHAR(length=255), type_=sa.String(length=10), existing_nullable=False)`,
    b.alterColumn('t', 'c', {
      existingType: b.string(255, 'VARCHAR'),
      modifyType: b.string(10),
      existingNullable: false,
    }),
  ),
  ddl(
    'alter_column type alone',
    `op.alter_column("t", "c", type_=sa.Integer())`,
    b.alterColumn('t', 'c', { modifyType: b.integer }),
  ),
  ddl(
    'alter_column type with USING',
    `op.alter_column("t", "c", type_=sa.Integer(), postgresql_using="c::integer")`,
    b.alterColumn('t', 'c', { modifyType: b.integer, ...b.options({ postgresql_using: 'c::integer' }) }),
  ),
  ddl(
    'alter_column USING without a type',
    `op.alter_column("t", "c", nullable=True, existing_type=sa.Integer(), postgresql_using="c::integer")`,
    b.alterColumn('t', 'c', {
      modifyNullable: true,
      existingType: b.integer,
      ...b.options({ postgresql_using: 'c::integer' }),
    }),
  ),
  ddl(
    'alter_column everything',
    `op.alter_column("t", "c", type_=sa.BigInteger(), existing_type=sa.Integer(), nullable=False, server_default="5", new_column_name="d", existing_server_default=None)`,
    b.alterColumn('t', 'c', {
      modifyType: b.bigInteger,
      existingType: b.integer,
      modifyNullable: false,
      modifyServerDefault: b.defaultText('5'),
      modifyName: 'd',
      existingServerDefault: null,
    }),
  ),
  ddl(
    'alter_column server_default',
    `op.alter_column("t", "c", server_default=sa.text("now()"))`,
    b.alterColumn('t', 'c', { modifyServerDefault: b.defaultSql(b.sql('now()')) }),
  ),
  ddl(
    'alter_column server_default where there was one',
    `op.alter_column("t", "c", server_default=sa.func.now(), existing_server_default="5", schema="s")`,
    b.alterColumn('t', 'c', {
      modifyServerDefault: b.defaultSql(b.func('now')),
      existingServerDefault: b.defaultText('5'),
      schema: 's',
    }),
  ),
  ddl(
    'alter_column drop default',
    `op.alter_column("t", "c", server_default=None)`,
    b.alterColumn('t', 'c', { modifyServerDefault: null }),
  ),
  ddl(
    'alter_column rename',
    `op.alter_column("t", "c", new_column_name="D", schema="s")`,
    b.alterColumn('t', 'c', { modifyName: 'D', schema: 's' }),
  ),
  ddl(
    'alter_column add comment',
    `op.alter_column("t", "c", comment="it's", schema="s")`,
    b.alterColumn('t', 'c', { modifyComment: "it's", schema: 's' }),
  ),
  ddl(
    'alter_column change comment',
    `op.alter_column("t", "c", comment="new", existing_comment="old", schema="s")`,
    b.alterColumn('t', 'c', { modifyComment: 'new', existingComment: 'old', schema: 's' }),
  ),
  ddl(
    'alter_column drop comment',
    `op.alter_column("t", "c", comment=None, schema="s")`,
    b.alterColumn('t', 'c', { modifyComment: null, schema: 's' }),
  ),
  ddl(
    'alter_column add identity',
    `op.alter_column("t", "c", server_default=sa.Identity(start=5), existing_server_default=None)`,
    b.alterColumn('t', 'c', { modifyServerDefault: b.identity({ start: 5 }), existingServerDefault: null }),
  ),
  ddl(
    'alter_column change identity',
    `op.alter_column("t", "c", server_default=sa.Identity(always=True, start=5, cache=2), existing_server_default=sa.Identity(start=1))`,
    b.alterColumn('t', 'c', {
      modifyServerDefault: b.identity({ start: 5, cache: 2 }, true),
      existingServerDefault: b.identity({ start: 1 }),
    }),
  ),
  ddl(
    'alter_column drop identity',
    `op.alter_column("t", "c", server_default=None, existing_server_default=sa.Identity())`,
    b.alterColumn('t', 'c', { modifyServerDefault: null, existingServerDefault: b.identity() }),
  ),
  ddl(
    'alter_column to computed',
    `op.alter_column("t", "c", server_default=sa.Computed("a"))`,
    b.alterColumn('t', 'c', {
      modifyServerDefault: { kind: 'computed', sqltext: b.sql('a'), persisted: null },
    }),
  ),
  ddl(
    'alter_column from Boolean with a constraint to Integer',
    `op.alter_column("t", "c", type_=sa.Integer(), existing_type=sa.Boolean(create_constraint=True, name="ck_c"), existing_nullable=True)`,
    b.alterColumn('t', 'c', {
      modifyType: b.integer,
      existingType: b.boolean({ createConstraint: true, name: 'ck_c' }),
      existingNullable: true,
    }),
  ),
  ddl(
    'alter_column to an Enum with a constraint',
    `op.alter_column("t", "c", type_=sa.Enum("a", "b", native_enum=False, create_constraint=True, name="ck_c"), existing_type=sa.String(5), existing_nullable=True)`,
    b.alterColumn('t', 'c', {
      modifyType: b.enumeration(['a', 'b'], { nativeEnum: false, createConstraint: true, name: 'ck_c' }),
      existingType: b.string(5),
      existingNullable: true,
    }),
  ),
  ddl(
    'alter_column of an unnamed type constraint',
    `op.alter_column("t", "c", type_=sa.Integer(), existing_type=sa.Enum("a", native_enum=False, create_constraint=True))`,
    b.alterColumn('t', 'c', {
      modifyType: b.integer,
      existingType: b.enumeration(['a'], { nativeEnum: false, createConstraint: true }),
    }),
  ),
];
