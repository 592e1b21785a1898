/** Mirrors `sqlalchemy.dialects.mssql.base.MSDDLCompiler`. */
import { autoincrementColumn } from '../../sql/autoincrement.ts';
import type { IndexReference, TableReference } from '../../sql/ddl-compiler.ts';
import { DefaultDDLCompiler } from '../../sql/ddl-compiler.ts';
import { clauseOption, flagOption, listOption } from '../../sql/dialect-options.ts';
import { CompileError } from '../../sql/errors.ts';
import type {
  Column,
  Computed,
  DialectOptions,
  Identity,
  Index,
  PrimaryKeyConstraint,
  Sequence,
  Table,
  UniqueConstraint,
} from '../../sql/schema.ts';

export class MSDDLCompiler extends DefaultDDLCompiler {
  override columnSpecification(column: Column, table: Table): string {
    const { serverDefault } = column;
    const computed = serverDefault?.kind === 'computed' ? serverDefault : null;
    const identity = serverDefault?.kind === 'identity' ? serverDefault : null;
    const type =
      computed === null
        ? this.typeCompiler.process(column.type, { table: table.name, column: column.name })
        : this.computed(computed);
    const notNull =
      !column.nullable ||
      column.primaryKey ||
      column.sequence !== undefined ||
      column.autoincrement === true ||
      identity !== null;
    const nullability = notNull ? ' NOT NULL' : computed === null ? ' NULL' : '';
    return `${this.preparer.quote(column.name)} ${type}${nullability}${this.numbering(column, identity, table)}`;
  }

  override createIndex(index: Index, _options: { readonly ifNotExists: boolean }): string {
    const given = index.dialectOptions;
    const include = listOption(given, 'mssql_include');
    const where = clauseOption(given, 'mssql_where');
    const name = this.requiredIndexName(index, 'CREATE INDEX');
    return [
      `CREATE ${index.unique ? 'UNIQUE ' : ''}${clustering(given)}`,
      flagOption(given, 'mssql_columnstore') === true ? 'COLUMNSTORE ' : '',
      `INDEX ${name} ON ${this.preparer.formatTable(index.table, index.schema)}`,
      index.expressions.length === 0 ? '' : ` (${this.indexExpressions(index)})`,
      include.length === 0 ? '' : ` INCLUDE ${this.columnList(include)}`,
      where === null ? '' : ` WHERE ${this.sqlCompiler.process(where, { includeTable: false })}`,
    ].join('');
  }

  override dropIndex(index: IndexReference, options: { readonly ifExists: boolean }): string {
    const name = this.requiredIndexName(index, 'DROP INDEX');
    const table = this.preparer.formatTable(index.table ?? 'no_table', index.schema);
    return `\nDROP INDEX${options.ifExists ? ' IF EXISTS' : ''} ${name} ON ${table}`;
  }

  override setTableComment(table: TableReference, comment: string): string {
    return `execute sp_addextendedproperty 'MS_Description', ${this.sqlCompiler.renderComment(comment)}, ${this.commentTarget(table)}`;
  }

  override dropTableComment(table: TableReference): string {
    return `execute sp_dropextendedproperty 'MS_Description', ${this.commentTarget(table)}`;
  }

  override setColumnComment(table: TableReference, column: string, comment: string): string {
    return (
      `execute sp_addextendedproperty 'MS_Description', ${this.sqlCompiler.renderComment(comment)}, ` +
      `${this.commentTarget(table)}, 'column', ${this.preparer.quote(column)}`
    );
  }

  override computed(computed: Computed): string {
    const sqltext = this.sqlCompiler.process(computed.sqltext, { includeTable: false });
    return `AS (${sqltext})${computed.persisted === true ? ' PERSISTED' : ''}`;
  }

  override identity(identity: Identity): string {
    const { start, increment } = identity.options;
    if ((start ?? null) === null && (increment ?? null) === null) return ' IDENTITY';
    return ` IDENTITY(${String(start ?? 1)},${String(increment ?? 1)})`;
  }

  protected override sequenceType(sequence: Sequence): string {
    const { dataType: type } = sequence;
    return type === null ? '' : ` AS ${this.typeCompiler.process(type, { table: null, column: null })}`;
  }

  protected override primaryKey(constraint: PrimaryKeyConstraint, _table: Table): string {
    if (constraint.columns.length === 0) return '';
    return (
      `${this.preamble(constraint)}PRIMARY KEY ${clustering(constraint.dialectOptions)}` +
      `${this.columnList(constraint.columns)}${this.deferrability(constraint)}`
    );
  }

  protected override unique(constraint: UniqueConstraint, _table: Table): string {
    if (constraint.columns.length === 0) return '';
    return (
      `${this.preamble(constraint)}UNIQUE ${clustering(constraint.dialectOptions)}` +
      `${this.columnList(constraint.columns)}${this.deferrability(constraint)}`
    );
  }

  private numbering(column: Column, identity: Identity | null, table: Table): string {
    const start = numberOption(column.dialectOptions, 'mssql_identity_start');
    const increment = numberOption(column.dialectOptions, 'mssql_identity_increment');
    if (identity !== null) {
      if (start === null && increment === null) return this.identity(identity);
      throw new CompileError(
        "Cannot specify options 'mssql_identity_start' and/or 'mssql_identity_increment' while also using the " +
          "'Identity' construct.",
      );
    }
    const isNumbered = column.autoincrement === true || autoincrementColumn(table)?.name === column.name;
    if (isNumbered && column.sequence?.optional !== false) {
      return this.identity({ kind: 'identity', always: false, options: { start, increment } });
    }
    return this.defaultClause(column);
  }

  /** Extended properties need a schema by name, which only a connection tells where the table has none. */
  private commentTarget(table: TableReference): string {
    const schema = table.schema ?? this.traits.defaultSchemaName ?? null;
    if (schema === null) {
      throw new CompileError(
        `The comment of table '${table.name}' needs its schema: SQL Server keeps comments by schema, and without a ` +
          'connection the default one is not known.',
        { table: table.name },
      );
    }
    return `'schema', ${this.preparer.quoteSchema(schema)}, 'table', ${this.preparer.quote(table.name)}`;
  }
}

function clustering(options: DialectOptions): string {
  const clustered = flagOption(options, 'mssql_clustered');
  if (clustered === null) return '';
  return clustered ? 'CLUSTERED ' : 'NONCLUSTERED ';
}

function numberOption(options: DialectOptions, name: string): number | null {
  const value = options[name];
  return typeof value === 'number' ? value : null;
}
