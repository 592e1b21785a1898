/** Mirrors `sqlalchemy.dialects.postgresql.base.PGTypeCompiler`. */
import type { DialectTraits } from '../../sql/dialect-traits.ts';
import { CompileError } from '../../sql/errors.ts';
import type { DefaultIdentifierPreparer } from '../../sql/identifier-preparer.ts';
import { enumOf, GenericTypeCompiler } from '../../sql/type-compiler.ts';
import { resolveType } from '../../sql/type-resolution.ts';
import type {
  ArrayType,
  BinaryType,
  DialectType,
  EnumType,
  FloatType,
  IntervalType,
  TimezoneType,
  TypeEngine,
  UuidType,
} from '../../sql/types.ts';

/** Types without parameters, by class name. */
const plainTypes: ReadonlySet<string> = new Set([
  ...['TSVECTOR', 'TSQUERY', 'INET', 'CIDR', 'CITEXT', 'MACADDR', 'MACADDR8', 'MONEY', 'OID', 'REGCONFIG'],
  ...['REGCLASS', 'HSTORE', 'JSON', 'JSONB', 'JSONPATH', 'BYTEA', 'UUID'],
  ...['INT4RANGE', 'INT8RANGE', 'NUMRANGE', 'DATERANGE', 'TSRANGE', 'TSTZRANGE'],
  ...[
    'INT4MULTIRANGE',
    'INT8MULTIRANGE',
    'NUMMULTIRANGE',
    'DATEMULTIRANGE',
    'TSMULTIRANGE',
    'TSTZMULTIRANGE',
  ],
]);

export class PGTypeCompiler extends GenericTypeCompiler {
  private readonly preparer: DefaultIdentifierPreparer;

  constructor(traits: DialectTraits, preparer: DefaultIdentifierPreparer) {
    super(traits);
    this.preparer = preparer;
  }

  /** The name of an enum or domain type, with its schema. Upstream: `PGIdentifierPreparer.format_type`. */
  formatType(name: string | null, schema: string | null, className: string): string {
    if (name === null || name === '') throw new CompileError(`PostgreSQL ${className} type requires a name.`);
    const quoted = this.preparer.quote(name);
    return schema === null ? quoted : `${this.preparer.quoteSchema(schema)}.${quoted}`;
  }

  protected override visitFloat(type: FloatType): string {
    if (type.kind === 'Double') return 'DOUBLE PRECISION';
    const text = super.visitFloat(type);
    const hasPrecision = text === 'FLOAT' && type.precision !== null && type.precision !== 0;
    return hasPrecision ? `FLOAT(${String(type.precision)})` : text;
  }

  protected override visitDateTime(type: TimezoneType): string {
    switch (type.kind) {
      case 'DateTime':
      case 'TIMESTAMP':
        return withZone('TIMESTAMP', type.timezone, null);
      case 'Time':
      case 'TIME':
        return withZone('TIME', type.timezone, null);
      case 'DATETIME':
        return 'DATETIME';
    }
  }

  protected override visitBinary(type: BinaryType): string {
    return type.kind === 'LargeBinary' ? 'BYTEA' : super.visitBinary(type);
  }

  protected override visitInterval(type: IntervalType): string {
    return type.native ? interval(null, type.secondPrecision) : super.visitInterval(type);
  }

  protected override visitUuid(type: UuidType): string {
    return type.kind === 'UUID' || type.nativeUuid ? 'UUID' : 'CHAR(32)';
  }

  protected override visitJson(): string {
    return 'JSON';
  }

  protected override visitEnum(type: EnumType): string {
    return type.nativeEnum ? this.formatType(type.name, type.schema, 'Enum') : super.visitEnum(type);
  }

  protected override visitArray(type: ArrayType): string {
    return this.arrayOf(type.item, type.dimensions);
  }

  protected override visitDialectType(type: DialectType): string {
    const { length, precision, fields, varying, timezone, name, schema } = type.options;
    const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
    switch (type.name) {
      case 'ENUM': {
        if (type.dialect !== 'postgresql') return this.unsupported(type.name);
        const e = enumOf(type);
        return this.formatType(e.name, e.schema, 'ENUM');
      }
      case 'DOMAIN':
        return this.formatType(
          typeof name === 'string' ? name : null,
          typeof schema === 'string' ? schema : null,
          'DOMAIN',
        );
      case 'TIMESTAMP':
      case 'TIME':
        // SQL Server's TIMESTAMP is a row version.
        if (type.dialect === 'mssql' && type.name === 'TIMESTAMP') return this.unsupported(type.name);
        return withZone(type.name, timezone === true, number(precision));
      case 'INTERVAL':
        if (type.dialect !== 'postgresql') return this.unsupported(type.name);
        return interval(typeof fields === 'string' ? fields : null, number(precision));
      case 'BIT': {
        if (type.dialect !== 'postgresql') return this.unsupported(type.name);
        const size = number(length);
        if (varying === true) return `BIT VARYING${size === null ? '' : `(${String(size)})`}`;
        return `BIT(${String(size ?? 1)})`;
      }
      case 'ARRAY': {
        const item = type.options['item_type'];
        if (!isType(item)) throw new CompileError('ARRAY needs an item type');
        return this.arrayOf(item, number(type.options['dimensions']));
      }
      default:
        return plainTypes.has(type.name) ? type.name : super.visitDialectType(type);
    }
  }

  private arrayOf(item: TypeEngine, dimensions: number | null): string {
    const inner = this.visit(resolveType(item, this.traits.name));
    const [, bare = inner, collation = ''] = /^(.*?)( COLLATE.*)?$/s.exec(inner) ?? [];
    return `${bare}${'[]'.repeat(dimensions ?? 1)}${collation}`;
  }
}

function withZone(name: string, timezone: boolean, precision: number | null): string {
  const digits = precision === null ? '' : `(${String(precision)})`;
  return `${name}${digits} ${timezone ? 'WITH' : 'WITHOUT'} TIME ZONE`;
}

function interval(fields: string | null, precision: number | null): string {
  return `INTERVAL${fields === null ? '' : ` ${fields}`}${precision === null ? '' : ` (${String(precision)})`}`;
}

function isType(value: unknown): value is TypeEngine {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
