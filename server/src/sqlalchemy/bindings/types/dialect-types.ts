/** The type classes of `sqlalchemy.dialects.*`: those that the dialects define themselves. */
import type { ClassValue } from '../../../python/eval/value.ts';
import type { DialectType, TypeOption } from '../../sql/types.ts';
import type { Arguments } from '../arguments.ts';
import { stringOf } from '../arguments.ts';
import { textOf } from '../sql/elements.ts';
import { attachToMetaData, enumArguments, enumDdl, sqltypes } from './sqltypes.ts';
import { isTypeValue, typeClass, typeEngineClass, typeOf } from './type-engine.ts';

type DialectName = DialectType['dialect'];

/** `[name, base class, constructor parameters]` */
type Definition = readonly [name: string, base: string, ...parameters: string[]];

const network: readonly Definition[] = ['CIDR', 'INET', 'MACADDR', 'MACADDR8'].map((name) => [
  name,
  'TypeEngine',
]);
const ranges: readonly Definition[] = ['INT4', 'INT8', 'NUM', 'DATE', 'TS', 'TSTZ'].flatMap(
  (name): Definition[] => [
    [`${name}RANGE`, 'TypeEngine'],
    [`${name}MULTIRANGE`, 'TypeEngine'],
  ],
);

const definitions: Readonly<Record<DialectName, readonly Definition[]>> = {
  postgresql: [
    ...network,
    ...ranges,
    ['ARRAY', 'ARRAY', 'item_type', 'as_tuple', 'dimensions', 'zero_indexes'],
    ['BIT', 'TypeEngine', 'length', 'varying'],
    ['BYTEA', 'LargeBinary', 'length'],
    ['CITEXT', 'TEXT', 'length', 'collation'],
    ['HSTORE', 'TypeEngine', 'text_type'],
    ['INTERVAL', 'TypeEngine', 'precision', 'fields'],
    ['JSON', 'JSON', 'none_as_null', 'astext_type'],
    ['JSONB', 'JSON', 'none_as_null', 'astext_type'],
    ['JSONPATH', 'TypeEngine'],
    ['MONEY', 'TypeEngine'],
    ['OID', 'TypeEngine'],
    ['REGCLASS', 'TypeEngine'],
    ['REGCONFIG', 'TypeEngine'],
    ['TIME', 'TIME', 'timezone', 'precision'],
    ['TIMESTAMP', 'TIMESTAMP', 'timezone', 'precision'],
    ['TSQUERY', 'TypeEngine'],
    ['TSVECTOR', 'TypeEngine'],
  ],
  mssql: [
    ['BIT', 'Boolean', 'create_constraint', 'name'],
    ['DATETIME2', 'DateTime', 'precision', 'timezone'],
    ['DATETIMEOFFSET', 'DateTime', 'precision', 'timezone'],
    ['DOUBLE_PRECISION', 'DOUBLE_PRECISION', 'precision', 'asdecimal'],
    ['IMAGE', 'LargeBinary', 'length'],
    ['JSON', 'JSON', 'none_as_null'],
    ['MONEY', 'TypeEngine'],
    ['NTEXT', 'UnicodeText', 'length', 'collation'],
    ['REAL', 'REAL', 'precision', 'asdecimal'],
    ['ROWVERSION', '_Binary', 'convert_int'],
    ['SMALLDATETIME', 'DateTime', 'timezone'],
    ['SMALLMONEY', 'TypeEngine'],
    ['SQL_VARIANT', 'TypeEngine'],
    ['TIME', 'TIME', 'precision', 'timezone'],
    ['TIMESTAMP', '_Binary', 'convert_int'],
    ['TINYINT', 'Integer'],
    ['UNIQUEIDENTIFIER', 'Uuid', 'as_uuid'],
    ['VARBINARY', 'VARBINARY', 'length', 'filestream'],
    ['XML', 'Text', 'length', 'collation'],
  ],
  sqlite: [
    ['DATE', 'Date', 'storage_format', 'regexp'],
    ['DATETIME', 'DateTime', 'storage_format', 'regexp', 'truncate_microseconds', 'timezone'],
    ['TIME', 'Time', 'storage_format', 'regexp', 'truncate_microseconds', 'timezone'],
    ['JSON', 'JSON', 'none_as_null'],
  ],
  mysql: [
    ...['BIGINT', 'INTEGER', 'MEDIUMINT', 'SMALLINT', 'TINYINT'].map((name): Definition => [
      name,
      'Integer',
      'display_width',
      'unsigned',
      'zerofill',
    ]),
    ...['TEXT', 'TINYTEXT', 'MEDIUMTEXT', 'LONGTEXT', 'VARCHAR', 'CHAR', 'NCHAR', 'NVARCHAR'].map(
      (name): Definition => [
        name,
        name === 'TEXT' || name.endsWith('TEXT') ? 'Text' : 'String',
        'length',
        'charset',
        'collation',
        'ascii',
        'unicode',
        'binary',
        'national',
      ],
    ),
    ...['TINYBLOB', 'MEDIUMBLOB', 'LONGBLOB'].map((name): Definition => [name, '_Binary', 'length']),
    ...['NUMERIC', 'DECIMAL', 'DOUBLE', 'FLOAT', 'REAL'].map((name): Definition => [
      name,
      'Numeric',
      'precision',
      'scale',
      'asdecimal',
      'unsigned',
      'zerofill',
    ]),
    ...['DATETIME', 'TIMESTAMP', 'TIME'].map((name): Definition => [
      name,
      name === 'TIME' ? 'Time' : 'DateTime',
      'timezone',
      'fsp',
    ]),
    ['BIT', 'TypeEngine', 'length'],
    ['YEAR', 'TypeEngine', 'display_width'],
    ['JSON', 'JSON', 'none_as_null'],
    ['INET4', 'TypeEngine'],
    ['INET6', 'TypeEngine'],
  ],
  oracle: [
    ['VARCHAR2', 'String', 'length', 'collation'],
    ['NVARCHAR2', 'Unicode', 'length', 'collation'],
    ['NUMBER', 'Numeric', 'precision', 'scale', 'asdecimal'],
    ['RAW', '_Binary', 'length'],
    ['LONG', 'Text', 'length', 'collation'],
    ['NCLOB', 'Text', 'length', 'collation'],
    ['BFILE', 'LargeBinary', 'length'],
    ['BINARY_DOUBLE', 'Double', 'precision', 'asdecimal'],
    ['BINARY_FLOAT', 'Float', 'precision', 'asdecimal'],
    ['ROWID', 'TypeEngine'],
    ['DATE', 'DateTime', 'timezone'],
    ['TIMESTAMP', 'TIMESTAMP', 'timezone', 'local_timezone'],
    ['INTERVAL', 'TypeEngine', 'day_precision', 'second_precision'],
    ['FLOAT', 'FLOAT', 'binary_precision', 'asdecimal', 'decimal_return_scale'],
  ],
};

/** Generic upper-case types that every dialect module exports again. */
const reexported = [
  'BIGINT',
  'BINARY',
  'BLOB',
  'BOOLEAN',
  'CHAR',
  'CLOB',
  'DATE',
  'DATETIME',
  'DECIMAL',
  'DOUBLE',
  'DOUBLE_PRECISION',
  'FLOAT',
  'INTEGER',
  'NCHAR',
  'NUMERIC',
  'NVARCHAR',
  'REAL',
  'SMALLINT',
  'TEXT',
  'TIME',
  'TIMESTAMP',
  'UUID',
  'VARBINARY',
  'VARCHAR',
];

/** All types of `sqlalchemy.dialects.<dialect>` by name. */
export const dialectTypes: Readonly<Record<DialectName, Readonly<Record<string, ClassValue>>>> = {
  postgresql: { ...typesOf('postgresql'), ENUM: enumTypeClass('postgresql'), DOMAIN: domainClass() },
  mssql: typesOf('mssql'),
  sqlite: typesOf('sqlite'),
  mysql: { ...typesOf('mysql'), ENUM: enumTypeClass('mysql'), SET: enumTypeClass('mysql', 'SET') },
  oracle: typesOf('oracle'),
};

function typesOf(dialect: DialectName): Readonly<Record<string, ClassValue>> {
  const types: Record<string, ClassValue> = {};
  for (const name of reexported) {
    const cls = sqltypes[name];
    if (cls !== undefined) types[name] = cls;
  }
  for (const [name, base, ...parameters] of definitions[dialect]) {
    types[name] = typeClass(
      name,
      sqltypes[base] ?? typeEngineClass,
      parameters,
      (given) => ({ kind: 'dialect', dialect, name, options: options(given, parameters) }),
      { module: moduleOf(dialect, name) },
    );
  }
  return types;
}

function moduleOf(dialect: DialectName, name: string): string {
  if (dialect !== 'postgresql') return `sqlalchemy.dialects.${dialect}.base`;
  const special: Readonly<Record<string, string>> = {
    ARRAY: 'array',
    HSTORE: 'hstore',
    JSON: 'json',
    JSONB: 'json',
  };
  return `sqlalchemy.dialects.postgresql.${special[name] ?? (name.endsWith('RANGE') ? 'ranges' : 'types')}`;
}

/** The arguments as given, by Python name. */
function options(given: Arguments, parameters: readonly string[]): Record<string, TypeOption> {
  const read: Record<string, TypeOption> = {};
  for (const name of parameters) {
    const value = given.value(name);
    if (value === undefined) continue;
    if (value.kind === 'str') read[name] = value.value;
    else if (value.kind === 'int') read[name] = Number(value.value);
    else if (value.kind === 'bool') read[name] = value.value;
    else if (value.kind === 'none') read[name] = null;
    else if (isTypeValue(value)) read[name] = typeOf(given.interpreter, value, given.site);
    else given.unreadable(name, value, 'a value that Retort reads');
  }
  return read;
}

function enumTypeClass(dialect: DialectName, name = 'ENUM'): ClassValue {
  return typeClass(
    name,
    sqltypes['Enum'] ?? typeEngineClass,
    [],
    (given) => {
      const parsed = enumArguments(given);
      const read = options(given, [
        'name',
        'create_type',
        'schema',
        'inherit_schema',
        'charset',
        'collation',
        'native_enum',
        'create_constraint',
        'length',
      ]);
      const metadata = given.value('metadata');
      if (metadata !== undefined && metadata.kind !== 'none') read['metadata'] = true;
      for (const ignored of ['validate_strings', 'omit_aliases', 'quote']) given.value(ignored);
      const type: DialectType = {
        kind: 'dialect',
        dialect,
        name,
        options: { enums: parsed?.labels ?? [], name: parsed?.name ?? null, ...read },
      };
      attachToMetaData(type, metadata, given.site);
      return type;
    },
    {
      variadic: true,
      module:
        dialect === 'postgresql'
          ? 'sqlalchemy.dialects.postgresql.named_types'
          : `sqlalchemy.dialects.${dialect}.enumerated`,
      members: enumDdl,
    },
  );
}

function domainClass(): ClassValue {
  return typeClass('DOMAIN', typeEngineClass, ['name', 'data_type'], readDomain, {
    module: 'sqlalchemy.dialects.postgresql.named_types',
  });
}

function readDomain(given: Arguments): DialectType {
  const plain = ['name', 'data_type', 'collation', 'constraint_name', 'not_null', 'create_type', 'schema'];
  const read = options(given, [...plain, 'inherit_schema']);
  const fallback = given.value('default');
  // `default=text("…")` is SQL, a string is a literal.
  const sql = fallback === undefined ? null : textOf(fallback);
  if (sql !== null && fallback?.kind !== 'str') read['default_sql'] = sql;
  else Object.assign(read, options(given, ['default']));
  const check = given.value('check');
  const condition =
    check === undefined || check.kind === 'none' ? undefined : (stringOf(check) ?? textOf(check));
  if (typeof condition === 'string') read['check'] = condition;
  else if (check !== undefined && condition === null) given.unreadable('check', check, 'a text');
  const metadata = given.value('metadata');
  if (metadata !== undefined && metadata.kind !== 'none') read['metadata'] = true;
  given.value('quote');
  const type: DialectType = { kind: 'dialect', dialect: 'postgresql', name: 'DOMAIN', options: read };
  attachToMetaData(type, metadata, given.site);
  return type;
}
