/** ALTER statements that SQLAlchemy lacks and Alembic adds. Mirrors `alembic.ddl.base`. */
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Column, DefaultClause, ForeignKeyConstraint, Table } from '../../sqlalchemy/sql/schema.ts';
import { buildColumn } from '../../sqlalchemy/sql/schema-builder.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';

export interface ColumnAddress {
  readonly table: string;
  readonly schema: string | null;
  readonly column: string;
}

/** Quotes each part of a dotted schema; all of one that is whole. Upstream: `format_table_name`, `quote_dotted`. */
export function formatTableName(dialect: Dialect, name: string, schema: string | null): string {
  const { identifierPreparer } = dialect;
  const table = identifierPreparer.quote(name);
  if (schema === null || schema === '') return table;
  const parts = (dialect.wholeSchemas === true ? [schema] : schema.split('.')).map((part) =>
    identifierPreparer.quote(part),
  );
  return `${parts.join('.')}.${table}`;
}

export function alterTable(dialect: Dialect, table: string, schema: string | null): string {
  return `ALTER TABLE ${formatTableName(dialect, table, schema)}`;
}

/** `ALTER TABLE t ALTER COLUMN c`, which every change of one column begins with. */
export function alterColumn(dialect: Dialect, at: ColumnAddress): string {
  return `${alterTable(dialect, at.table, at.schema)} ALTER COLUMN ${dialect.identifierPreparer.quote(at.column)}`;
}

export function formatType(dialect: Dialect, type: TypeEngine, at: ColumnAddress): string {
  return dialect.typeCompiler.process(type, { table: at.table, column: at.column });
}

/** The default's SQL as it would stand in a column. Upstream: `format_server_default`. */
export function formatServerDefault(dialect: Dialect, serverDefault: DefaultClause): string {
  return (
    dialect.ddlCompiler.defaultString(buildColumn({ name: 'x', type: { kind: 'Integer' }, serverDefault })) ??
    ''
  );
}

export interface AddColumnOptions {
  readonly ifNotExists: boolean;
  readonly inlineReferences: boolean;
  readonly inlinePrimaryKey: boolean;
}

/** `ADD COLUMN …` with what may be written inline. `table` holds the column and its constraints. */
export function addColumn(dialect: Dialect, column: Column, table: Table, options: AddColumnOptions): string {
  const { ddlCompiler, identifierPreparer } = dialect;
  const key = options.inlineReferences ? inlineReference(column, table) : null;
  const references =
    key === null
      ? ''
      : ` REFERENCES ${identifierPreparer.formatTable(key.referredTable, key.referredSchema)}` +
        ` (${identifierPreparer.quote(key.referredColumns[0] ?? '')})${ddlCompiler.foreignKeyOptions(key)}`;
  return [
    `ADD COLUMN ${options.ifNotExists ? 'IF NOT EXISTS ' : ''}${ddlCompiler.columnSpecification(column, table)}`,
    options.inlinePrimaryKey && column.primaryKey ? ' PRIMARY KEY' : '',
    references,
    ddlCompiler.columnChecks(column, table),
  ].join('');
}

/** The one single-column foreign key that `inline_references=True` writes with the column. */
export function inlineReference(column: Column, table: Table): ForeignKeyConstraint | null {
  const keys = table.constraints.filter((c) => c.kind === 'foreign_key' && c.columns.includes(column.name));
  const [key, ...others] = keys;
  return key?.kind === 'foreign_key' && others.length === 0 && key.columns.length === 1 ? key : null;
}
