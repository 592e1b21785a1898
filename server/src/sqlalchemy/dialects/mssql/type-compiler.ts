/** Mirrors `sqlalchemy.dialects.mssql.base.MSTypeCompiler`. */
import type { CompilationMode } from '../../engine/dialect.ts';
import type { DialectTraits } from '../../sql/dialect-traits.ts';
import { GenericTypeCompiler } from '../../sql/type-compiler.ts';
import type {
  BinaryType,
  DialectType,
  FloatType,
  SimpleType,
  StringType,
  TimezoneType,
  UuidType,
} from '../../sql/types.ts';

/** Types without parameters, by class name. */
const plainTypes: ReadonlySet<string> = new Set([
  ...['TINYINT', 'ROWVERSION', 'SMALLDATETIME', 'IMAGE', 'XML', 'BIT', 'MONEY', 'SMALLMONEY'],
  ...['UNIQUEIDENTIFIER', 'SQL_VARIANT', 'TIMESTAMP'],
]);

export class MSTypeCompiler extends GenericTypeCompiler {
  /** Upstream asks the server for its version; without one it assumes the oldest, with neither DATE nor VARCHAR(max). */
  private readonly isModern: boolean;

  constructor(traits: DialectTraits, mode: CompilationMode) {
    super(traits);
    this.isModern = mode === 'online';
  }

  protected override visitSimple(type: SimpleType): string {
    return type.kind === 'Date' && !this.isModern ? 'DATETIME' : super.visitSimple(type);
  }

  protected override visitString(type: StringType): string {
    switch (type.kind) {
      case 'String':
      case 'VARCHAR':
        return extend('VARCHAR', type, 'max');
      case 'Unicode':
      case 'NVARCHAR':
        return extend('NVARCHAR', type, 'max');
      case 'Text':
        return this.isModern ? extend('VARCHAR', type, 'max') : extend('TEXT', type, null);
      case 'UnicodeText':
        return this.isModern ? extend('NVARCHAR', type, 'max') : extend('NTEXT', type, null);
      case 'TEXT':
      case 'CHAR':
      case 'NCHAR':
        return extend(type.kind, type, null);
      case 'CLOB':
        return 'CLOB';
    }
  }

  protected override visitFloat(type: FloatType): string {
    if (type.kind === 'Double') return 'DOUBLE PRECISION';
    const text = super.visitFloat(type);
    return text === 'FLOAT' && type.precision !== null ? `FLOAT(${String(type.precision)})` : text;
  }

  protected override visitDateTime(type: TimezoneType): string {
    switch (type.kind) {
      case 'DateTime':
        return type.timezone ? 'DATETIMEOFFSET' : 'DATETIME';
      case 'Time':
        return this.isModern ? 'TIME' : 'DATETIME';
      case 'DATETIME':
      case 'TIMESTAMP':
      case 'TIME':
        return type.kind;
    }
  }

  protected override visitBinary(type: BinaryType): string {
    switch (type.kind) {
      case 'LargeBinary':
        return this.isModern ? extend('VARBINARY', type, 'max') : 'IMAGE';
      case 'VARBINARY':
        return extend('VARBINARY', type, 'max');
      case 'BLOB':
      case 'BINARY':
        return super.visitBinary(type);
    }
  }

  protected override visitBoolean(): string {
    return 'BIT';
  }

  protected override visitUuid(type: UuidType): string {
    if (type.kind === 'UUID') return 'UUID';
    return type.nativeUuid ? 'UNIQUEIDENTIFIER' : 'CHAR(32)';
  }

  protected override visitJson(): string {
    return 'NVARCHAR(max)';
  }

  protected override visitDialectType(type: DialectType): string {
    const { precision, length, collation, filestream } = type.options;
    const digits = typeof precision === 'number' ? `(${String(precision)})` : '';
    switch (type.name) {
      case 'TIME':
        return type.dialect === 'sqlite' ? super.visitDialectType(type) : type.name + digits;
      case 'DATETIME2':
      case 'DATETIMEOFFSET':
        return type.name + digits;
      case 'NTEXT':
        return extend('NTEXT', { length: null, collation: textOrNull(collation) }, null);
      case 'VARBINARY': {
        const size = typeof length === 'number' ? length : null;
        return extend('VARBINARY', { length: size }, 'max') + (filestream === true ? ' FILESTREAM' : '');
      }
      default:
        return plainTypes.has(type.name) ? type.name : super.visitDialectType(type);
    }
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Upstream `_extend`: the length, or `max` where the type may grow, and a collation without quotes. */
function extend(
  name: string,
  type: { readonly length: number | 'max' | null; readonly collation?: string | null },
  otherwise: 'max' | null,
): string {
  const length = type.length === null || type.length === 0 ? otherwise : String(type.length);
  const collation = type.collation ?? null;
  return `${name}${length === null ? '' : `(${length})`}${collation === null ? '' : ` COLLATE ${collation}`}`;
}
