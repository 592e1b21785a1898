/** Python's `repr()` of SQLAlchemy's own types: their constructor arguments that differ from the default, in its order. */
import type { DialectType, TypeEngine, TypeOption } from './types.ts';
import { pythonRepr } from './python-repr.ts';

/** How a type inside another (an array's item) is written. */
export type RenderSubtype = (type: TypeEngine) => string;

/** Without a module prefix: `String(length=50)`. Null for a type that has no such form (unknown, decorated). */
export function typeRepr(type: TypeEngine, subtype: RenderSubtype): string | null {
  switch (type.kind) {
    case 'Integer':
    case 'SmallInteger':
    case 'BigInteger':
    case 'INTEGER':
    case 'SMALLINT':
    case 'BIGINT':
    case 'Date':
    case 'DATE':
    case 'MatchType':
    case 'NullType':
    case 'BOOLEAN':
    case 'Interval':
      return `${type.kind}()`;
    case 'INT':
      return 'INTEGER()';
    case 'String':
    case 'Text':
    case 'Unicode':
    case 'UnicodeText':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'CHAR':
    case 'NCHAR':
    case 'TEXT':
    case 'CLOB':
      return call(type.kind, [], [given('length', type.length), given('collation', type.collation)]);
    case 'Numeric':
    case 'NUMERIC':
    case 'DECIMAL':
      return call(
        type.kind,
        [],
        [
          given('precision', type.precision),
          given('scale', type.scale),
          unless('asdecimal', type.asdecimal, true),
        ],
      );
    case 'Float':
    case 'Double':
    case 'FLOAT':
    case 'REAL':
    case 'DOUBLE':
    case 'DOUBLE_PRECISION':
      return call(
        type.kind,
        [],
        [given('precision', type.precision), unless('asdecimal', type.asdecimal, false)],
      );
    case 'DateTime':
    case 'Time':
    case 'DATETIME':
    case 'TIMESTAMP':
    case 'TIME':
      return call(type.kind, [], [unless('timezone', type.timezone, false)]);
    case 'LargeBinary':
    case 'BLOB':
    case 'BINARY':
    case 'VARBINARY':
      return call(type.kind, [], [given('length', type.length)]);
    case 'Boolean':
      return call(
        'Boolean',
        [],
        [unless('create_constraint', type.createConstraint, false), given('name', type.name)],
      );
    case 'Uuid':
      return call(
        'Uuid',
        [],
        [unless('as_uuid', type.asUuid, true), unless('native_uuid', type.nativeUuid, true)],
      );
    case 'UUID':
      return call('UUID', [], [unless('as_uuid', type.asUuid, true)]);
    case 'JSON':
      return call('JSON', [], [unless('none_as_null', type.noneAsNull, false)]);
    case 'Enum': {
      const longest = Math.max(0, ...type.enums.map((value) => Array.from(value).length));
      return call(
        'Enum',
        type.enums.map((value) => pythonRepr(value)),
        [
          given('name', type.name),
          given('schema', type.schema),
          unless('inherit_schema', type.inheritSchema, false),
          unless('native_enum', type.nativeEnum, true),
          unless('create_constraint', type.createConstraint, false),
          type.isUnlimited === true
            ? 'length=None'
            : type.length === longest
              ? null
              : given('length', type.length),
        ],
      );
    }
    case 'ARRAY':
      return call(
        'ARRAY',
        [subtype(type.item)],
        [unless('as_tuple', type.asTuple, false), given('dimensions', type.dimensions)],
      );
    case 'dialect':
      return dialectTypeRepr(type, subtype);
    case 'decorated':
    case 'user_defined':
    case 'unknown':
      return null;
  }
}

/** Constructor parameters of dialect types with their defaults, in Python's order; a `subtype` is a type. */
const parameters: Readonly<Record<string, Readonly<Record<string, TypeOption>>>> = {
  'postgresql.BIT': { length: null, varying: false },
  'postgresql.BYTEA': { length: null },
  'postgresql.CITEXT': { length: null, collation: null },
  'postgresql.INTERVAL': { precision: null, fields: null },
  'postgresql.TIME': { timezone: false, precision: null },
  'postgresql.TIMESTAMP': { timezone: false, precision: null },
  'postgresql.JSON': { none_as_null: false, astext_type: null },
  'postgresql.JSONB': { none_as_null: false, astext_type: null },
  'postgresql.HSTORE': { text_type: null },
  'postgresql.ENUM': { name: null, schema: null, inherit_schema: false },
  'postgresql.ARRAY': { as_tuple: false, dimensions: null, zero_indexes: false },
  'mssql.DATETIME2': { precision: null },
  'mssql.DATETIMEOFFSET': { precision: null },
  'mssql.TIME': { precision: null },
  'mssql.IMAGE': { length: null },
  'mssql.NTEXT': { length: null, collation: null },
  'mssql.XML': { length: null, collation: null },
  'mssql.ROWVERSION': { convert_int: false },
  'mssql.TIMESTAMP': { convert_int: false },
  'mssql.SMALLDATETIME': { timezone: false },
  'mssql.UNIQUEIDENTIFIER': { as_uuid: true },
  'mssql.VARBINARY': { length: null, filestream: false },
  'mssql.JSON': { none_as_null: false },
  // They take theirs as `**kw`, which repr() does not show.
  'mssql.REAL': {},
  'mssql.DOUBLE_PRECISION': {},
  'sqlite.JSON': { none_as_null: false },
  ...named('mysql', ['TEXT', 'TINYTEXT', 'MEDIUMTEXT', 'LONGTEXT', 'VARCHAR', 'CHAR', 'NCHAR', 'NVARCHAR'], {
    charset: null,
    collation: null,
    ascii: false,
    binary: false,
    unicode: false,
    national: false,
    length: null,
  }),
  ...named('mysql', ['BIGINT', 'INTEGER', 'MEDIUMINT', 'SMALLINT', 'TINYINT'], {
    display_width: null,
    unsigned: false,
    zerofill: false,
  }),
  ...named('mysql', ['NUMERIC', 'DECIMAL'], {
    unsigned: false,
    zerofill: false,
    precision: null,
    scale: null,
    asdecimal: true,
  }),
  ...named('mysql', ['DOUBLE', 'FLOAT', 'REAL'], {
    precision: null,
    scale: null,
    asdecimal: false,
    unsigned: false,
    zerofill: false,
  }),
  ...named('mysql', ['DATETIME', 'TIMESTAMP', 'TIME'], { timezone: false, fsp: null }),
  ...named('mysql', ['BIT'], { length: null }),
  ...named('mysql', ['YEAR'], { display_width: null }),
  ...named('mysql', ['JSON'], { none_as_null: false }),
  ...named('oracle', ['VARCHAR2'], { length: null, collation: null }),
  ...named('oracle', ['RAW', 'BFILE'], { length: null }),
  ...named('oracle', ['TIMESTAMP'], { timezone: false, local_timezone: false }),
  ...named('oracle', ['INTERVAL'], { day_precision: null, second_precision: null }),
};

function named(
  dialect: string,
  names: readonly string[],
  options: Readonly<Record<string, TypeOption>>,
): Record<string, Readonly<Record<string, TypeOption>>> {
  return Object.fromEntries(names.map((name) => [`${dialect}.${name}`, options]));
}

/** What SQLAlchemy sets itself when the argument is absent, and so shows. */
const implied: Readonly<Record<string, Readonly<Record<string, TypeOption>>>> = {
  'postgresql.JSON': { astext_type: { kind: 'Text', length: null, collation: null } },
  'postgresql.JSONB': { astext_type: { kind: 'Text', length: null, collation: null } },
  'postgresql.HSTORE': { text_type: { kind: 'Text', length: null, collation: null } },
  'postgresql.BIT': { length: 1 },
  ...named('mysql', ['DOUBLE', 'REAL'], { asdecimal: true }),
};

function dialectTypeRepr(type: DialectType, subtype: RenderSubtype): string | null {
  const key = `${type.dialect}.${type.name}`;
  const options: Record<string, TypeOption> = { ...type.options };
  for (const [name, value] of Object.entries(implied[key] ?? {})) {
    const varying = key === 'postgresql.BIT' && options['varying'] === true;
    if ((options[name] ?? null) === null && !varying) options[name] = value;
  }
  const positional: string[] = [];
  if (type.name === 'ENUM' && isStrings(options['enums'])) {
    positional.push(...options['enums'].map((value) => pythonRepr(value)));
  }
  const item = options['item_type'] ?? options['item'];
  if (type.name === 'ARRAY') {
    if (!isType(item)) return null;
    positional.push(subtype(item));
  }
  if (type.name === 'DOMAIN') {
    const { name, data_type: dataType } = options;
    if (typeof name !== 'string' || !isType(dataType)) return null;
    return call('DOMAIN', [pythonRepr(name), subtype(dataType)], []);
  }
  // What an argument of a type that is not listed would look like is not known: better none than one without it.
  const known = parameters[key];
  const isShown = (value: TypeOption): boolean => value !== null && value !== false;
  if (known === undefined && positional.length === 0 && Object.values(options).some(isShown)) return null;
  const keywords = Object.entries(known ?? {}).map(([name, standard]) => {
    const value = options[name] ?? null;
    if (value === standard || value === null) return null;
    return `${name}=${isType(value) ? subtype(value) : pythonRepr(value)}`;
  });
  return call(type.name, positional, keywords);
}

function isType(value: TypeOption | undefined): value is TypeEngine {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function isStrings(value: TypeOption | undefined): value is readonly string[] {
  return Array.isArray(value);
}

function call(name: string, positional: readonly string[], keywords: readonly (string | null)[]): string {
  return `${name}(${[...positional, ...keywords.filter((keyword) => keyword !== null)].join(', ')})`;
}

function given(name: string, value: string | number | null): string | null {
  return value === null ? null : `${name}=${pythonRepr(value)}`;
}

function unless(name: string, value: boolean, standard: boolean): string | null {
  return value === standard ? null : `${name}=${pythonRepr(value)}`;
}
