/** Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteDDLCompiler`. */
import { hasForeignKey, primaryKeyOf } from '../../sql/autoincrement.ts';
import { DefaultDDLCompiler } from '../../sql/ddl-compiler.ts';
import { clauseOption, flagOption, textOption } from '../../sql/dialect-options.ts';
import { CompileError } from '../../sql/errors.ts';
import type {
  CheckConstraint,
  Column,
  DialectOptions,
  ForeignKeyConstraint,
  Index,
  PrimaryKeyConstraint,
  Table,
  UniqueConstraint,
} from '../../sql/schema.ts';
import { isInteger, resolveType } from '../../sql/type-resolution.ts';

export class SQLiteDDLCompiler extends DefaultDDLCompiler {
  override columnSpecification(column: Column, table: Table): string {
    const type = this.typeCompiler.process(column.type, { table: table.name, column: column.name });
    const keySize = primaryKeyOf(table)?.columns.length ?? 0;
    if (column.primaryKey && column.autoincrement === true && keySize !== 1) {
      throw new CompileError('SQLite does not support autoincrement for composite primary keys');
    }
    return [
      `${this.preparer.quote(column.name)} ${type}`,
      this.defaultClause(column),
      column.nullable ? '' : ` NOT NULL${conflict(column.dialectOptions, 'sqlite_on_conflict_not_null')}`,
      this.hasInlineKey(column, table)
        ? ` PRIMARY KEY${conflict(column.dialectOptions, 'sqlite_on_conflict_primary_key')} AUTOINCREMENT`
        : '',
      column.serverDefault?.kind === 'computed' ? ` ${this.computed(column.serverDefault)}` : '',
    ].join('');
  }

  override createIndex(index: Index, options: { readonly ifNotExists: boolean }): string {
    const name = this.requiredIndexName(index, 'CREATE INDEX');
    const where = clauseOption(index.dialectOptions, 'sqlite_where');
    return [
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${options.ifNotExists ? 'IF NOT EXISTS ' : ''}`,
      `${this.schemaPrefix(index.schema)}${name} ON ${this.preparer.formatTable(index.table, null)} `,
      `(${this.indexExpressions(index)})`,
      where === null ? '' : ` WHERE ${this.sqlCompiler.process(where, { includeTable: false })}`,
    ].join('');
  }

  /** An expression must stand in parentheses: https://www.sqlite.org/lang_createtable.html#the_default_clause */
  protected override defaultClause(column: Column): string {
    const text = this.defaultString(column);
    if (text === null) return '';
    const isExpression = !/^\s*['"(]/.test(text) && /^.*[^\p{L}\p{N}_]/u.test(text);
    return isExpression ? ` DEFAULT (${text})` : ` DEFAULT ${text}`;
  }

  /** AUTOINCREMENT needs the key written with the column; then it is no constraint of the table. */
  protected override primaryKey(constraint: PrimaryKeyConstraint, table: Table): string | null {
    const [only, ...others] = constraint.columns;
    const column = others.length > 0 ? undefined : table.columns.find((c) => c.name === only);
    if (column !== undefined && this.hasInlineKey(column, table)) return null;
    const text = super.primaryKey(constraint, table);
    const own = conflict(constraint.dialectOptions, 'sqlite_on_conflict');
    const fromColumn =
      column === undefined ? '' : conflict(column.dialectOptions, 'sqlite_on_conflict_primary_key');
    return text === null ? text : text + (own === '' ? fromColumn : own);
  }

  protected override unique(constraint: UniqueConstraint, table: Table): string | null {
    const text = super.unique(constraint, table);
    const [only, ...others] = constraint.columns;
    const column = others.length > 0 ? undefined : table.columns.find((c) => c.name === only);
    const own = conflict(constraint.dialectOptions, 'sqlite_on_conflict');
    const fromColumn =
      column === undefined ? '' : conflict(column.dialectOptions, 'sqlite_on_conflict_unique');
    return text === null ? text : text + (own === '' ? fromColumn : own);
  }

  protected override check(constraint: CheckConstraint, table: Table, isColumnLevel = false): string | null {
    const text = super.check(constraint, table, isColumnLevel);
    const onConflict = conflict(constraint.dialectOptions, 'sqlite_on_conflict');
    if (isColumnLevel && onConflict !== '') {
      throw new CompileError('SQLite does not support on conflict clause for column check constraint');
    }
    return text === null ? text : text + onConflict;
  }

  /** A foreign key cannot reach into another database file. */
  protected override foreignKey(constraint: ForeignKeyConstraint, table: Table): string | null {
    return constraint.referredSchema === table.schema ? super.foreignKey(constraint, table) : null;
  }

  protected override remoteTable(constraint: ForeignKeyConstraint): string {
    return this.preparer.formatTable(constraint.referredTable, null);
  }

  protected override postCreateTable(table: Table): string {
    const options = [
      ...(flagOption(table.dialectOptions, 'sqlite_with_rowid') === false ? ['WITHOUT ROWID'] : []),
      ...(flagOption(table.dialectOptions, 'sqlite_strict') === true ? ['STRICT'] : []),
    ];
    return options.length === 0 ? '' : `\n ${options.join(',\n ')}`;
  }

  private hasInlineKey(column: Column, table: Table): boolean {
    return (
      column.primaryKey &&
      flagOption(table.dialectOptions, 'sqlite_autoincrement') === true &&
      primaryKeyOf(table)?.columns.length === 1 &&
      isInteger(resolveType(column.type, this.traits.name)) &&
      !hasForeignKey(column, table)
    );
  }
}

function conflict(options: DialectOptions, name: string): string {
  const clause = textOption(options, name);
  return clause === null ? '' : ` ON CONFLICT ${clause}`;
}
