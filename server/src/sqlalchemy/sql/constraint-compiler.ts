/** Constraints as they stand in CREATE TABLE and ALTER TABLE … ADD. Mirrors the constraint half of upstream's DDLCompiler. */
import { pythonRepr } from './python-repr.ts';
import type { DialectTraits } from './dialect-traits.ts';
import { autoincrementColumn } from './autoincrement.ts';
import { CompileError } from './errors.ts';
import type { DefaultIdentifierPreparer } from './identifier-preparer.ts';
import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  PrimaryKeyConstraint,
  Table,
  UniqueConstraint,
} from './schema.ts';
import type { DefaultSQLCompiler } from './sql-compiler.ts';
import type { GenericTypeCompiler } from './type-compiler.ts';
import { resolveType } from './type-resolution.ts';
import { typeCheck } from './type-checks.ts';

/** What may stand where SQL has keywords; `source` is upstream's pattern, which the message shows. */
export interface SqlPhrasePattern {
  readonly pattern: RegExp;
  readonly source: string;
}

const keywordPhrase: SqlPhrasePattern = {
  pattern: /^[\p{L}\p{N}_]+(?:\s+[\p{L}\p{N}_]+)*$/u,
  source: String.raw`^\w+(?:\s+\w+)*$`,
};

export class ConstraintCompiler {
  protected readonly traits: DialectTraits;
  protected readonly preparer: DefaultIdentifierPreparer;
  protected readonly typeCompiler: GenericTypeCompiler;
  protected readonly sqlCompiler: DefaultSQLCompiler;

  constructor(
    traits: DialectTraits,
    preparer: DefaultIdentifierPreparer,
    typeCompiler: GenericTypeCompiler,
    sqlCompiler: DefaultSQLCompiler,
  ) {
    this.traits = traits;
    this.preparer = preparer;
    this.typeCompiler = typeCompiler;
    this.sqlCompiler = sqlCompiler;
  }

  /** One constraint of `table`; null where the database cannot have it and upstream leaves it out. */
  constraint(constraint: Constraint, table: Table): string | null {
    switch (constraint.kind) {
      case 'primary_key':
        return this.primaryKey(constraint, table);
      case 'unique':
        return this.unique(constraint, table);
      case 'foreign_key':
        return this.foreignKey(constraint, table);
      case 'check':
        return this.check(constraint, table);
      case 'exclude':
        return this.exclude(constraint, table);
    }
  }

  /** False for the CHECK of a Boolean or Enum that the database has natively. Upstream: `_create_rule`. */
  shouldCreate(constraint: Constraint, table: Table): boolean {
    if (constraint.kind !== 'check' || constraint.typeBound === null) return true;
    const column = table.columns.find((c) => c.name === constraint.typeBound);
    if (column === undefined) return true;
    const type = resolveType(column.type, this.traits.name);
    const own = typeCheck(type, column, table.name);
    if (own === null) return false;
    if (column.type.variants !== undefined && !sameValues(own, constraint)) return false;
    if (type.kind === 'Boolean') {
      return !this.traits.supportsNativeBoolean && this.traits.nonNativeBooleanCheckConstraint;
    }
    return type.kind !== 'Enum' || !type.nativeEnum || !this.traits.supportsNativeEnum;
  }

  protected primaryKey(constraint: PrimaryKeyConstraint, table: Table): string | null {
    if (constraint.columns.length === 0) return '';
    const first = constraint.isImplicit ? autoincrementColumn(table)?.name : undefined;
    const columns =
      first === undefined ? constraint.columns : [first, ...constraint.columns.filter((c) => c !== first)];
    return `${this.preamble(constraint)}PRIMARY KEY ${this.columnList(columns)}${this.deferrability(constraint)}`;
  }

  protected unique(constraint: UniqueConstraint, _table: Table): string | null {
    if (constraint.columns.length === 0) return '';
    const columns = this.columnList(constraint.columns);
    return `${this.preamble(constraint)}UNIQUE ${this.uniqueDistinct(constraint)}${columns}${this.deferrability(constraint)}`;
  }

  protected uniqueDistinct(_constraint: UniqueConstraint): string {
    return '';
  }

  protected foreignKey(constraint: ForeignKeyConstraint, _table: Table): string | null {
    const names = (columns: readonly string[]): string =>
      columns.map((c) => this.preparer.quote(c)).join(', ');
    return (
      `${this.preamble(constraint)}FOREIGN KEY(${names(constraint.columns)})` +
      ` REFERENCES ${this.remoteTable(constraint)} (${names(constraint.referredColumns)})` +
      this.foreignKeyOptions(constraint)
    );
  }

  /** What follows the referred columns: MATCH, ON DELETE, ON UPDATE, DEFERRABLE. */
  foreignKeyOptions(constraint: ForeignKeyConstraint): string {
    const match = constraint.match === null ? '' : ` MATCH ${this.sqlPhrase(constraint.match)}`;
    const ondelete = constraint.ondelete === null ? '' : ` ON DELETE ${this.onDelete(constraint.ondelete)}`;
    const onupdate = constraint.onupdate === null ? '' : ` ON UPDATE ${this.sqlPhrase(constraint.onupdate)}`;
    return `${match}${ondelete}${onupdate}${this.deferrability(constraint)}`;
  }

  protected onDelete(phrase: string): string {
    return this.sqlPhrase(phrase);
  }

  protected remoteTable(constraint: ForeignKeyConstraint): string {
    return this.preparer.formatTable(constraint.referredTable, constraint.referredSchema);
  }

  /** Also a column's own CHECK (`isColumnLevel`). */
  protected check(constraint: CheckConstraint, _table: Table, _isColumnLevel = false): string | null {
    if (constraint.nameError !== undefined) throw new CompileError(constraint.nameError);
    const sqltext = this.sqlCompiler.process(constraint.sqltext, { includeTable: false });
    return `${this.preamble(constraint)}CHECK (${sqltext})${this.deferrability(constraint)}`;
  }

  protected exclude(_constraint: ExcludeConstraint, _table: Table): string | null {
    throw new CompileError(`${this.traits.name} has no EXCLUDE constraints`);
  }

  protected preamble(constraint: Constraint): string {
    return constraint.name === null ? '' : `CONSTRAINT ${this.preparer.formatConstraint(constraint.name)} `;
  }

  protected columnList(columns: readonly string[]): string {
    return `(${columns.map((c) => this.preparer.quote(c)).join(', ')})`;
  }

  protected deferrability(constraint: Constraint): string {
    const deferrable =
      constraint.deferrable === null ? '' : constraint.deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE';
    const initially =
      constraint.initially === null ? '' : ` INITIALLY ${this.sqlPhrase(constraint.initially)}`;
    return deferrable + initially;
  }

  /** Upstream `validate_sql_phrase`: keywords only, so that no SQL slips in. */
  protected sqlPhrase(phrase: string, allowed: SqlPhrasePattern = keywordPhrase): string {
    if (allowed.pattern.test(phrase)) return phrase;
    const shown = allowed.source.replaceAll('\\', '\\\\');
    throw new CompileError(`Unexpected SQL phrase: ${pythonRepr(phrase)} (matching against '${shown}')`);
  }
}

/** The constraint of which variant this is shows in the values that it allows. */
function sameValues(left: CheckConstraint, right: CheckConstraint): boolean {
  const values = (check: CheckConstraint): string =>
    JSON.stringify(
      check.sqltext.kind === 'binary' ? check.sqltext.right : check.sqltext,
      (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    );
  return values(left) === values(right);
}
