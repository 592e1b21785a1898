import type { DdlCase } from './case.ts';
import { ddl } from './case.ts';
import * as b from './builders.ts';

const id = { name: 'id', type: b.integer, primaryKey: true };

export const tableCases: readonly DdlCase[] = [
  ddl(
    'create_table',
    `op.create_table("users", sa.Column("id", sa.Integer(), nullable=False), sa.Column("email", sa.String(length=255), nullable=False),
      sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True),
      sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("email"))`,
    b.createTable({
      name: 'users',
      columns: [
        { name: 'id', type: b.integer, nullable: false },
        { name: 'email', type: b.string(255), nullable: false },
        {
          name: 'created_at',
          type: b.datetime(true),
          serverDefault: b.defaultSql(b.sql('now()')),
          nullable: true,
        },
      ],
      constraints: [b.primaryKey(['id']), b.unique(['email'])],
    }),
  ),
  ddl(
    'create_table with foreign keys',
    `op.create_table("orders", sa.Column("id", sa.BigInteger(), nullable=False), sa.Column("user_id", sa.Integer()),
      sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user", ondelete="CASCADE", onupdate="SET NULL", deferrable=True, initially="DEFERRED"),
      sa.ForeignKeyConstraint(["user_id", "id"], ["s.t.a", "s.t.b"], match="FULL"),
      sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")))`,
    b.createTable({
      name: 'orders',
      columns: [
        { name: 'id', type: b.bigInteger, nullable: false },
        { name: 'user_id', type: b.integer },
      ],
      constraints: [
        b.foreignKey(['user_id'], 'users', ['id'], {
          name: b.name('fk_user'),
          ondelete: 'CASCADE',
          onupdate: 'SET NULL',
          deferrable: true,
          initially: 'DEFERRED',
        }),
        b.foreignKey(['user_id', 'id'], 's.t', ['a', 'b'], { match: 'FULL' }),
        b.primaryKey(['id'], { name: b.final('pk_orders') }),
      ],
    }),
  ),
  ddl(
    'create_table with flags on columns',
    `op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True),
      sa.Column("a", sa.String(20), unique=True), sa.Column("b", sa.Integer(), sa.ForeignKey("o.id"), nullable=False),
      sa.Column("c", sa.Integer(), index=True), sa.CheckConstraint("a > 'x'", name="ck_a"))`,
    b.createTable({
      name: 't',
      columns: [
        id,
        { name: 'a', type: b.string(20), unique: true },
        { name: 'b', type: b.integer, foreignKeys: [b.references('o.id')], nullable: false },
        { name: 'c', type: b.integer, index: true },
      ],
      constraints: [b.check("a > 'x'", { name: b.name('ck_a') })],
    }),
  ),
  ddl(
    'create_table with quoted names and schema',
    `op.create_table("User", sa.Column("Id", sa.Integer(), primary_key=True), sa.Column("order", sa.Integer()),
      sa.Column("with space", sa.Integer()), sa.Column("quo\\"te", sa.Integer()), sa.Column("1st", sa.Integer()), schema="My.Schema")`,
    b.createTable({
      name: 'User',
      schema: 'My.Schema',
      columns: [
        { name: 'Id', type: b.integer, primaryKey: true },
        { name: 'order', type: b.integer },
        { name: 'with space', type: b.integer },
        { name: 'quo"te', type: b.integer },
        { name: '1st', type: b.integer },
      ],
    }),
  ),
  ddl(
    'create_table if_not_exists with prefixes and comments',
    `op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True, comment="it's the key"), schema="s", comment="a \\\\ table", if_not_exists=True, prefixes=["UNLOGGED"])`,
    b.createTable(
      {
        name: 't',
        schema: 's',
        columns: [{ ...id, comment: "it's the key" }],
        comment: 'a \\ table',
        prefixes: ['UNLOGGED'],
      },
      { ifNotExists: true },
    ),
  ),
  ddl(
    'create_table with a composite key',
    `op.create_table("t", sa.Column("a", sa.Integer(), primary_key=True), sa.Column("b", sa.Integer(), primary_key=True, autoincrement=True))`,
    b.createTable({
      name: 't',
      columns: [
        { name: 'a', type: b.integer, primaryKey: true },
        { name: 'b', type: b.integer, primaryKey: true, autoincrement: true },
      ],
    }),
  ),
  ddl(
    'create_table with a composite key and no autoincrement',
    `op.create_table("t", sa.Column("a", sa.Integer(), nullable=False), sa.Column("b", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("a", "b"))`,
    b.createTable({
      name: 't',
      columns: [
        { name: 'a', type: b.integer, nullable: false },
        { name: 'b', type: b.integer, nullable: false },
      ],
      constraints: [b.primaryKey(['a', 'b'])],
    }),
  ),
  ...(['BigInteger', 'SmallInteger', 'INTEGER', 'BIGINT'] as const).map((kind) =>
    ddl(
      `create_table numbers a ${kind} key`,
      `op.create_table("t", sa.Column("id", sa.${kind}(), primary_key=True))`,
      b.createTable({ name: 't', columns: [{ name: 'id', type: { kind }, primaryKey: true }] }),
    ),
  ),
  ddl(
    'create_table does not number keys that have a default, a foreign key or autoincrement=False',
    `op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))
op.create_table("b", sa.Column("id", sa.Integer(), primary_key=True, server_default="5"))
op.create_table("c", sa.Column("id", sa.Integer(), sa.ForeignKey("a.id"), primary_key=True))
op.create_table("d", sa.Column("id", sa.Integer(), primary_key=True, default=5))
op.create_table("e", sa.Column("id", sa.String(5), primary_key=True))
op.create_table("f", sa.Column("id", sa.Integer(), sa.ForeignKey("a.id"), primary_key=True, autoincrement="ignore_fk"))`,
    b.createTable({ name: 'a', columns: [{ ...id, autoincrement: false }] }),
    b.createTable({ name: 'b', columns: [{ ...id, serverDefault: b.defaultText('5') }] }),
    b.createTable({ name: 'c', columns: [{ ...id, foreignKeys: [b.references('a.id')] }] }),
    b.createTable({ name: 'd', columns: [{ ...id, hasDefault: true }] }),
    b.createTable({ name: 'e', columns: [{ name: 'id', type: b.string(5), primaryKey: true }] }),
    b.createTable({
      name: 'f',
      columns: [{ ...id, foreignKeys: [b.references('a.id')], autoincrement: 'ignore_fk' }],
    }),
  ),
  ddl(
    'create_table with identity and computed columns',
    `op.create_table("t", sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
      sa.Column("n", sa.Integer(), sa.Identity(always=True, start=5, increment=2, minvalue=1, maxvalue=100, cycle=True, cache=3)),
      sa.Column("c", sa.Integer(), sa.Computed("n * 2")), sa.Column("p", sa.Integer(), sa.Computed("n * 3", persisted=True)))`,
    b.createTable({
      name: 't',
      columns: [
        { ...id, serverDefault: b.identity() },
        {
          name: 'n',
          type: b.integer,
          serverDefault: b.identity(
            { start: 5, increment: 2, minvalue: 1, maxvalue: 100, cycle: true, cache: 3 },
            true,
          ),
        },
        {
          name: 'c',
          type: b.integer,
          serverDefault: { kind: 'computed', sqltext: b.sql('n * 2'), persisted: null },
        },
        {
          name: 'p',
          type: b.integer,
          serverDefault: { kind: 'computed', sqltext: b.sql('n * 3'), persisted: true },
        },
      ],
    }),
  ),
  ddl(
    'create_table with a virtual column',
    `op.create_table("t", sa.Column("c", sa.Integer(), sa.Computed("1", persisted=False)))`,
    b.createTable({
      name: 't',
      columns: [
        {
          name: 'c',
          type: b.integer,
          serverDefault: { kind: 'computed', sqltext: b.sql('1'), persisted: false },
        },
      ],
    }),
  ),
  ddl(
    'create_table with server defaults',
    `op.create_table("t", sa.Column("a", sa.String(), server_default="it's"), sa.Column("b", sa.Integer(), server_default=sa.text("0")),
      sa.Column("c", sa.DateTime(), server_default=sa.func.now()), sa.Column("d", sa.Boolean(), server_default=sa.true()),
      sa.Column("e", sa.Boolean(), server_default=sa.text("false"), nullable=False), sa.Column("f", sa.String(), server_default=sa.func.upper("x")),
      sa.Column("g", sa.DateTime(), server_default=sa.func.current_timestamp()), sa.Column("h", sa.Integer(), server_default=sa.text("1 + 1")),
      sa.Column("i", sa.String(), server_default=sa.text("(lower('X'))")), sa.Column("j", sa.String(), server_default=""), sa.Column("k", sa.Date(), server_default=sa.func.current_date()))`,
    b.createTable({
      name: 't',
      columns: [
        { name: 'a', type: b.string(), serverDefault: b.defaultText("it's") },
        { name: 'b', type: b.integer, serverDefault: b.defaultSql(b.sql('0')) },
        { name: 'c', type: b.datetime(), serverDefault: b.defaultSql(b.func('now')) },
        { name: 'd', type: b.boolean(), serverDefault: b.defaultSql({ kind: 'true' }) },
        { name: 'e', type: b.boolean(), serverDefault: b.defaultSql(b.sql('false')), nullable: false },
        { name: 'f', type: b.string(), serverDefault: b.defaultSql(b.func('upper', b.literal(b.str('x')))) },
        { name: 'g', type: b.datetime(), serverDefault: b.defaultSql(b.func('current_timestamp')) },
        { name: 'h', type: b.integer, serverDefault: b.defaultSql(b.sql('1 + 1')) },
        { name: 'i', type: b.string(), serverDefault: b.defaultSql(b.sql("(lower('X'))")) },
        { name: 'j', type: b.string(), serverDefault: b.defaultText('') },
        { name: 'k', type: b.date, serverDefault: b.defaultSql(b.func('current_date')) },
      ],
    }),
  ),
  ddl(
    'create_table with a column CHECK and type checks',
    `op.create_table("t", sa.Column("a", sa.Integer(), sa.CheckConstraint("a > 5", name="a5")),
      sa.Column("b", sa.Boolean(create_constraint=True, name="b_bool")), sa.Column("c", sa.Enum("x", "y", native_enum=False, create_constraint=True, name="c_enum")),
      sa.Column("d", sa.Boolean(create_constraint=True)))`,
    b.createTable({
      name: 't',
      columns: [
        { name: 'a', type: b.integer, checks: [b.check('a > 5', { name: b.name('a5') })] },
        { name: 'b', type: b.boolean({ createConstraint: true, name: 'b_bool' }) },
        {
          name: 'c',
          type: b.enumeration(['x', 'y'], { nativeEnum: false, createConstraint: true, name: 'c_enum' }),
        },
        { name: 'd', type: b.boolean({ createConstraint: true }) },
      ],
    }),
  ),
  ddl(
    'create_table makes an enum type once per run',
    `e = sa.Enum("it's", "b", name="Mood")
op.create_table("t", sa.Column("a", e), sa.Column("b", e))
op.create_table("u", sa.Column("a", sa.Enum("it's", "b", name="Mood")), sa.Column("s", sa.Enum("q", name="m2", schema="s")))
op.drop_table("t")
op.create_table("v", sa.Column("a", pg.ENUM("z", name="m3", create_type=False)), sa.Column("l", sa.ARRAY(sa.Enum("k", name="m4"))) if op.get_context().dialect.name == "postgresql" else sa.Column("l", sa.Integer()))`,
    b.createTable({
      name: 't',
      columns: ['a', 'b'].map((name) => ({ name, type: b.enumeration(["it's", 'b'], { name: 'Mood' }) })),
    }),
    b.createTable({
      name: 'u',
      columns: [
        { name: 'a', type: b.enumeration(["it's", 'b'], { name: 'Mood' }) },
        { name: 's', type: b.enumeration(['q'], { name: 'm2', schema: 's' }) },
      ],
    }),
    b.dropTable('t'),
    b.createTable({
      name: 'v',
      columns: [
        {
          name: 'a',
          type: b.dialectType('postgresql', 'ENUM', { enums: ['z'], name: 'm3', create_type: false }),
        },
        {
          name: 'l',
          type: {
            ...b.integer,
            variants: new Map([['postgresql', b.array(b.enumeration(['k'], { name: 'm4' }))]]),
          },
        },
      ],
    }),
  ),
  ddl(
    'create_table leaves an enum type of a MetaData alone',
    `op.create_table("t", sa.Column("a", sa.Enum("x", name="e", metadata=sa.MetaData())), sa.Column("b", pg.ENUM("y", name="f", metadata=sa.MetaData())))`,
    b.createTable({
      name: 't',
      columns: [
        { name: 'a', type: b.enumeration(['x'], { name: 'e', hasMetadata: true }) },
        { name: 'b', type: b.dialectType('postgresql', 'ENUM', { enums: ['y'], name: 'f', metadata: true }) },
      ],
    }),
  ),
  ddl(
    'create_table with an enum that has no name',
    `op.create_table("t", sa.Column("a", sa.Enum("x", "yyy")))`,
    b.createTable({ name: 't', columns: [{ name: 'a', type: b.enumeration(['x', 'yyy']) }] }),
  ),
  {
    ...ddl(
      'create_table under a naming convention',
      `op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.Integer(), sa.ForeignKey("o.id"), unique=True),
      sa.Column("b", sa.Integer(), index=True), sa.CheckConstraint("b > 1", name="pos"), sa.UniqueConstraint("a", "b"), sa.CheckConstraint("a > 1", name=op.f("done")), sa.UniqueConstraint("b", name="kept"))`,
      b.createTable({
        name: 't',
        columns: [
          id,
          { name: 'a', type: b.integer, foreignKeys: [b.references('o.id')], unique: true },
          { name: 'b', type: b.integer },
        ],
        constraints: [
          b.check('b > 1', { name: b.name('pos') }),
          b.unique(['a', 'b']),
          b.check('a > 1', { name: b.final('done') }),
          b.unique(['b'], { name: b.name('kept') }),
        ],
        indexes: [{ name: null, expressions: ['b'] }],
      }),
    ),
    namingConvention: {
      ix: 'ix_%(column_0_label)s',
      uq: 'uq_%(table_name)s_%(column_0_N_name)s',
      ck: 'ck_%(table_name)s_%(constraint_name)s',
      fk: 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
      pk: 'pk_%(table_name)s',
    },
  },
  {
    ...ddl(
      'a name from a convention is shortened',
      `op.create_table("t", sa.Column("${'long_'.repeat(30)}", sa.Integer(), unique=True))`,
      b.createTable({ name: 't', columns: [{ name: 'long_'.repeat(30), type: b.integer, unique: true }] }),
    ),
    namingConvention: { uq: 'uq_%(table_name)s_%(column_0_name)s' },
  },
  ddl(
    'a given name that is too long is refused',
    `op.create_table("t", sa.Column("a", sa.Integer()), sa.UniqueConstraint("a", name="${'x'.repeat(70)}"))`,
    b.createTable({
      name: 't',
      columns: [{ name: 'a', type: b.integer }],
      constraints: [b.unique(['a'], { name: b.name('x'.repeat(70)) })],
    }),
  ),
  ddl(
    'create_table with dialect options',
    `op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), postgresql_partition_by="RANGE (id)", postgresql_tablespace="Fast", postgresql_inherits="base",
      postgresql_on_commit="DELETE_ROWS", sqlite_autoincrement=True, sqlite_with_rowid=False, sqlite_strict=True)`,
    b.createTable({
      name: 't',
      columns: [id],
      dialectOptions: {
        postgresql_partition_by: 'RANGE (id)',
        postgresql_tablespace: 'Fast',
        postgresql_inherits: 'base',
        postgresql_on_commit: 'DELETE_ROWS',
        sqlite_autoincrement: true,
        sqlite_with_rowid: false,
        sqlite_strict: true,
      },
    }),
  ),
  ddl('create_table without columns', `op.create_table("t")`, b.createTable({ name: 't', columns: [] })),
  ddl('drop_table', `op.drop_table("t")`, b.dropTable('t')),
  ddl(
    'drop_table if_exists in a schema',
    `op.drop_table("T", schema="S", if_exists=True)`,
    b.dropTable('T', { schema: 'S', ifExists: true }),
  ),
  ddl('rename_table', `op.rename_table("a", "B")`, b.renameTable('a', 'B')),
  ddl('rename_table in a schema', `op.rename_table("a", "b", schema="s.u")`, b.renameTable('a', 'b', 's.u')),
  ddl('create_table_comment', `op.create_table_comment("t", "it's", schema="s")`, {
    kind: 'create_table_comment',
    table: 't',
    schema: 's',
    comment: "it's",
    existingComment: null,
    origin: null,
  }),
  ddl('drop_table_comment', `op.drop_table_comment("t", schema="s")`, {
    kind: 'drop_table_comment',
    table: 't',
    schema: 's',
    existingComment: null,
    origin: null,
  }),
];
