/**
 * `dialect.type_descriptor(type)`, which a TypeDecorator's `load_dialect_impl` calls: the type as the dialect's own
 * class, which is not always spelled as the type itself would be. Mirrors `adapt_type` with each dialect's `colspecs`.
 */
import type { DialectName } from '../engine/dialect.ts';
import { genericEquivalent } from '../sql/type-compiler.ts';
import type { DialectType, FloatType, NumericType, StringType, TypeEngine } from '../sql/types.ts';

export function typeDescriptor(type: TypeEngine, dialect: DialectName): TypeEngine {
  switch (dialect) {
    case 'postgresql':
      return forPostgresql(type);
    case 'sqlite':
      return forSqlite(type);
    case 'mssql':
      return forMssql(type);
    case 'default':
      return type;
  }
}

function forPostgresql(type: TypeEngine): TypeEngine {
  switch (type.kind) {
    case 'DECIMAL':
      return numeric(type);
    case 'Double':
    case 'REAL':
    case 'DOUBLE':
    case 'DOUBLE_PRECISION':
      return float(type);
    case 'dialect':
      return type.name === 'UNIQUEIDENTIFIER' ? nativeUuid : type;
    default:
      return type;
  }
}

function forSqlite(type: TypeEngine): TypeEngine {
  if (type.kind === 'TIMESTAMP') return { kind: 'DateTime', timezone: type.timezone };
  if (type.kind !== 'dialect' || type.dialect === 'sqlite') return type;
  if (type.name === 'JSONB') return { kind: 'JSON', noneAsNull: false };
  if (['DATETIME2', 'DATETIMEOFFSET', 'SMALLDATETIME'].includes(type.name)) {
    return { kind: 'DateTime', timezone: false };
  }
  return adaptGeneric(type, forSqlite);
}

function forMssql(type: TypeEngine): TypeEngine {
  switch (type.kind) {
    case 'Text':
    case 'CHAR':
    case 'TEXT':
    case 'CLOB':
      return string('String', type);
    case 'NCHAR':
      return string('Unicode', type);
    case 'DECIMAL':
      return numeric(type);
    case 'Double':
    case 'REAL':
    case 'DOUBLE':
    case 'DOUBLE_PRECISION':
      return float(type);
    case 'DATE':
      return { kind: 'Date' };
    case 'TIMESTAMP':
      return { kind: 'DateTime', timezone: type.timezone };
    case 'TIME':
      return { kind: 'Time', timezone: type.timezone };
    case 'LargeBinary':
    case 'BLOB':
      return { kind: 'VARBINARY', length: type.length };
    case 'UUID':
      return nativeUuid;
    case 'dialect':
      if (type.dialect === 'mssql') return type;
      if (type.name === 'JSONB') return { kind: 'JSON', noneAsNull: false };
      if (type.name === 'BYTEA') return { kind: 'VARBINARY', length: null };
      if (type.name === 'CITEXT') return { kind: 'String', length: null, collation: null };
      return adaptGeneric(type, forMssql);
    default:
      return type;
  }
}

function adaptGeneric(type: DialectType, adapt: (generic: TypeEngine) => TypeEngine): TypeEngine {
  const generic = genericEquivalent(type);
  return generic === null ? type : adapt(generic);
}

const nativeUuid: TypeEngine = { kind: 'Uuid', asUuid: true, nativeUuid: true };

function string(kind: 'String' | 'Unicode', type: StringType): TypeEngine {
  return { kind, length: type.length, collation: type.collation };
}

function numeric(type: NumericType): TypeEngine {
  return { kind: 'Numeric', precision: type.precision, scale: type.scale, asdecimal: type.asdecimal };
}

function float(type: FloatType): TypeEngine {
  return { kind: 'Float', precision: type.precision, asdecimal: type.asdecimal };
}
