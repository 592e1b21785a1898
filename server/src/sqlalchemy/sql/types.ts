/**
 * Column types. `kind` is the SQLAlchemy class name, because the class decides both the SQL and how Alembic renders
 * it: `Integer` and `INTEGER` differ in a revision file. A type from a dialect module carries that module in its kind's
 * family below. New types are added here first; every compiler's exhaustive `Record` then fails to compile until it
 * handles them.
 */
import type { Origin } from '../../util/text-range.ts';

/** Types with no parameters. */
export type SimpleTypeKind =
  | 'Integer'
  | 'SmallInteger'
  | 'BigInteger'
  | 'INTEGER'
  | 'INT'
  | 'SMALLINT'
  | 'BIGINT'
  | 'Date'
  | 'DATE'
  | 'MatchType'
  | 'NullType'
  | 'BOOLEAN';

export type StringTypeKind =
  'String' | 'Text' | 'Unicode' | 'UnicodeText' | 'VARCHAR' | 'NVARCHAR' | 'CHAR' | 'NCHAR' | 'TEXT' | 'CLOB';

export type NumericTypeKind = 'Numeric' | 'NUMERIC' | 'DECIMAL';
export type FloatTypeKind = 'Float' | 'Double' | 'FLOAT' | 'REAL' | 'DOUBLE' | 'DOUBLE_PRECISION';
export type TimezoneTypeKind = 'DateTime' | 'Time' | 'DATETIME' | 'TIMESTAMP' | 'TIME';
export type BinaryTypeKind = 'LargeBinary' | 'BLOB' | 'BINARY' | 'VARBINARY';
export type JsonTypeKind = 'JSON';

interface Base {
  /** `Type().with_variant(other, "mysql")`: dialect name → type. */
  readonly variants?: ReadonlyMap<string, TypeEngine>;
  /** What `@compiles` functions for its class write: dialect name → SQL, or why that cannot be known. */
  readonly compiled?: ReadonlyMap<string, { readonly text: string } | { readonly error: string }>;
}
export interface SimpleType extends Base {
  readonly kind: SimpleTypeKind;
}
export interface StringType extends Base {
  readonly kind: StringTypeKind;
  /** SQL Server takes the word `max`, too. */
  readonly length: number | 'max' | null;
  readonly collation: string | null;
}
export interface NumericType extends Base {
  readonly kind: NumericTypeKind;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly asdecimal: boolean;
}
export interface FloatType extends Base {
  readonly kind: FloatTypeKind;
  readonly precision: number | null;
  readonly asdecimal: boolean;
}
export interface TimezoneType extends Base {
  readonly kind: TimezoneTypeKind;
  readonly timezone: boolean;
}
export interface BinaryType extends Base {
  readonly kind: BinaryTypeKind;
  readonly length: number | null;
}
export interface BooleanType extends Base {
  readonly kind: 'Boolean';
  readonly name: string | null;
  /** The name was given through `op.f()`: no naming convention wraps it. */
  readonly nameIsFinal?: boolean;
  readonly createConstraint: boolean;
}
export interface IntervalType extends Base {
  readonly kind: 'Interval';
  readonly native: boolean;
  readonly secondPrecision: number | null;
  readonly dayPrecision: number | null;
}
export interface UuidType extends Base {
  readonly kind: 'Uuid' | 'UUID';
  readonly asUuid: boolean;
  readonly nativeUuid: boolean;
}
export interface JsonType extends Base {
  readonly kind: JsonTypeKind;
  readonly noneAsNull: boolean;
}
export interface EnumType extends Base {
  readonly kind: 'Enum';
  readonly enums: readonly string[];
  /** The members of a Python enum in the order of `enums`; `text` is that of a member that is a string itself. */
  readonly members?: readonly { readonly name: string; readonly text: string | null }[];
  /** The database type's or constraint's name; null when it has none. */
  readonly name: string | null;
  /** The name was given through `op.f()`: no naming convention wraps it. */
  readonly nameIsFinal?: boolean;
  /** `metadata=` was given: the type belongs to the MetaData, so no single table creates it. */
  readonly hasMetadata?: boolean;
  readonly schema: string | null;
  readonly nativeEnum: boolean;
  readonly createConstraint: boolean;
  /** Null: that of the longest label. */
  readonly length: number | null;
  /** `length=None` was given: the text has no limit. */
  readonly isUnlimited?: boolean;
  readonly inheritSchema: boolean;
}
export interface ArrayType extends Base {
  readonly kind: 'ARRAY';
  readonly item: TypeEngine;
  readonly dimensions: number | null;
  readonly asTuple: boolean;
}
/** A type of `sqlalchemy.dialects.<dialect>`; `name` is its class there, `options` its arguments by Python name. */
export interface DialectType extends Base {
  readonly kind: 'dialect';
  readonly dialect: 'postgresql' | 'mssql' | 'sqlite' | 'mysql' | 'oracle';
  readonly name: string;
  readonly options: Readonly<Record<string, TypeOption>>;
}
export type TypeOption = string | number | boolean | null | readonly string[] | TypeEngine;
/**
 * A type from the application or a third package whose class Retort evaluated: `impl` is what it stands for in DDL,
 * `qualname` what a revision file calls it.
 */
export interface DecoratedType extends Base {
  readonly kind: 'decorated';
  readonly module: string;
  readonly qualname: string;
  /** `repr()` as Python would give it, for rendering: `MyType(length=5)`. */
  readonly repr: string;
  readonly impl: TypeEngine;
  /** Its class changes values before they are written (`process_bind_param`, `process_literal_param`). */
  readonly changesValues?: true;
}
/** What `get_col_spec()` of a `UserDefinedType` gives; it stands behind a decorated type. */
export interface UserDefinedType extends Base {
  readonly kind: 'user_defined';
  readonly spec: string;
}
/** A type that could not be evaluated. Compiling it is a named error. */
export interface UnknownType extends Base {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly origin: Origin | null;
}

export type TypeEngine =
  | SimpleType
  | StringType
  | NumericType
  | FloatType
  | TimezoneType
  | BinaryType
  | BooleanType
  | IntervalType
  | UuidType
  | JsonType
  | EnumType
  | ArrayType
  | DialectType
  | DecoratedType
  | UserDefinedType
  | UnknownType;

export type TypeKind = TypeEngine['kind'];

export const nullType: SimpleType = { kind: 'NullType' };
