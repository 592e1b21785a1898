import type { DdlCase } from './case.ts';
import { ddl } from './case.ts';
import * as b from './builders.ts';

const users = [
  { name: 'id', type: b.integer },
  { name: 'Name', type: b.string() },
];

export const dataCases: readonly DdlCase[] = [
  ddl(
    'execute a string',
    `op.execute("UPDATE t SET a = 'x%' WHERE b::text = '12:30:00'")`,
    b.execute("UPDATE t SET a = 'x%' WHERE b::text = '12:30:00'"),
  ),
  ddl(
    'execute a string with escaped and bare colons',
    String.raw`op.execute("SELECT '\\:x', ':y', '{\"a\":1}', a::int, \\:\\: ")`,
    b.execute(String.raw`SELECT '\:x', ':y', '{"a":1}', a::int, \:\: `),
  ),
  ddl(
    'execute text with bound values',
    `op.execute(sa.text("UPDATE t SET a = :a, b = :b, c = :c").bindparams(a="it's", b=5, c=None))`,
    b.execute({
      kind: 'text',
      text: 'UPDATE t SET a = :a, b = :b, c = :c',
      bindparams: (
        [
          ['a', b.str("it's")],
          ['b', b.int(5)],
          ['c', { type: 'none' }],
        ] as const
      ).map(([name, value]) => ({ kind: 'bindparam', name, value, type: null, inline: false })),
    }),
  ),
  ddl(
    'execute multi-line text',
    `op.execute("""\n  CREATE VIEW v AS\n\tSELECT 1\n""")`,
    b.execute('\n  CREATE VIEW v AS\n\tSELECT 1\n'),
  ),
  ddl(
    'execute update',
    `t = sa.table("t", sa.column("a", sa.String), sa.column("B", sa.Integer), schema="s")
op.execute(t.update().where(t.c.B == 5).values(a="x\\\\y"))`,
    b.execute({
      kind: 'update',
      table: 't',
      schema: 's',
      values: [['a', b.literal(b.str('x\\y'), b.string())]],
      where: b.binaryOp(
        { kind: 'column', table: 't', schema: 's', name: 'B', type: b.integer },
        '=',
        b.literal(b.int(5), b.integer),
      ),
    }),
  ),
  ddl(
    'execute delete and insert',
    `t = sa.table("t", sa.column("a", sa.String), sa.column("b", sa.Integer))
op.execute(t.delete().where(t.c.a.is_(None)))
op.execute(t.insert().values(a="x", b=sa.func.now()))
op.execute(t.delete())`,
    b.execute({
      kind: 'delete',
      table: 't',
      schema: null,
      values: [],
      where: b.binaryOp(b.columnClause('a', 't'), 'IS', { kind: 'null' }),
    }),
    b.execute({
      kind: 'insert',
      table: 't',
      schema: null,
      values: [
        ['a', b.literal(b.str('x'), b.string())],
        ['b', b.func('now')],
      ],
      where: null,
    }),
    b.execute({ kind: 'delete', table: 't', schema: null, values: [], where: null }),
  ),
  ddl(
    'bulk_insert',
    `op.bulk_insert(sa.table("users", sa.column("id", sa.Integer), sa.column("Name", sa.String)), [{"id": 1, "Name": "it's"}, {"Name": None, "id": 2}])`,
    b.bulkInsert('users', users, [
      { id: b.int(1), Name: b.str("it's") },
      { Name: { type: 'none' }, id: b.int(2) },
    ]),
  ),
  ddl(
    'bulk_insert of every kind of value in a schema',
    `op.bulk_insert(sa.table("v", sa.column("a", sa.Date), sa.column("b", sa.DateTime), sa.column("c", sa.Boolean), sa.column("d", sa.Numeric), sa.column("e", sa.Float), sa.column("f", sa.Unicode), sa.column("g", sa.Uuid), sa.column("h", sa.Time), sa.column("i", sa.LargeBinary), sa.column("j", sa.Boolean), schema="s"),
      [dict(a=datetime.date(2024, 1, 31), b=datetime.datetime(2024, 1, 31, 12, 30, 1, 5), c=True, d=decimal.Decimal("1.50"), e=1e20, f="é", g=uuid.UUID(int=5), h=datetime.time(12, 30), i=b"ab", j=0)])`,
    b.bulkInsert(
      'v',
      [
        { name: 'a', type: b.date },
        { name: 'b', type: b.datetime() },
        { name: 'c', type: b.boolean() },
        { name: 'd', type: b.numeric(null, null) },
        { name: 'e', type: b.float() },
        { name: 'f', type: b.string(null, 'Unicode') },
        { name: 'g', type: b.uuid },
        { name: 'h', type: b.time },
        { name: 'i', type: b.binary },
        { name: 'j', type: b.boolean() },
      ],
      [
        {
          a: { type: 'date', value: '2024-01-31' },
          b: { type: 'datetime', value: '2024-01-31 12:30:01.000005' },
          c: { type: 'bool', value: true },
          d: { type: 'decimal', value: '1.50' },
          e: { type: 'float', value: 1e20 },
          f: b.str('é'),
          g: { type: 'uuid', value: '00000000-0000-0000-0000-000000000005' },
          h: { type: 'time', value: '12:30:00' },
          i: { type: 'bytes', value: new TextEncoder().encode('ab') },
          j: b.int(0),
        },
      ],
      's',
    ),
  ),
  ddl(
    'bulk_insert with an inline literal and an expression',
    `op.bulk_insert(sa.table("users", sa.column("id", sa.Integer), sa.column("Name", sa.String)), [{"id": op.inline_literal(7), "Name": op.inline_literal("x")}])`,
    b.bulkInsert('users', users, [
      { id: b.literal(b.int(7), b.integer), Name: b.literal(b.str('x'), b.string()) },
    ]),
  ),
  ...(
    [
      ['a text without a type', 'sa.column("a")', '"x"', { kind: 'NullType' }, b.str('x')],
      ['None without a type', 'sa.column("a")', 'None', { kind: 'NullType' }, { type: 'none' }],
      ['a text for a Date', 'sa.column("a", sa.Date)', '"2024-01-01"', b.date, b.str('2024-01-01')],
      [
        'a text for a DateTime',
        'sa.column("a", sa.DateTime)',
        '"2024-01-01"',
        b.datetime(),
        b.str('2024-01-01'),
      ],
      ['a number in a text', 'sa.column("a", sa.Integer)', '"5"', b.integer, b.str('5')],
      ['a number for a String', 'sa.column("a", sa.String(7))', '5', b.string(7), b.int(5)],
      ['2 for a Boolean', 'sa.column("a", sa.Boolean)', '2', b.boolean(), b.int(2)],
      ['1 for a Float', 'sa.column("a", sa.Float)', '1', b.float(), b.int(1)],
      [
        'True for an Integer',
        'sa.column("a", sa.BigInteger)',
        'True',
        b.bigInteger,
        { type: 'bool', value: true },
      ],
      [
        'a datetime for a Date',
        'sa.column("a", sa.Date)',
        'datetime.datetime(2024, 1, 1, 5)',
        b.date,
        { type: 'datetime', value: '2024-01-01 05:00:00' },
      ],
      [
        'a date for a DateTime',
        'sa.column("a", sa.DateTime)',
        'datetime.date(2024, 1, 1)',
        b.datetime(),
        { type: 'date', value: '2024-01-01' },
      ],
      [
        'a text for a Uuid that is no object',
        'sa.column("a", sa.Uuid(as_uuid=False))',
        '"00000000-0000-0000-0000-000000000005"',
        { kind: 'Uuid', asUuid: false, nativeUuid: true },
        b.str('00000000-0000-0000-0000-000000000005'),
      ],
    ] as const
  ).map(([what, column, python, type, value]) =>
    ddl(
      `bulk_insert ${what}`,
      `op.bulk_insert(sa.table("t", ${column}), [{"a": ${python}}])`,
      b.bulkInsert('t', [{ name: 'a', type }], [{ a: value }]),
    ),
  ),
  ddl(
    'bulk_insert of nothing',
    `op.bulk_insert(sa.table("users", sa.column("id", sa.Integer)), [])`,
    b.bulkInsert('users', users, []),
  ),
  ddl(
    'bulk_insert JSON',
    `op.bulk_insert(sa.table("users", sa.column("j", sa.JSON)), [{"j": {"a": 1}}])`,
    b.bulkInsert('users', [{ name: 'j', type: b.json }], [{ j: { type: 'json', value: { a: 1 } } }]),
  ),
  ddl(
    'enum create and drop',
    `e = pg.ENUM("a", "b\\\\", name="Mood", schema="s")
if op.get_context().dialect.name == "postgresql":
  e.create(op.get_bind()); e.drop(op.get_bind(), checkfirst=False); sa.Enum("c", name="e2").create(op.get_bind(), checkfirst=True)`,
    ...(
      [
        ['create_enum', { enums: ['a', 'b\\'], name: 'Mood', schema: 's' }],
        ['drop_enum', { enums: ['a', 'b\\'], name: 'Mood', schema: 's' }],
        ['create_enum', { enums: ['c'], name: 'e2' }],
      ] as const
    ).map(([kind, given]) => ({
      kind,
      type: b.dialectType('postgresql', 'ENUM', given),
      checkfirst: true,
      origin: null,
    })),
  ),
  ddl(
    'batch with a new column and an index',
    `with op.batch_alter_table("t") as batch_op:
  batch_op.add_column(sa.Column("c", sa.Integer(), nullable=True))
  batch_op.create_index("ix_c", ["c"], unique=False)
  batch_op.drop_index("ix_d")`,
    b.batch('t', [
      b.addColumn('t', { name: 'c', type: b.integer, nullable: true }),
      b.createIndex(b.name('ix_c'), 't', ['c']),
      b.dropIndex(b.name('ix_d'), 't'),
    ]),
  ),
  ddl(
    'batch that must copy the table',
    `with op.batch_alter_table("t", schema="s") as batch_op:
  batch_op.alter_column("c", existing_type=sa.Integer(), nullable=False)
  batch_op.drop_column("d")
  batch_op.create_foreign_key("fk_e", "o", ["e"], ["id"])`,
    b.batch(
      't',
      [
        b.alterColumn('t', 'c', { schema: 's', existingType: b.integer, modifyNullable: false }),
        b.dropColumn('t', 'd', { schema: 's' }),
        b.addConstraint('t', b.foreignKey(['e'], 'o', ['id'], { name: b.name('fk_e') }), 's'),
      ],
      { schema: 's' },
    ),
  ),
  ddl(
    'batch with a default that is an expression',
    `with op.batch_alter_table("t") as batch_op:
  batch_op.add_column(sa.Column("c", sa.DateTime(), server_default=sa.func.now()))`,
    b.batch('t', [
      b.addColumn('t', { name: 'c', type: b.datetime(), serverDefault: b.defaultSql(b.func('now')) }),
    ]),
  ),
  ddl(
    'batch that never recreates',
    `with op.batch_alter_table("t", recreate="never") as batch_op:
  batch_op.drop_column("d")`,
    b.batch('t', [b.dropColumn('t', 'd')], { recreate: 'never' }),
  ),
  ddl(
    'batch that always recreates',
    `with op.batch_alter_table("t", recreate="always") as batch_op:
  batch_op.add_column(sa.Column("c", sa.Integer()))`,
    b.batch('t', [b.addColumn('t', { name: 'c', type: b.integer })], { recreate: 'always' }),
  ),
];
