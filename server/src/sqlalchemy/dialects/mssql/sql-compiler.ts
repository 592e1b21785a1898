/** Mirrors `sqlalchemy.dialects.mssql.base.MSSQLCompiler`. */
import type { BinaryExpression, Extract, FunctionElement, NextValue, Select } from '../../sql/elements.ts';
import { CompileError } from '../../sql/errors.ts';
import type { SQLCompilerOptions } from '../../sql/sql-compiler.ts';
import { DefaultSQLCompiler } from '../../sql/sql-compiler.ts';

export class MSSQLCompiler extends DefaultSQLCompiler {
  /** Comments are of type NVARCHAR. */
  override renderComment(comment: string): string {
    return `N${this.renderString(comment)}`;
  }

  protected override specialFunction(
    name: string,
    clause: FunctionElement,
    options: SQLCompilerOptions,
  ): string | null {
    if (name === 'now') return 'CURRENT_TIMESTAMP';
    if (name === 'current_date') return 'GETDATE()';
    if (name === 'length' || name === 'char_length') return `LEN(${this.functionArguments(clause, options)})`;
    return null;
  }

  /** Upstream writes these with parameters that nothing binds in DDL. */
  protected override visitBinary(clause: BinaryExpression, options: SQLCompilerOptions): string {
    if (clause.operator.toUpperCase().endsWith('DISTINCT FROM')) return this.unsupported(clause.operator);
    return super.visitBinary(clause, options);
  }

  protected override trueDivision(left: string, right: string): string {
    return `${left} / (${right} + 0.0)`;
  }

  protected override visitExtract(clause: Extract, options: SQLCompilerOptions): string {
    const field = extractFields.get(clause.field) ?? clause.field;
    return `DATEPART(${field}, ${this.process(clause.operand, options)})`;
  }

  protected override visitNextValue({ sequence, schema }: NextValue): string {
    return `NEXT VALUE FOR ${this.preparer.formatTable(sequence, schema)}`;
  }

  /** A plain LIMIT becomes TOP. */
  protected override selectPrecolumns({ limit, offset }: Select, options: SQLCompilerOptions): string {
    return limit === null || offset !== null ? '' : `TOP ${this.process(limit, options)} `;
  }

  protected override limitClause({ limit, offset, orderBy }: Select, options: SQLCompilerOptions): string {
    if (offset === null) return '';
    if (this.literalStyle.isStrict) {
      throw new CompileError('Retort does not write the ROW_NUMBER() of an OFFSET for an unknown SQL Server');
    }
    if (orderBy.length === 0) {
      throw new CompileError('MSSQL requires an order_by when using an OFFSET or a non-simple LIMIT clause');
    }
    const rows = `\n OFFSET ${this.process(offset, options)} ROWS`;
    return limit === null ? rows : `${rows}\n FETCH FIRST ${this.process(limit, options)} ROWS ONLY`;
  }

  /** Without a limit the order of a subquery is none. */
  protected override visitSelect(select: Select, options: SQLCompilerOptions): string {
    const isUnordered = options.isSubquery === true && select.limit === null && select.offset === null;
    return super.visitSelect(isUnordered ? { ...select, orderBy: [] } : select, options);
  }

  protected override operatorText(operator: string): string {
    return operator === '||' ? '+' : operator;
  }
}

const extractFields: ReadonlyMap<string, string> = new Map([
  ['doy', 'dayofyear'],
  ['dow', 'weekday'],
  ['milliseconds', 'millisecond'],
  ['microseconds', 'microsecond'],
]);
