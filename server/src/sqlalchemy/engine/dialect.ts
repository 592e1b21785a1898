/**
 * A dialect: roles and capability flags. Nobody outside `dialects/`, `alembic/ddl/` and `drivers/` asks for its name to
 * decide something; they ask a flag. (`name` itself is data: it is printed, and scripts read it.)
 */
import type { ClauseElement } from '../sql/elements.ts';
import type { Column, DefaultClause, MetaData, Table } from '../sql/schema.ts';
import type { TypeEngine } from '../sql/types.ts';
import type { Connection } from './connection.ts';

export type DialectName = 'postgresql' | 'sqlite' | 'mssql' | 'default';

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
  /** A constraint or index name, shortened and quoted as upstream's `format_constraint`. */
  formatConstraint(name: string): string;
}
export interface TypeCompiler {
  /** Throws CompileError naming the table and column for a type that the dialect lacks. */
  process(type: TypeEngine, site: CompileSite): string;
}
export interface SQLCompiler {
  /** With literal binds: `literal_binds=True`. */
  process(clause: ClauseElement, options: { includeTable: boolean }): string;
  renderServerDefault(serverDefault: DefaultClause, column: Column | null): string;
}
/** The CREATE/DROP statements of SQLAlchemy's DDLCompiler; text exactly as upstream, with no terminator. */
export interface DDLCompiler {
  createTable(table: Table, options: { ifNotExists: boolean }): string;
  /** One `name TYPE …` of a CREATE TABLE or ADD COLUMN. */
  columnSpecification(column: Column, table: Table): string;
}

export interface Dialect {
  readonly name: DialectName;
  readonly identifierPreparer: IdentifierPreparer;
  readonly typeCompiler: TypeCompiler;
  readonly sqlCompiler: SQLCompiler;
  readonly ddlCompiler: DDLCompiler;
  /** DDL can be rolled back (alembic's `transactional_ddl`). */
  readonly transactionalDdl: boolean;
  readonly supportsComments: boolean;
  readonly supportsNativeEnum: boolean;
  readonly supportsNativeBoolean: boolean;
  readonly supportsAlter: boolean;
  readonly defaultSchemaName: string | null;
  readonly maxIdentifierLength: number;
  readonly inspector: Inspector;
}

/** Reflects a live database into the same MetaData as models give. */
export interface Inspector {
  reflectTable(connection: Connection, name: string, schema: string | null): Promise<Table | null>;
  reflect(connection: Connection, schema: string | null): Promise<MetaData>;
  hasTable(connection: Connection, name: string, schema: string | null): Promise<boolean>;
}
