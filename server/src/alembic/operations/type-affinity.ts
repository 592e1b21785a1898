import type { TypeEngine, TypeKind } from '../../sqlalchemy/sql/types.ts';

/**
 * The generic class that a type belongs to. Mirrors `TypeEngine._type_affinity`: two types of one affinity need no CAST
 * when a column's values are copied.
 */
export function typeAffinity(type: TypeEngine): string {
  switch (type.kind) {
    case 'decorated':
      return typeAffinity(type.impl);
    case 'dialect':
      return dialectAffinities[type.name] ?? type.name;
    default:
      return affinities[type.kind];
  }
}

const affinities: Readonly<Record<Exclude<TypeKind, 'decorated' | 'dialect'>, string>> = {
  Integer: 'Integer',
  SmallInteger: 'Integer',
  BigInteger: 'Integer',
  INTEGER: 'Integer',
  INT: 'Integer',
  SMALLINT: 'Integer',
  BIGINT: 'Integer',
  Date: 'Date',
  DATE: 'Date',
  MatchType: 'Boolean',
  NullType: 'NullType',
  BOOLEAN: 'Boolean',
  Boolean: 'Boolean',
  String: 'String',
  Text: 'String',
  Unicode: 'String',
  UnicodeText: 'String',
  VARCHAR: 'String',
  NVARCHAR: 'String',
  CHAR: 'String',
  NCHAR: 'String',
  TEXT: 'String',
  CLOB: 'String',
  Enum: 'String',
  Numeric: 'Numeric',
  NUMERIC: 'Numeric',
  DECIMAL: 'Numeric',
  Float: 'Numeric',
  Double: 'Numeric',
  FLOAT: 'Numeric',
  REAL: 'Numeric',
  DOUBLE: 'Numeric',
  DOUBLE_PRECISION: 'Numeric',
  DateTime: 'DateTime',
  DATETIME: 'DateTime',
  TIMESTAMP: 'DateTime',
  // `Interval` is stored as a DateTime where there is no native one.
  Interval: 'DateTime',
  Time: 'Time',
  TIME: 'Time',
  LargeBinary: '_Binary',
  BLOB: '_Binary',
  BINARY: '_Binary',
  VARBINARY: '_Binary',
  JSON: 'JSON',
  Uuid: 'Uuid',
  UUID: 'Uuid',
  ARRAY: 'ARRAY',
  user_defined: 'UserDefinedType',
  unknown: 'unknown',
};

/** Types of `sqlalchemy.dialects.*` that derive from a generic one, by class name. */
const dialectAffinities: Readonly<Record<string, string>> = {
  DATE: 'Date',
  DATETIME: 'DateTime',
  TIME: 'Time',
  JSON: 'JSON',
  JSONB: 'JSON',
  TIMESTAMP: 'DateTime',
  DATETIME2: 'DateTime',
  DATETIMEOFFSET: 'DateTime',
  SMALLDATETIME: 'DateTime',
  ENUM: 'String',
  CITEXT: 'String',
  NTEXT: 'String',
  BYTEA: '_Binary',
  TINYINT: 'Integer',
  UUID: 'Uuid',
  UNIQUEIDENTIFIER: 'Uuid',
  ARRAY: 'ARRAY',
};
