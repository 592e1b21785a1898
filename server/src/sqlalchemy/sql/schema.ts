/**
 * Schema objects: frozen data, each with its origin. Names mirror `sqlalchemy.sql.schema`. What SQLAlchemy derives when
 * objects are attached (constraints from `unique=True`, names from a naming convention) is already derived here:
 * `schema-builder.ts` does it once.
 */
import type { Origin } from '../../util/text-range.ts';
import type { ClauseElement } from './elements.ts';
import type { TypeEngine } from './types.ts';

/** Dialect keyword arguments by their full Python name: `postgresql_using`, `sqlite_autoincrement`, `mssql_clustered`. */
export type DialectOptions = Readonly<Record<string, DialectOption>>;
export type DialectOption =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | ClauseElement
  | { readonly [key: string]: DialectOption };

/** `ix`, `uq`, `ck`, `fk`, `pk` → template with `%(table_name)s` and so on; a token of its own → its function. */
export type NamingConvention = Readonly<Record<string, string | NamingToken>>;

/** A token that a function of the project makes. */
export interface NamingToken {
  /** Another one for each evaluation of the function. */
  readonly id: number;
  /** Throws NamingError where the function cannot be followed. */
  readonly apply: (subject: NamingSubject) => string;
}

export type ConventionPrefix = 'ix' | 'uq' | 'ck' | 'fk' | 'pk';

export interface ConventionColumn {
  readonly name: string;
  readonly key: string;
}

/** What a convention's template may ask for. */
export interface NamingSubject {
  readonly prefix: ConventionPrefix;
  readonly name: ConstraintName;
  readonly tableName: string;
  readonly schema: string | null;
  readonly columns: readonly ConventionColumn[];
  /** All of the table's that are known. */
  readonly tableColumns: readonly ConventionColumn[];
  readonly referredTable: string | null;
  readonly referredSchema: string | null;
  readonly referredColumns: readonly string[];
}

export interface MetaData {
  readonly kind: 'metadata';
  readonly schema: string | null;
  readonly namingConvention: NamingConvention;
  /** By key: `name` or `schema.name`; in the order of definition. */
  readonly tables: ReadonlyMap<string, Table>;
  /** By key as well, those of columns included; absent where nothing tells of them (a replay, a database). */
  readonly sequences?: ReadonlyMap<string, Sequence>;
  /** Types that listen to `create_all`, in the order in which they were attached; absent as above. */
  readonly attachedTypes?: readonly AttachedType[];
  /** What the application has `create_all` do besides; absent as above. */
  readonly createListeners?: readonly CreateListener[];
}

/** `event.listen(table, "after_create", DDL("…"))`, and the like of a MetaData. */
export interface CreateListener {
  readonly event: 'before_create' | 'after_create';
  /** The table's key; null: it listens to the MetaData. */
  readonly table: string | null;
  /** Null: a function, of which only a run knows what it does. */
  readonly ddl: {
    readonly statement: string;
    /** What `%(name)s` in it stands for, besides the table's names. */
    readonly context: Readonly<Record<string, string>>;
    /** The only dialects that it is for; null: all. */
    readonly dialects: readonly string[] | null;
  } | null;
  /** Its place among the attached types, which listen as well. */
  readonly order: number;
  readonly origin: Origin | null;
}

/** `Sequence("name", …)`. */
export interface Sequence {
  readonly kind: 'sequence';
  readonly name: string;
  readonly schema: string | null;
  readonly options: Identity['options'];
  readonly dataType: TypeEngine | null;
  /** Only for databases that number keys by nothing else. */
  readonly optional: boolean;
  /** It is a column's default: it is created with the column's table. */
  readonly hasColumn: boolean;
  readonly origin: Origin | null;
}

/** A type that may need a CREATE of its own, which depends on the dialect. Mirrors the listeners of `SchemaType`. */
export interface AttachedType {
  /** As written, with its variants. */
  readonly type: TypeEngine;
  /** `metadata=` was given where the type was made: no table stands for it. */
  readonly isStandalone: boolean;
  /** Its place among all that listens to `create_all`. */
  readonly order: number;
  readonly origin: Origin | null;
}

export interface Table {
  readonly kind: 'table';
  readonly name: string;
  readonly schema: string | null;
  readonly columns: readonly Column[];
  /** The primary key first, then in the order of attachment, foreign keys of columns included. */
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly comment: string | null;
  readonly prefixes: readonly string[];
  readonly info: Readonly<Record<string, string | number | boolean | null>>;
  readonly dialectOptions: DialectOptions;
  readonly origin: Origin | null;
  /** The name as written (`__tablename__ = "users"`, `Table("users"`), for squiggles. */
  readonly nameOrigin: Origin | null;
}

export interface Column {
  readonly kind: 'column';
  readonly name: string;
  /** The attribute or `key=`; equals `name` unless they differ. */
  readonly key: string;
  readonly type: TypeEngine;
  readonly nullable: boolean;
  /** Why `nullable` is a guess, for a column whose annotation could not be evaluated; absent when it is certain. */
  readonly nullableUnknown?: string;
  readonly primaryKey: boolean;
  readonly autoincrement: boolean | 'auto' | 'ignore_fk';
  readonly serverDefault: DefaultClause | Computed | Identity | FetchedValue | null;
  /** A Python-side `default=` is set (its value does not reach DDL). */
  readonly hasDefault: boolean;
  /** The flags as given; the index and constraint they make are in the table. Null: not given. */
  readonly unique: boolean | null;
  readonly index: boolean | null;
  readonly comment: string | null;
  readonly system: boolean;
  /** Column-level foreign keys as written: needed to render `sa.Column(..., sa.ForeignKey())` and `add_column`. */
  readonly foreignKeys: readonly ColumnForeignKey[];
  /** `Column(…, CheckConstraint("x > 5"))`: rendered with the column and not among the table's constraints. */
  readonly checks?: readonly CheckConstraint[];
  /** `Sequence` as the default; absent when there is none. */
  readonly sequence?: Sequence;
  readonly dialectOptions: DialectOptions;
  readonly origin: Origin | null;
}

/** `server_default=`: a plain string is a literal that gets quoted; anything else is an expression. */
export interface DefaultClause {
  readonly kind: 'default';
  readonly arg:
    | { readonly type: 'str'; readonly value: string }
    | { readonly type: 'clause'; readonly clause: ClauseElement };
}
export interface Computed {
  readonly kind: 'computed';
  readonly sqltext: ClauseElement;
  readonly persisted: boolean | null;
}
/** `FetchedValue()`: the database has a default that no DDL here says. */
export interface FetchedValue {
  readonly kind: 'fetched';
}
export interface Identity {
  readonly kind: 'identity';
  /** Null where `None` is written, which reads as False. */
  readonly always: boolean | null;
  readonly options: Readonly<Record<string, number | boolean | bigint | null>>;
}

export interface ForeignKeyOptions {
  readonly onupdate: string | null;
  readonly ondelete: string | null;
  readonly deferrable: boolean | null;
  readonly initially: string | null;
  readonly match: string | null;
  readonly useAlter: boolean;
}

/** One `ForeignKey("table.column")` on a column. `name` is as given (see ConstraintName). */
export interface ColumnForeignKey {
  readonly target: ForeignKeyTarget;
  readonly name: ConstraintName;
  readonly options: ForeignKeyOptions;
  readonly dialectOptions: DialectOptions;
  readonly origin: Origin | null;
}
export interface ForeignKeyTarget {
  readonly schema: string | null;
  readonly table: string;
  /** Null when only a table was named (`ForeignKey("users")`): the column of the same name is meant. */
  readonly column: string | null;
}

/**
 * A constraint's or index's name: none; a plain name that a naming convention may still wrap (only for `ck` with
 * `%(constraint_name)s`); or final: given through `op.f()` / `conv()` or produced by a convention.
 */
export type ConstraintName = null | {
  readonly text: string;
  readonly isFinal: boolean;
  /** `quote=`: whether it is quoted, instead of where it must be. */
  readonly quote?: boolean;
};

interface ConstraintBase {
  readonly name: ConstraintName;
  /** What PostgreSQL has chosen for a constraint without a name, where it is another than it would choose now. */
  readonly defaultName?: string;
  readonly comment: string | null;
  /** Upstream takes any value for True, and autogenerate writes a text as it is. */
  readonly deferrable: boolean | string | null;
  readonly initially: string | null;
  readonly dialectOptions: DialectOptions;
  /** `ddl_if(dialect=…)`: the dialects whose CREATE TABLE has it; absent for all. */
  readonly ddlIf?: readonly string[];
  readonly origin: Origin | null;
}

export interface PrimaryKeyConstraint extends ConstraintBase {
  readonly kind: 'primary_key';
  readonly columns: readonly string[];
  /** Made from `primary_key=True` flags and not written out. */
  readonly isImplicit: boolean;
}
export interface UniqueConstraint extends ConstraintBase {
  readonly kind: 'unique';
  readonly columns: readonly string[];
  /** Made by `Column(unique=True)`. */
  readonly columnFlag: boolean;
}
export interface ForeignKeyConstraint extends ConstraintBase {
  readonly kind: 'foreign_key';
  readonly columns: readonly string[];
  readonly referredSchema: string | null;
  readonly referredTable: string;
  readonly referredColumns: readonly string[];
  readonly onupdate: string | null;
  readonly ondelete: string | null;
  readonly match: string | null;
  readonly useAlter: boolean;
  /** Made by a column's `ForeignKey`. */
  readonly columnFlag: boolean;
}
export interface CheckConstraint extends ConstraintBase {
  readonly kind: 'check';
  readonly sqltext: ClauseElement;
  /** Made by a Boolean or Enum with `create_constraint=True`: the type's column. */
  readonly typeBound: string | null;
  /** Why this type-bound constraint can have no name; compiling it raises this, as upstream does then and not before. */
  readonly nameError?: string;
}
export interface ExcludeElement {
  readonly expression: ClauseElement;
  readonly operator: string;
  /** Of `ops=`; absent when there is none. */
  readonly operatorClass?: string;
}
export interface ExcludeConstraint extends ConstraintBase {
  readonly kind: 'exclude';
  readonly elements: readonly ExcludeElement[];
  readonly using: string;
  readonly where: ClauseElement | null;
}
export type Constraint =
  PrimaryKeyConstraint | UniqueConstraint | ForeignKeyConstraint | CheckConstraint | ExcludeConstraint;
export type ConstraintKind = Constraint['kind'];

export interface Index {
  readonly kind: 'index';
  readonly name: ConstraintName;
  readonly table: string;
  readonly schema: string | null;
  readonly unique: boolean;
  /** SQLite's reflection gives uniqueness as the number 1, and Alembic writes down what it got. */
  readonly uniqueIsNumber?: boolean;
  /** Of a reflected index: the orders of its expressions, by position, which SQLAlchemy's own reflection leaves out. */
  readonly expressionSorting?: Readonly<Record<number, readonly string[]>>;
  /** A plain column is a ColumnClause with the table's name. */
  readonly expressions: readonly ClauseElement[];
  readonly dialectOptions: DialectOptions;
  /** `ddl_if(dialect=…)`: the dialects where `create_all` makes it; absent for all. */
  readonly ddlIf?: readonly string[];
  readonly origin: Origin | null;
}

/** The key of a table in `MetaData.tables`: upstream `_get_table_key`. */
export function tableKey(name: string, schema: string | null): string {
  return schema === null ? name : `${schema}.${name}`;
}
