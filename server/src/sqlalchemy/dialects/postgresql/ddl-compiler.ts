/** Mirrors `sqlalchemy.dialects.postgresql.base.PGDDLCompiler`. */
import { autoincrementColumn } from '../../sql/autoincrement.ts';
import type { SqlPhrasePattern } from '../../sql/constraint-compiler.ts';
import type { IndexReference } from '../../sql/ddl-compiler.ts';
import { DefaultDDLCompiler } from '../../sql/ddl-compiler.ts';
import { clauseOption, flagOption, listOption, mapOption, textOption } from '../../sql/dialect-options.ts';
import type { ClauseElement } from '../../sql/elements.ts';
import { CompileError } from '../../sql/errors.ts';
import type {
  CheckConstraint,
  Column,
  Computed,
  Constraint,
  DialectOptions,
  ExcludeConstraint,
  ForeignKeyConstraint,
  Index,
  PrimaryKeyConstraint,
  Sequence,
  Table,
  UniqueConstraint,
} from '../../sql/schema.ts';
import type { NamedType } from '../../sql/named-types.ts';
import type { DialectType } from '../../sql/types.ts';
import { resolveType } from '../../sql/type-resolution.ts';

const indexMethod: SqlPhrasePattern = {
  pattern: /^(?:btree|hash|gist|gin|[\p{L}\p{N}_]+)$/iu,
  source: String.raw`^(?:btree|hash|gist|gin|[\w_]+)$`,
};
/** `SET NULL (a, "B")`: PostgreSQL 15 takes the columns to set. */
const identifier = String.raw`(?:[\w$]+|"(?:[^"]|"")+")`;
const onDeleteSource = String.raw`^\w+(?:\s+\w+)*(?:\s*\(\s*${identifier}(?:\s*,\s*${identifier})*\s*\))?$`;
const onDeletePhrase: SqlPhrasePattern = { pattern: new RegExp(onDeleteSource), source: onDeleteSource };

export class PGDDLCompiler extends DefaultDDLCompiler {
  override columnSpecification(column: Column, table: Table): string {
    const { serverDefault } = column;
    const name = this.preparer.quote(column.name);
    const identity = serverDefault?.kind === 'identity' ? serverDefault : null;
    const isSerial =
      column.primaryKey &&
      identity === null &&
      !column.hasDefault &&
      autoincrementColumn(table)?.name === column.name;
    const head = isSerial
      ? `${name} ${this.serial(column)}`
      : `${name} ${this.typeCompiler.process(column.type, { table: table.name, column: column.name })}${this.defaultClause(column)}`;
    const nullability =
      identity === null ? (column.nullable ? '' : ' NOT NULL') : column.nullable ? ' NULL' : '';
    return [
      head,
      serverDefault?.kind === 'computed' ? ` ${this.computed(serverDefault)}` : '',
      identity === null ? '' : ` ${this.identity(identity)}`,
      nullability,
    ].join('');
  }

  override createIndex(index: Index, options: { readonly ifNotExists: boolean }): string {
    const given = index.dialectOptions;
    const name = this.requiredIndexName(index, 'CREATE INDEX');
    const using = textOption(given, 'postgresql_using');
    const nullsNotDistinct = flagOption(given, 'postgresql_nulls_not_distinct');
    const storage = [...mapOption(given, 'postgresql_with')].map(([key, value]) => `${key} = ${value}`);
    const tablespace = textOption(given, 'postgresql_tablespace');
    const where = clauseOption(given, 'postgresql_where');
    return [
      'CREATE ',
      index.unique ? 'UNIQUE ' : '',
      'INDEX ',
      flagOption(given, 'postgresql_concurrently') === true ? 'CONCURRENTLY ' : '',
      options.ifNotExists ? 'IF NOT EXISTS ' : '',
      `${name} ON ${this.preparer.formatTable(index.table, index.schema)} `,
      using === null ? '' : `USING ${this.sqlPhrase(using, indexMethod).toLowerCase()} `,
      `(${this.indexExpressions(index)})`,
      this.include(given),
      nullsNotDistinct === null ? '' : nullsNotDistinct ? ' NULLS NOT DISTINCT' : ' NULLS DISTINCT',
      storage.length === 0 ? '' : ` WITH (${storage.join(', ')})`,
      tablespace === null ? '' : ` TABLESPACE ${this.preparer.quote(tablespace)}`,
      where === null ? '' : ` WHERE ${this.sqlCompiler.process(where, { includeTable: false })}`,
    ].join('');
  }

  override dropIndex(index: IndexReference, options: { readonly ifExists: boolean }): string {
    const name = this.requiredIndexName(index, 'DROP INDEX');
    return [
      '\nDROP INDEX ',
      flagOption(index.dialectOptions, 'postgresql_concurrently') === true ? 'CONCURRENTLY ' : '',
      options.ifExists ? 'IF EXISTS ' : '',
      this.schemaPrefix(index.schema) + name,
    ].join('');
  }

  override computed(computed: Computed): string {
    if (computed.persisted === false) {
      throw new CompileError(
        "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or " +
          'True for PostgreSQL support.',
      );
    }
    return `GENERATED ALWAYS AS (${this.sqlCompiler.process(computed.sqltext, { includeTable: false })}) STORED`;
  }

  protected override indexExpressions(index: Index): string {
    const ops = mapOption(index.dialectOptions, 'postgresql_ops');
    return index.expressions
      .map((expression) => {
        const key = operatorKey(expression);
        const operatorClass = key === undefined ? undefined : ops.get(key);
        const text =
          expression.kind === 'unary' && expression.position === 'suffix'
            ? this.sqlCompiler.process(expression, { includeTable: false })
            : this.sqlCompiler.group(expression, null, { includeTable: false });
        return operatorClass === undefined ? text : `${text} ${operatorClass}`;
      })
      .join(', ');
  }

  protected override check(constraint: CheckConstraint, table: Table, isColumnLevel = false): string | null {
    const text = super.check(constraint, table, isColumnLevel);
    return text === null || isColumnLevel ? text : text + this.validity(constraint.dialectOptions);
  }

  protected override foreignKey(constraint: ForeignKeyConstraint, table: Table): string | null {
    const text = super.foreignKey(constraint, table);
    return text === null ? text : text + this.validity(constraint.dialectOptions);
  }

  protected override primaryKey(constraint: PrimaryKeyConstraint, table: Table): string | null {
    const bare = super.primaryKey({ ...constraint, deferrable: null, initially: null }, table) ?? '';
    return bare === ''
      ? bare
      : bare + this.include(constraint.dialectOptions) + this.deferrability(constraint);
  }

  protected override unique(constraint: UniqueConstraint, table: Table): string | null {
    const bare = super.unique({ ...constraint, deferrable: null, initially: null }, table) ?? '';
    return bare === ''
      ? bare
      : bare + this.include(constraint.dialectOptions) + this.deferrability(constraint);
  }

  protected override uniqueDistinct(constraint: UniqueConstraint): string {
    const nullsNotDistinct = flagOption(constraint.dialectOptions, 'postgresql_nulls_not_distinct');
    if (nullsNotDistinct === null) return '';
    return nullsNotDistinct ? 'NULLS NOT DISTINCT ' : 'NULLS DISTINCT ';
  }

  protected override exclude(constraint: ExcludeConstraint, _table: Table): string {
    const ops = mapOption(constraint.dialectOptions, 'postgresql_ops');
    const plain = { includeTable: false };
    const elements = constraint.elements.map(({ expression, operator, operatorClass: given }) => {
      const operatorClass = given ?? (expression.kind === 'column' ? ops.get(expression.name) : undefined);
      const text = this.sqlCompiler.group(expression, null, plain);
      return `${text}${operatorClass === undefined ? '' : ` ${operatorClass}`} WITH ${operator}`;
    });
    const using = this.sqlPhrase(constraint.using, indexMethod).toLowerCase();
    const where =
      constraint.where === null
        ? ''
        : // Upstream leaves the table's name to the columns here.
          ` WHERE (${this.sqlCompiler.process(constraint.where, { includeTable: true })})`;
    return `${this.preamble(constraint)}EXCLUDE USING ${using} (${elements.join(', ')})${where}${this.deferrability(constraint)}`;
  }

  override createType({ type, name, schema }: NamedType): string {
    const kind = type.kind === 'Enum' ? 'ENUM' : type.name;
    if (name === null || name === '') throw new CompileError(`PostgreSQL ${kind} type requires a name.`);
    const fullName = this.schemaPrefix(schema) + this.preparer.quote(name);
    if (type.kind !== 'Enum') return this.createDomain(type, fullName);
    const labels = type.enums.map((label) => this.sqlCompiler.renderString(label));
    return `CREATE TYPE ${fullName} AS ENUM (${labels.join(', ')})`;
  }

  override setConstraintComment(constraint: Constraint, table: Table): string {
    if (constraint.name === null) {
      throw new CompileError("Can't emit COMMENT ON for a constraint: it has no name", { table: table.name });
    }
    const name = this.preparer.formatConstraint(constraint.name);
    const comment = this.sqlCompiler.renderString(constraint.comment ?? '');
    return `COMMENT ON CONSTRAINT ${name} ON ${this.preparer.formatTable(table.name, table.schema)} IS ${comment}`;
  }

  protected override sequenceType(sequence: Sequence): string {
    const { dataType: type } = sequence;
    return type === null ? '' : ` AS ${this.typeCompiler.process(type, { table: null, column: null })}`;
  }

  private createDomain(type: DialectType, fullName: string): string {
    const {
      data_type: data,
      collation,
      default: fallback,
      default_sql: fallbackSql,
      constraint_name: constraint,
      check,
    } = type.options;
    if (typeof data !== 'object' || data === null || !('kind' in data)) {
      throw new CompileError(`The data type of domain ${fullName} is not known`);
    }
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
    const parts = [
      text(collation) === null ? [] : [`COLLATE ${this.preparer.quote(text(collation) ?? '')}`],
      text(fallback) === null ? [] : [`DEFAULT ${this.sqlCompiler.renderString(text(fallback) ?? '')}`],
      text(fallbackSql) === null ? [] : [`DEFAULT ${text(fallbackSql) ?? ''}`],
      text(constraint) === null
        ? []
        : [`CONSTRAINT ${this.preparer.formatConstraint(text(constraint) ?? '')}`],
      type.options['not_null'] === true ? ['NOT NULL'] : [],
      text(check) === null ? [] : [`CHECK (${text(check) ?? ''})`],
    ];
    const site = { table: null, column: null };
    return `CREATE DOMAIN ${fullName} AS ${this.typeCompiler.process(data, site)} ${parts.flat().join(' ')}`;
  }

  protected override onDelete(phrase: string): string {
    return this.sqlPhrase(phrase, onDeletePhrase);
  }

  protected override postCreateTable(table: Table): string {
    const given = table.dialectOptions;
    const inherits = listOption(given, 'postgresql_inherits').map((name) => this.preparer.quote(name));
    const partitionBy = textOption(given, 'postgresql_partition_by');
    const using = textOption(given, 'postgresql_using');
    const withOids = flagOption(given, 'postgresql_with_oids');
    const onCommit = textOption(given, 'postgresql_on_commit');
    const tablespace = textOption(given, 'postgresql_tablespace');
    return [
      inherits.length === 0 ? '' : `\n INHERITS ( ${inherits.join(', ')} )`,
      partitionBy === null ? '' : `\n PARTITION BY ${partitionBy}`,
      using === null ? '' : `\n USING ${using}`,
      withOids === null ? '' : withOids ? '\n WITH OIDS' : '\n WITHOUT OIDS',
      onCommit === null ? '' : `\n ON COMMIT ${onCommit.replaceAll('_', ' ').toUpperCase()}`,
      tablespace === null ? '' : `\n TABLESPACE ${this.preparer.quote(tablespace)}`,
    ].join('');
  }

  private serial(column: Column): string {
    const type = resolveType(column.type, this.traits.name);
    if (type.kind === 'BigInteger' || type.kind === 'BIGINT') return 'BIGSERIAL';
    return type.kind === 'SmallInteger' || type.kind === 'SMALLINT' ? 'SMALLSERIAL' : 'SERIAL';
  }

  private include(options: DialectOptions): string {
    const columns = listOption(options, 'postgresql_include');
    return columns.length === 0 ? '' : ` INCLUDE ${this.columnList(columns)}`;
  }

  private validity(options: DialectOptions): string {
    return flagOption(options, 'postgresql_not_valid') === true ? ' NOT VALID' : '';
  }
}

/** What `postgresql_ops` calls a part of an index: its key. */
function operatorKey(expression: ClauseElement): string | undefined {
  if (expression.kind === 'column' || expression.kind === 'label') return expression.name;
  return expression.kind === 'text' ? expression.key : undefined;
}
