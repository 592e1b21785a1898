import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import type {
  Column,
  Constraint,
  ConstraintName,
  DefaultClause,
  DialectOption,
  DialectOptions,
  Table,
} from '../../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import type { SqlValue } from '../../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../../sqlalchemy/engine/dialect.ts';

export type ExpressionUse = 'plain' | 'server_default' | 'index';

/**
 * The half of a dialect's `alembic.ddl.*Impl` that autogenerate asks: how it compares and how it renders. `reading` says
 * how its inspector reads back what a migration wrote, so that a replayed history can stand for a database.
 */
export interface AutogenImpl {
  /** Type names that mean the same, in lower case. */
  readonly typeSynonyms: readonly ReadonlySet<string>[];
  /** Prefixes types inside its own types (`postgresql.JSONB(astext_type=sa.Text())`). */
  readonly rendersSubtypes: boolean;
  /** Indexes on expressions are reflected, and so can be compared. */
  readonly reflectsExpressionIndexes: boolean;
  /** Compares index expressions as text, cleaned from what the database adds. */
  readonly comparesIndexExpressions: boolean;
  /** Identity options that the database does not report. */
  readonly identityAttrsIgnore: readonly string[];
  /** A server default of an autoincrement primary key is the database's own. */
  readonly ignoresSerialDefault: boolean;
  /** A plain string default is compared as the SQL literal that it becomes. */
  readonly quotesComparedDefaults: boolean;
  readonly reading: Reading;
  readonly reflection: Reflection;
  /** Upstream `render_ddl_sql_expr`. */
  renderDdlSqlExpr(clause: ClauseElement, use: ExpressionUse, dialect: Dialect): string;
  /** A default's text as far as it matters to a comparison. */
  normalizeServerDefault(text: string, column: Column): string;
}

/** What upstream does to tables that it reflected from a live database, and asks that database during the comparison. */
export interface Reflection {
  /** Tells the schema that a name without one stands in; null: the dialect's. */
  readonly defaultSchemaQuery: string | null;
  /** A query about the reflected tables whose rows `adjust` needs; null: none. */
  query(tables: readonly Table[]): string | null;
  /** Upstream `autogen_column_reflect`. */
  adjust(table: Table, rows: readonly (readonly SqlValue[])[]): Table;
  /** Upstream `adjust_reflected_dialect_options`, of the objects that are compared by themselves. */
  options(options: DialectOptions): DialectOptions;
  /** Unique constraints are reflected. Where not, they and unique indexes may be the same, and neither is told of. */
  readonly hasUniqueConstraints: boolean;
  /** The condition under which two defaults are the same; null: their texts tell. Upstream `compare_server_default`. */
  readonly sameDefaults:
    | ((defaults: { current: string; wanted: DefaultClause; column: Column }, dialect: Dialect) => string)
    | null;
}

/** How a dialect's inspector reads a database. */
export interface Reading {
  /** The reflected type of a column whose DDL says `sql`. Null: as written. */
  type(sql: string): TypeEngine | null;
  /** A type that its SQL alone does not tell (enums, arrays); null: by its SQL. */
  structuredType(type: TypeEngine, read: (inner: TypeEngine) => TypeEngine): TypeEngine | null;
  /** The text that the database shows for a default whose DDL says `sql`. */
  serverDefault(sql: string, column: Column): string;
  /** `autoincrement` of a reflected column. */
  autoincrement(column: Column, isAutoincrement: boolean): Column['autoincrement'];
  /** Columns of a primary key are NOT NULL, whatever was declared. */
  readonly keysAreNotNull: boolean;
  /** A UNIQUE over the columns of the primary key, in the same CREATE TABLE, is not made. */
  readonly mergesUniqueIntoKey: boolean;
  /** Uniqueness of an index comes as a number. */
  readonly uniqueIsNumber: boolean;
  /** An expression of an index. */
  indexExpression(clause: ClauseElement, table: Table): ClauseElement;
  /** The expression of a CHECK. */
  checkExpression(clause: ClauseElement, table: Table): ClauseElement;
  /** The condition of a partial index, whose SQL is `sql`, as an option of the reflected index. */
  indexCondition(sql: string): DialectOption;
  /** Options of a reflected unique constraint; upstream trims those of a table that stays. */
  uniqueOptions(options: DialectOptions, isTableDropped: boolean): DialectOptions;
  /** Names of all constraints; absent: without a name. */
  constraintNames(table: Table): ReadonlyMap<Constraint, string>;
}

export function finalName(text: string | undefined): ConstraintName {
  return text === undefined ? null : { text, isFinal: true };
}

export function textClause(text: string): ClauseElement {
  return { kind: 'text', text, bindparams: [] };
}

/** `DefaultClause(text(…))`: what reflection makes of every default. */
export function reflectedDefault(sql: string): DefaultClause {
  return { kind: 'default', arg: { type: 'clause', clause: textClause(sql) } };
}
