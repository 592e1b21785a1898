/**
 * CREATE, DROP, ALTER and COMMENT statements. Mirrors `sqlalchemy.sql.compiler.DDLCompiler`: the text is upstream's to
 * the letter, so CREATE TABLE begins with one newline and ends with two, DROP begins with one, and columns are indented
 * with tabs. Whoever prints a script strips and expands them as Alembic does; a database does not mind them.
 */
import { ConstraintCompiler } from './constraint-compiler.ts';
import { CompileError } from './errors.ts';
import type {
  CheckConstraint,
  Column,
  Computed,
  Constraint,
  ConstraintName,
  ForeignKeyConstraint,
  Identity,
  Index,
  Sequence,
  Table,
} from './schema.ts';
import type { NamedType } from './named-types.ts';

/** What DROP INDEX needs of an index. */
export type IndexReference = Pick<Index, 'name' | 'schema' | 'dialectOptions'> & {
  readonly table: string | null;
};
/** What DROP CONSTRAINT needs of a constraint; `type` is Alembic's `type_`. */
export interface ConstraintReference {
  readonly name: ConstraintName;
  readonly table: string;
  readonly schema: string | null;
  readonly kind: Constraint['kind'] | null;
}
export interface CreateTableOptions {
  readonly ifNotExists: boolean;
  /** Foreign keys that an ALTER TABLE adds; a database without it gets all of them here. */
  readonly laterForeignKeys?: readonly ForeignKeyConstraint[];
}
export interface TableReference {
  readonly name: string;
  readonly schema: string | null;
}

export class DefaultDDLCompiler extends ConstraintCompiler {
  createTable(table: Table, options: CreateTableOptions): string {
    const prefixes = table.prefixes.map((prefix) => `${prefix} `).join('');
    const parts = [
      ...table.columns.filter((c) => !c.system).map((c) => this.createColumn(c, table)),
      ...this.tableConstraints(table, options.laterForeignKeys ?? []),
    ];
    const head = `\nCREATE ${prefixes}TABLE ${options.ifNotExists ? 'IF NOT EXISTS ' : ''}`;
    const body = parts.length === 0 ? '' : `\n\t${parts.join(', \n\t')}`;
    const name = this.preparer.formatTable(table.name, table.schema);
    return `${head}${name} (${body}\n)${this.postCreateTable(table)}\n\n`;
  }

  dropTable(table: TableReference, options: { readonly ifExists: boolean }): string {
    const ifExists = options.ifExists ? 'IF EXISTS ' : '';
    return `\nDROP TABLE ${ifExists}${this.preparer.formatTable(table.name, table.schema)}`;
  }

  /** `name TYPE DEFAULT … NOT NULL`, without the column's CHECKs. */
  columnSpecification(column: Column, table: Table): string {
    const { serverDefault } = column;
    const type = this.typeCompiler.process(column.type, { table: table.name, column: column.name });
    const identity = serverDefault?.kind === 'identity' && this.traits.supportsIdentityColumns;
    return [
      `${this.preparer.quote(column.name)} ${type}`,
      this.defaultClause(column),
      serverDefault?.kind === 'computed' ? ` ${this.computed(serverDefault)}` : '',
      identity ? ` ${this.identity(serverDefault)}` : '',
      !column.nullable && !identity ? ' NOT NULL' : '',
    ].join('');
  }

  /** ` CHECK (…)` for each CheckConstraint of the column itself. */
  columnChecks(column: Column, table: Table): string {
    return (column.checks ?? []).map((check) => ` ${this.columnCheck(check, table)}`).join('');
  }

  createIndex(index: Index, options: { readonly ifNotExists: boolean }): string {
    const name = this.requiredIndexName(index, 'CREATE INDEX');
    const ifNotExists = options.ifNotExists ? 'IF NOT EXISTS ' : '';
    const table = this.preparer.formatTable(index.table, index.schema);
    return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${ifNotExists}${name} ON ${table} (${this.indexExpressions(index)})`;
  }

  dropIndex(index: IndexReference, options: { readonly ifExists: boolean }): string {
    const name = this.requiredIndexName(index, 'DROP INDEX');
    return `\nDROP INDEX ${options.ifExists ? 'IF EXISTS ' : ''}${this.schemaPrefix(index.schema)}${name}`;
  }

  addConstraint(constraint: Constraint, table: Table): string {
    const name = this.preparer.formatTable(table.name, table.schema);
    return `ALTER TABLE ${name} ADD ${this.constraint(constraint, table) ?? ''}`;
  }

  dropConstraint(constraint: ConstraintReference, options: { readonly ifExists: boolean }): string {
    if (constraint.name === null) {
      throw new CompileError(
        `Can't emit DROP CONSTRAINT for constraint ${constraintRepr(constraint)}; it has no name`,
        { table: constraint.table },
      );
    }
    const table = this.preparer.formatTable(constraint.table, constraint.schema);
    const ifExists = options.ifExists ? 'IF EXISTS ' : '';
    return `ALTER TABLE ${table} DROP CONSTRAINT ${ifExists}${this.preparer.formatConstraint(constraint.name)}`;
  }

  createSequence(sequence: Sequence): string {
    const schema = this.schemaPrefix(sequence.schema);
    const options = this.identityOptions(sequence.options);
    const type = this.sequenceType(sequence);
    return `CREATE SEQUENCE ${schema}${this.preparer.quote(sequence.name)}${type}${options === '' ? '' : ` ${options}`}`;
  }

  /** Only for a dialect with `supportsNamedTypes`. */
  createType(type: NamedType): string {
    throw new CompileError(`${this.traits.name} has no CREATE TYPE for ${type.name ?? 'an unnamed type'}`);
  }

  /** Only for a dialect with `supportsConstraintComments`. */
  setConstraintComment(constraint: Constraint, _table: Table): string {
    throw new CompileError(`${this.traits.name} has no comments on constraints (${constraint.kind})`);
  }

  setTableComment(table: TableReference, comment: string): string {
    const name = this.preparer.formatTable(table.name, table.schema);
    return `COMMENT ON TABLE ${name} IS ${this.sqlCompiler.renderComment(comment)}`;
  }

  dropTableComment(table: TableReference): string {
    return `COMMENT ON TABLE ${this.preparer.formatTable(table.name, table.schema)} IS NULL`;
  }

  setColumnComment(table: TableReference, column: string, comment: string): string {
    const name = `${this.preparer.formatTable(table.name, table.schema)}.${this.preparer.quote(column)}`;
    return `COMMENT ON COLUMN ${name} IS ${this.sqlCompiler.renderComment(comment)}`;
  }

  /** The value of `DEFAULT`, or null for none. Upstream: `get_column_default_string`. */
  defaultString(column: Column): string | null {
    return column.serverDefault?.kind === 'default'
      ? this.sqlCompiler.renderServerDefault(column.serverDefault, column)
      : null;
  }

  computed(computed: Computed): string {
    const persisted = computed.persisted === null ? '' : computed.persisted ? ' STORED' : ' VIRTUAL';
    return `GENERATED ALWAYS AS (${this.sqlCompiler.process(computed.sqltext, { includeTable: false })})${persisted}`;
  }

  identity(identity: Identity): string {
    const options = this.identityOptions(identity.options);
    return `GENERATED ${identity.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${options === '' ? '' : ` (${options})`}`;
  }

  identityOptions(options: Identity['options']): string {
    const number = (name: string, text: string): string[] => {
      const value = options[name];
      return value === undefined || value === null
        ? []
        : [`${text} ${String(typeof value === 'boolean' ? Number(value) : value)}`];
    };
    const given = (name: string, text: string): string[] =>
      options[name] === undefined || options[name] === null ? [] : [text];
    return [
      ...number('increment', 'INCREMENT BY'),
      ...number('start', 'START WITH'),
      ...number('minvalue', 'MINVALUE'),
      ...number('maxvalue', 'MAXVALUE'),
      ...given('nominvalue', 'NO MINVALUE'),
      ...given('nomaxvalue', 'NO MAXVALUE'),
      ...number('cache', 'CACHE'),
      ...given('cycle', options['cycle'] === true ? 'CYCLE' : 'NO CYCLE'),
    ].join(' ');
  }

  /** ` AS TYPE` where the database has sequences of several types. */
  protected sequenceType(_sequence: Sequence): string {
    return '';
  }

  protected defaultClause(column: Column): string {
    const text = this.defaultString(column);
    return text === null ? '' : ` DEFAULT ${text}`;
  }

  protected postCreateTable(_table: Table): string {
    return '';
  }

  protected indexExpressions(index: Index): string {
    return index.expressions.map((e) => this.sqlCompiler.process(e, { includeTable: false })).join(', ');
  }

  protected requiredIndexName(index: { readonly name: ConstraintName }, statement: string): string {
    if (index.name === null) throw new CompileError(`${statement} requires that the index have a name`);
    return this.preparer.formatConstraint(index.name);
  }

  protected schemaPrefix(schema: string | null): string {
    return schema === null || schema === '' ? '' : `${this.preparer.quoteSchema(schema)}.`;
  }

  protected columnCheck(check: CheckConstraint, table: Table): string {
    return this.check(check, table, true) ?? '';
  }

  private createColumn(column: Column, table: Table): string {
    try {
      if (column.nullableUnknown !== undefined) {
        throw new CompileError(`Whether the column may be NULL cannot be known: ${column.nullableUnknown}`);
      }
      return this.columnSpecification(column, table) + this.columnChecks(column, table);
    } catch (error) {
      if (!(error instanceof CompileError) || error.column !== null) throw error;
      throw new CompileError(error.reason, { table: table.name, column: column.name });
    }
  }

  /** False for what `ddl_if(dialect=…)` keeps for other dialects. */
  isMeant(item: { readonly ddlIf?: readonly string[] }): boolean {
    return item.ddlIf?.includes(this.traits.name) !== false;
  }

  private tableConstraints(table: Table, later: readonly Constraint[]): string[] {
    const key = table.constraints.filter((c) => c.kind === 'primary_key' && c.columns.length > 0);
    const others = table.constraints.filter((c) => c.kind !== 'primary_key');
    return [...key, ...others]
      .filter((c) => this.isMeant(c) && this.shouldCreate(c, table))
      .filter(
        (c) => c.kind !== 'foreign_key' || !(c.useAlter || later.includes(c)) || !this.traits.supportsAlter,
      )
      .flatMap((c) => {
        const text = this.constraint(c, table);
        return text === null ? [] : [text];
      });
  }
}

function constraintRepr(constraint: ConstraintReference): string {
  const table = `table=Table('${constraint.table}', MetaData()${constraint.schema === null ? '' : `, schema='${constraint.schema}'`})`;
  switch (constraint.kind) {
    case 'primary_key':
      return 'PrimaryKeyConstraint()';
    case 'unique':
      return 'UniqueConstraint()';
    case 'foreign_key':
      return `ForeignKeyConstraint(<sqlalchemy.sql.base.DedupeColumnCollection object>, None, ${table})`;
    case 'check':
      return `CheckConstraint(<sqlalchemy.sql.elements.TextClause object>, ${table})`;
    case 'exclude':
    case null:
      return 'Constraint()';
  }
}
