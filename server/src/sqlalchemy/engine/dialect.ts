/**
 * A dialect: roles and capability flags. Nobody outside `dialects/`, `alembic/ddl/` and `drivers/` asks for its name to
 * decide something; they ask a flag. (`name` itself is data: it is printed, and scripts read it.)
 */
import type { ClauseElement } from '../sql/elements.ts';
import type {
  ConstraintReference,
  CreateTableOptions,
  IndexReference,
  TableReference,
} from '../sql/ddl-compiler.ts';
import type { NamedType } from '../sql/named-types.ts';
import type {
  Column,
  Constraint,
  ConstraintName,
  DefaultClause,
  ForeignKeyConstraint,
  Identity,
  Index,
  MetaData,
  Sequence,
  Table,
} from '../sql/schema.ts';
import type { SQLCompilerOptions } from '../sql/sql-compiler.ts';
import type { TypeEngine } from '../sql/types.ts';
import type { Connection } from './connection.ts';
import type { SchemaObjects } from './schema-objects.ts';

export type DialectName = 'postgresql' | 'sqlite' | 'mssql' | 'default';
/** Whether a server's facts are known: upstream compiles some things differently before it has met one (`--sql`). */
export type CompilationMode = 'offline' | 'online';
/** What depends on the driver that upstream would write SQL for. */
export interface DriverTraits {
  /** Its parameters begin with a percent sign, so that one in the SQL is doubled, also in scripts. */
  readonly doublesPercents: boolean;
}

/** Where a type or expression is used, for error messages. */
export interface CompileSite {
  readonly table: string | null;
  readonly column: string | null;
}

/** Quotes names. Mirrors `sqlalchemy.sql.compiler.IdentifierPreparer`. */
export interface IdentifierPreparer {
  quote(identifier: string): string;
  quoteIdentifier(identifier: string): string;
  formatTable(name: string, schema: string | null): string;
  quoteSchema(schema: string): string;
  /**
   * A constraint or index name, quoted, and shortened where a convention or `op.f` made it, as upstream's
   * `format_constraint`. Throws IdentifierError for another that is too long.
   */
  formatConstraint(name: string | NonNullable<ConstraintName>): string;
}
export interface TypeCompiler {
  /** Throws CompileError naming the table and column for a type that the dialect lacks. */
  process(type: TypeEngine, site: CompileSite): string;
}
export interface SQLCompiler {
  /** With literal binds: `literal_binds=True`. */
  process(clause: ClauseElement, options: SQLCompilerOptions): string;
  renderServerDefault(serverDefault: DefaultClause, column: Column | null): string;
  /** A text as a literal. */
  renderString(value: string): string;
  /** A comment as a literal. */
  renderComment(comment: string): string;
}
/** The CREATE/DROP statements of SQLAlchemy's DDLCompiler; text exactly as upstream, with no terminator. */
export interface DDLCompiler {
  createTable(table: Table, options: CreateTableOptions): string;
  dropTable(table: TableReference, options: { ifExists: boolean }): string;
  /** One `name TYPE …` of a CREATE TABLE or ADD COLUMN, without the column's CHECKs. */
  columnSpecification(column: Column, table: Table): string;
  /** ` CHECK (…)` of the column's own constraints. */
  columnChecks(column: Column, table: Table): string;
  /** The value after DEFAULT; null for none. */
  defaultString(column: Column): string | null;
  createIndex(index: Index, options: { ifNotExists: boolean }): string;
  dropIndex(index: IndexReference, options: { ifExists: boolean }): string;
  addConstraint(constraint: Constraint, table: Table): string;
  dropConstraint(constraint: ConstraintReference, options: { ifExists: boolean }): string;
  /** False for a constraint or index that `ddl_if(dialect=…)` keeps for other dialects. */
  isMeant(item: { readonly ddlIf?: readonly string[] }): boolean;
  /** False for a type's CHECK where the database has the type itself. */
  shouldCreate(constraint: Constraint, table: Table): boolean;
  /** What follows the referred columns of a foreign key. */
  foreignKeyOptions(constraint: ForeignKeyConstraint): string;
  createSequence(sequence: Sequence): string;
  /** Only with `supportsNamedTypes`. */
  createType(type: NamedType): string;
  /** Only with `supportsConstraintComments`. */
  setConstraintComment(constraint: Constraint, table: Table): string;
  setTableComment(table: TableReference, comment: string): string;
  dropTableComment(table: TableReference): string;
  setColumnComment(table: TableReference, column: string, comment: string): string;
  /** `GENERATED … AS IDENTITY (…)` and the options alone. */
  identity(identity: Identity): string;
  identityOptions(options: Identity['options']): string;
}

export interface Dialect {
  readonly name: DialectName;
  /** Stands for a database that is not known, so that what it cannot compile proves nothing. */
  readonly isGeneric?: true;
  readonly identifierPreparer: IdentifierPreparer;
  readonly typeCompiler: TypeCompiler;
  readonly sqlCompiler: SQLCompiler;
  readonly ddlCompiler: DDLCompiler;
  /** DDL can be rolled back (alembic's `transactional_ddl`). */
  readonly transactionalDdl: boolean;
  readonly supportsComments: boolean;
  readonly supportsConstraintComments: boolean;
  readonly supportsSequences: boolean;
  /** A sequence with `optional=True` is not created: keys are numbered without it. */
  readonly sequencesOptional: boolean;
  /** Enums and domains are objects of the database. */
  readonly supportsNamedTypes: boolean;
  readonly supportsNativeEnum: boolean;
  readonly supportsNativeBoolean: boolean;
  readonly supportsAlter: boolean;
  readonly defaultSchemaName: string | null;
  /** For one operation whose schema was given as a whole name: a dot in it is no separator. */
  readonly wholeSchemas?: boolean;
  readonly maxIdentifierLength: number;
  readonly savepoint: SavepointStatements;
  /** Null where a write transaction keeps other runs out. */
  readonly runLock: RunLock | null;
  /** Null where there is no such database. */
  readonly sessions: SessionFacts | null;
  readonly inspector: Inspector;
}

/** What a run asks of the server's sessions, its own and those of other processes. */
export interface SessionFacts {
  /** A query of one text, equal in two sessions exactly when both have the same database and default schema; empty: none has. */
  readonly identity: string;
  /** A query of one row: the server with its version, the user (null: there are none), and the database. */
  readonly server: string;
  /** A query of the session's number; null where a session ends with its process. */
  readonly number: string | null;
  /** Stops what the session of that number runs. */
  cancel(number: string): string;
  /** Codes of DatabaseError: another session's lock was in the way, and the whole transaction may be tried again. */
  readonly lockCodes: ReadonlySet<string>;
}

/** Keeps other runs of the same version table out, for as long as the session lives and across its transactions. */
export interface RunLock {
  /** Does not wait. `key` names the version table. */
  tryAcquire(connection: Connection, key: string): Promise<boolean>;
  /** Who has it, in words; null when that cannot be told. */
  holder(connection: Connection, key: string): Promise<string | null>;
  release(connection: Connection, key: string): Promise<void>;
}

/** The statements of `begin_nested()` for a quoted name; null where the database has none. */
export interface SavepointStatements {
  begin(name: string): string;
  release(name: string): string | null;
  rollback(name: string): string;
}

/** Of every database but SQL Server. */
export const standardSavepoint: SavepointStatements = {
  begin: (name) => `SAVEPOINT ${name}`,
  release: (name) => `RELEASE SAVEPOINT ${name}`,
  rollback: (name) => `ROLLBACK TO SAVEPOINT ${name}`,
};

/** What an inspector lists the names of. */
export type NamedKind = 'table' | 'view' | 'schema';

/** What upstream's inspector tells of a database in its dictionaries (`get_columns()`, …), which differ from one to another. */
export interface ReflectedFields {
  /** `autoincrement` and `comment` of columns; else their place in the `primary_key`. */
  readonly columnDetails: boolean;
  /** `get_unique_constraints`, `get_check_constraints` and `get_table_comment` are implemented. */
  readonly uniqueConstraints: boolean;
  readonly checkConstraints: boolean;
  readonly tableComments: boolean;
  /** `comment` of all constraints, `dialect_options` of unique ones, `duplicates_constraint` of the indexes behind these. */
  readonly constraintDetails: boolean;
  /** `dialect_options` of primary keys. */
  readonly primaryKeyOptions: boolean;
  /** `get_indexes` lists the index behind a UNIQUE constraint too. */
  readonly listsUniqueIndexes: boolean;
  /** `include_columns` of indexes. */
  readonly includeColumns: boolean;
  /** `get_sequence_names`; `get_enums` and `get_materialized_view_names`. */
  readonly sequences: boolean;
  readonly enums: boolean;
}

export interface ReflectOptions {
  /** Told what upstream warns about: a type that it does not know, an index that it cannot read. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** Reflects a live database into the same MetaData as models give. */
export interface Inspector {
  /** A table or view; null when there is none of that name. */
  reflectTable(
    connection: Connection,
    name: string,
    schema: string | null,
    options?: ReflectOptions,
  ): Promise<Table | null>;
  /**
   * All tables of a schema, or of several, in a fixed number of queries. Null: those of the default schema, which then have
   * none. As `MetaData.reflect(resolve_fks=False)`: a table of another schema that a foreign key names is not read.
   */
  reflect(
    connection: Connection,
    schema: string | null | readonly (string | null)[],
    options?: ReflectOptions,
  ): Promise<MetaData>;
  /** What there is besides tables, in a fixed number of queries; without what extensions own. */
  objects(connection: Connection, schemas: readonly (string | null)[]): Promise<SchemaObjects>;
  hasTable(connection: Connection, name: string, schema: string | null): Promise<boolean>;
  /** Names in the order of upstream's `get_table_names`, `get_view_names` and `get_schema_names`. */
  names(connection: Connection, kind: NamedKind, schema: string | null): Promise<readonly string[]>;
  readonly reports: ReflectedFields;
  /** Whether there is a user-defined type (PostgreSQL's enums); absent where the database has none. */
  hasType?(connection: Connection, name: string, schema: string | null): Promise<boolean>;
}

/** In a reflected table's `info`: names of the indexes that could not be reflected, separated by commas. */
export const skippedIndexesKey = 'retort_skipped_indexes';
