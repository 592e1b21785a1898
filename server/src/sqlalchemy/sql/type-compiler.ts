/** Column types as SQL. Mirrors `sqlalchemy.sql.compiler.GenericTypeCompiler`; a dialect overrides what it says otherwise. */
import { assertNever } from '../../util/assert-never.ts';
import type { DialectTraits } from './dialect-traits.ts';
import { CompileError } from './errors.ts';
import { resolveType } from './type-resolution.ts';
import type {
  ArrayType,
  BinaryType,
  DialectType,
  EnumType,
  FloatType,
  IntervalType,
  NumericType,
  SimpleType,
  StringType,
  TimezoneType,
  TypeEngine,
  UuidType,
} from './types.ts';

export interface TypeSite {
  readonly table: string | null;
  readonly column: string | null;
}

export class GenericTypeCompiler {
  protected readonly traits: DialectTraits;

  constructor(traits: DialectTraits) {
    this.traits = traits;
  }

  /** Throws CompileError, naming the table and column of `site`, for a type that the dialect lacks. */
  process(type: TypeEngine, site: TypeSite): string {
    try {
      return this.compiled(type) ?? this.visit(resolveType(type, this.traits.name));
    } catch (error) {
      if (!(error instanceof CompileError) || error.column !== null) throw error;
      throw new CompileError(error.reason, site);
    }
  }

  /** What a function of the application writes for the type that the dialect sees, or for one that it stands behind. */
  private compiled(type: TypeEngine): string | null {
    const variant = type.variants?.get(this.traits.name);
    if (variant !== undefined) return this.compiled(variant);
    const own = type.compiled?.get(this.traits.name);
    if (own === undefined) return type.kind === 'decorated' ? this.compiled(type.impl) : null;
    if ('error' in own) throw new CompileError(own.error);
    return own.text;
  }

  protected visit(type: TypeEngine): string {
    switch (type.kind) {
      case 'Integer':
      case 'SmallInteger':
      case 'BigInteger':
      case 'INTEGER':
      case 'INT':
      case 'SMALLINT':
      case 'BIGINT':
      case 'Date':
      case 'DATE':
      case 'MatchType':
      case 'NullType':
      case 'BOOLEAN':
        return this.visitSimple(type);
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
        return this.visitString(type);
      case 'Numeric':
      case 'NUMERIC':
      case 'DECIMAL':
        return this.visitNumeric(type);
      case 'Float':
      case 'Double':
      case 'FLOAT':
      case 'REAL':
      case 'DOUBLE':
      case 'DOUBLE_PRECISION':
        return this.visitFloat(type);
      case 'DateTime':
      case 'Time':
      case 'DATETIME':
      case 'TIMESTAMP':
      case 'TIME':
        return this.visitDateTime(type);
      case 'LargeBinary':
      case 'BLOB':
      case 'BINARY':
      case 'VARBINARY':
        return this.visitBinary(type);
      case 'Boolean':
        return this.visitBoolean();
      case 'Interval':
        return this.visitInterval(type);
      case 'Uuid':
      case 'UUID':
        return this.visitUuid(type);
      case 'JSON':
        return this.visitJson();
      case 'Enum':
        return this.visitEnum(type);
      case 'ARRAY':
        return this.visitArray(type);
      case 'dialect':
        return this.visitDialectType(type);
      case 'decorated':
        return this.visit(type.impl);
      case 'user_defined':
        return type.spec;
      case 'unknown':
        throw new CompileError(`The column type cannot be evaluated: ${type.reason}`);
      default:
        return assertNever(type, 'column type');
    }
  }

  protected visitSimple(type: SimpleType): string {
    switch (type.kind) {
      case 'Integer':
      case 'INTEGER':
      case 'INT':
        return 'INTEGER';
      case 'SmallInteger':
      case 'SMALLINT':
        return 'SMALLINT';
      case 'BigInteger':
      case 'BIGINT':
        return 'BIGINT';
      case 'Date':
      case 'DATE':
        return 'DATE';
      case 'MatchType':
        return this.visitBoolean();
      case 'BOOLEAN':
        return 'BOOLEAN';
      case 'NullType':
        throw new CompileError(
          "Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
        );
      default:
        return assertNever(type.kind, 'column type');
    }
  }

  protected visitString(type: StringType): string {
    switch (type.kind) {
      case 'String':
      case 'Unicode':
      case 'VARCHAR':
        return this.renderStringType('VARCHAR', type);
      case 'Text':
      case 'UnicodeText':
      case 'TEXT':
        return this.renderStringType('TEXT', type);
      case 'NVARCHAR':
      case 'CHAR':
      case 'NCHAR':
        return this.renderStringType(type.kind, type);
      case 'CLOB':
        return 'CLOB';
      default:
        return assertNever(type.kind, 'column type');
    }
  }

  protected renderStringType(name: string, type: Pick<StringType, 'length' | 'collation'>): string {
    const length = type.length === null || type.length === 0 ? '' : `(${String(type.length)})`;
    return `${name}${length}${type.collation === null ? '' : ` COLLATE "${type.collation}"`}`;
  }

  protected visitNumeric(type: NumericType): string {
    const name = type.kind === 'DECIMAL' ? 'DECIMAL' : 'NUMERIC';
    if (type.precision === null) return name;
    if (type.scale === null) return `${name}(${String(type.precision)})`;
    return `${name}(${String(type.precision)}, ${String(type.scale)})`;
  }

  protected visitFloat(type: FloatType): string {
    switch (type.kind) {
      case 'Float':
      case 'FLOAT':
        return 'FLOAT';
      case 'Double':
      case 'DOUBLE':
        return 'DOUBLE';
      case 'REAL':
        return 'REAL';
      case 'DOUBLE_PRECISION':
        return 'DOUBLE PRECISION';
      default:
        return assertNever(type.kind, 'column type');
    }
  }

  protected visitDateTime(type: TimezoneType): string {
    return type.kind.toUpperCase();
  }

  protected visitBinary(type: BinaryType): string {
    switch (type.kind) {
      case 'LargeBinary':
      case 'BLOB':
        return 'BLOB';
      case 'BINARY':
      case 'VARBINARY':
        return type.length === null || type.length === 0 ? type.kind : `${type.kind}(${String(type.length)})`;
      default:
        return assertNever(type.kind, 'column type');
    }
  }

  protected visitBoolean(): string {
    return 'BOOLEAN';
  }

  /** Without a native type, an interval is stored as a date and time since the epoch. */
  protected visitInterval(_type: IntervalType): string {
    return this.visitDateTime({ kind: 'DateTime', timezone: false });
  }

  protected visitUuid(type: UuidType): string {
    if (type.kind === 'UUID') return 'UUID';
    return type.nativeUuid && this.traits.supportsNativeUuid ? 'UUID' : 'CHAR(32)';
  }

  protected visitJson(): string {
    return this.unsupported('JSON');
  }

  protected visitEnum(type: EnumType): string {
    return this.visitString({ kind: 'VARCHAR', length: enumLength(type), collation: null });
  }

  protected visitArray(_type: ArrayType): string {
    return this.unsupported('ARRAY');
  }

  /** Types of dialect modules that mean the same everywhere; the rest is an error here. */
  protected visitDialectType(type: DialectType): string {
    const generic = genericEquivalent(type);
    return generic === null ? this.unsupported(type.name) : this.visit(generic);
  }

  protected unsupported(name: string): never {
    throw new CompileError(`Compiler ${this.traits.typeCompilerName} can't render element of type ${name}`);
  }
}

/** The length that the values need, unless one is given. */
export function enumLength(type: Pick<EnumType, 'enums' | 'length' | 'isUnlimited'>): number | null {
  if (type.isUnlimited === true) return null;
  if (type.length !== null) return type.length;
  return Math.max(0, ...type.enums.map((value) => Array.from(value).length));
}

/** A dialect module's class that derives from a generic type and is rendered as that one elsewhere. */
export function genericEquivalent(type: DialectType): TypeEngine | null {
  const timezone = type.options['timezone'] === true;
  const { length, precision } = type.options;
  switch (type.name) {
    case 'UUID':
      return { kind: 'UUID', asUuid: true, nativeUuid: true };
    case 'TIMESTAMP':
      return { kind: 'TIMESTAMP', timezone };
    case 'TIME':
      return { kind: type.dialect === 'sqlite' ? 'Time' : 'TIME', timezone };
    case 'DATETIME':
      return { kind: 'DateTime', timezone };
    case 'DATE':
      return { kind: 'Date' };
    case 'JSON':
      return { kind: 'JSON', noneAsNull: false };
    case 'ENUM':
      return type.dialect === 'postgresql' ? enumOf(type) : null;
    case 'VARBINARY':
      // Elsewhere the length must be a number, and `max` is none.
      return length === 'max'
        ? null
        : { kind: 'VARBINARY', length: typeof length === 'number' ? length : null };
    case 'REAL':
    case 'DOUBLE_PRECISION':
      return {
        kind: type.name,
        precision: typeof precision === 'number' ? precision : null,
        asdecimal: false,
      };
    default:
      return null;
  }
}

/** `postgresql.ENUM` as the Enum that it is. */
export function enumOf(type: DialectType): EnumType {
  const { enums, name, schema } = type.options;
  return {
    kind: 'Enum',
    enums: Array.isArray(enums) ? (enums as readonly string[]) : [],
    name: typeof name === 'string' ? name : null,
    schema: typeof schema === 'string' ? schema : null,
    nativeEnum: true,
    createConstraint: false,
    length: null,
    inheritSchema: type.options['inherit_schema'] === true,
  };
}
