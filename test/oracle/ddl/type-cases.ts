import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import type { DdlCase } from './case.ts';
import { ddl } from './case.ts';
import * as b from './builders.ts';

/** Python source of a type, and the type. */
const types: readonly (readonly [python: string, type: TypeEngine])[] = [
  ...(
    [
      'Integer',
      'SmallInteger',
      'BigInteger',
      'INTEGER',
      'INT',
      'SMALLINT',
      'BIGINT',
      'Date',
      'DATE',
      'BOOLEAN',
    ] as const
  ).map((kind): [string, TypeEngine] => [`sa.${kind}()`, { kind }]),
  ...(
    [
      'String',
      'Text',
      'Unicode',
      'UnicodeText',
      'VARCHAR',
      'NVARCHAR',
      'CHAR',
      'NCHAR',
      'TEXT',
      'CLOB',
    ] as const
  ).flatMap((kind): [string, TypeEngine][] => [
    [`sa.${kind}()`, b.string(null, kind)],
    [`sa.${kind}(5, collation="C")`, b.string(5, kind, 'C')],
  ]),
  ...(['Numeric', 'NUMERIC', 'DECIMAL'] as const).flatMap((kind): [string, TypeEngine][] => [
    [`sa.${kind}()`, { kind, precision: null, scale: null, asdecimal: true }],
    [`sa.${kind}(10)`, { kind, precision: 10, scale: null, asdecimal: true }],
    [`sa.${kind}(10, 0)`, { kind, precision: 10, scale: 0, asdecimal: true }],
  ]),
  ...(['Float', 'Double', 'FLOAT', 'REAL', 'DOUBLE', 'DOUBLE_PRECISION'] as const).flatMap(
    (kind): [string, TypeEngine][] => [
      [`sa.${kind}()`, { kind, precision: null, asdecimal: false }],
      [`sa.${kind}(7)`, { kind, precision: 7, asdecimal: false }],
    ],
  ),
  ...(['DateTime', 'Time', 'DATETIME', 'TIMESTAMP', 'TIME'] as const).flatMap(
    (kind): [string, TypeEngine][] => [
      [`sa.${kind}()`, { kind, timezone: false }],
      [`sa.${kind}(timezone=True)`, { kind, timezone: true }],
    ],
  ),
  ...(['LargeBinary', 'BLOB', 'BINARY', 'VARBINARY'] as const).flatMap((kind): [string, TypeEngine][] => [
    [`sa.${kind}()`, { kind, length: null }],
    [`sa.${kind}(9)`, { kind, length: 9 }],
  ]),
  ['sa.Boolean()', b.boolean()],
  ['sa.types.MatchType()', { kind: 'MatchType' }],
  ['sa.Interval()', b.interval],
  [
    'sa.Interval(native=False)',
    { kind: 'Interval', native: false, secondPrecision: null, dayPrecision: null },
  ],
  [
    'sa.Interval(second_precision=6)',
    { kind: 'Interval', native: true, secondPrecision: 6, dayPrecision: null },
  ],
  ['sa.Uuid()', b.uuid],
  ['sa.Uuid(native_uuid=False)', { kind: 'Uuid', asUuid: true, nativeUuid: false }],
  ['sa.UUID()', { kind: 'UUID', asUuid: true, nativeUuid: true }],
  ['sa.JSON()', b.json],
  ['sa.Enum("a", "bbb", native_enum=False)', b.enumeration(['a', 'bbb'], { nativeEnum: false })],
  ['sa.Enum("a", native_enum=False, length=20)', b.enumeration(['a'], { nativeEnum: false, length: 20 })],
  ['sa.ARRAY(sa.String(5, collation="C"))', b.array(b.string(5, 'String', 'C'))],
  [
    'sa.String(5).with_variant(sa.Text(), "postgresql").with_variant(sa.Integer(), "mssql")',
    {
      ...b.string(5),
      variants: new Map<string, TypeEngine>([
        ['postgresql', b.text],
        ['mssql', b.integer],
      ]),
    },
  ],
  ['sa.types.NullType()', { kind: 'NullType' }],
  ...[
    ...['JSONB', 'UUID', 'INET', 'CIDR', 'MACADDR', 'MACADDR8', 'MONEY', 'OID', 'REGCLASS', 'REGCONFIG'],
    ...[
      'TSVECTOR',
      'TSQUERY',
      'BYTEA',
      'CITEXT',
      'HSTORE',
      'INTERVAL',
      'TIMESTAMP',
      'TIME',
      'JSON',
      'JSONPATH',
    ],
    ...['INT4RANGE', 'INT8RANGE', 'NUMRANGE', 'DATERANGE', 'TSRANGE', 'TSTZRANGE', 'INT4MULTIRANGE'],
    ...['INT8MULTIRANGE', 'NUMMULTIRANGE', 'DATEMULTIRANGE', 'TSMULTIRANGE', 'TSTZMULTIRANGE'],
  ].map((name): [string, TypeEngine] => [`pg.${name}()`, b.dialectType('postgresql', name)]),
  ['pg.BIT(5)', b.dialectType('postgresql', 'BIT', { length: 5 })],
  ['pg.BIT(5, varying=True)', b.dialectType('postgresql', 'BIT', { length: 5, varying: true })],
  ['pg.TIMESTAMP(True, 3)', b.dialectType('postgresql', 'TIMESTAMP', { timezone: true, precision: 3 })],
  ['pg.TIME(precision=2)', b.dialectType('postgresql', 'TIME', { precision: 2 })],
  [
    'pg.INTERVAL(fields="DAY TO SECOND", precision=3)',
    b.dialectType('postgresql', 'INTERVAL', { fields: 'DAY TO SECOND', precision: 3 }),
  ],
  [
    'pg.ARRAY(sa.Integer(), dimensions=2)',
    b.dialectType('postgresql', 'ARRAY', { item_type: b.integer, dimensions: 2 }),
  ],
  [
    'pg.ENUM("a", name="e", schema="S", create_type=False)',
    b.dialectType('postgresql', 'ENUM', { enums: ['a'], name: 'e', schema: 'S', create_type: false }),
  ],
  ...[
    'BIT',
    'DATETIME2',
    'DATETIMEOFFSET',
    'IMAGE',
    'MONEY',
    'NTEXT',
    'ROWVERSION',
    'SMALLDATETIME',
    'SMALLMONEY',
  ]
    .concat(
      'SQL_VARIANT',
      'TINYINT',
      'UNIQUEIDENTIFIER',
      'VARBINARY',
      'XML',
      'TIME',
      'REAL',
      'DOUBLE_PRECISION',
    )
    .filter((name) => name !== 'BIT')
    .map((name): [string, TypeEngine] => [`mssql.${name}()`, b.dialectType('mssql', name)]),
  ['mssql.DATETIME2(3)', b.dialectType('mssql', 'DATETIME2', { precision: 3 })],
  ['mssql.DATETIMEOFFSET(3)', b.dialectType('mssql', 'DATETIMEOFFSET', { precision: 3 })],
  ['mssql.NTEXT(collation="C")', b.dialectType('mssql', 'NTEXT', { collation: 'C' })],
  ...['DATE', 'DATETIME', 'TIME', 'JSON'].map((name): [string, TypeEngine] => [
    `sqlite.${name}()`,
    b.dialectType('sqlite', name),
  ]),
  [
    'sqlite.DATETIME(storage_format="%(year)04d%(month)02d", regexp="x")',
    b.dialectType('sqlite', 'DATETIME', { storage_format: '%(year)04d%(month)02d', regexp: 'x' }),
  ],
];

/** As a column of a new table: `CREATE TABLE` names the column in its error. */
export const typeCases: readonly DdlCase[] = types.map(([python, type]) =>
  ddl(
    `type ${python}`,
    `op.create_table("t", sa.Column("c", ${python}))`,
    b.createTable({ name: 't', columns: [{ name: 'c', type }] }),
  ),
);
