/** Mirrors `sqlalchemy.dialects.mssql.base.MSSQLCompiler`. */
import type { Extract, FunctionElement, NextValue } from '../../sql/elements.ts';
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

  protected override visitExtract(clause: Extract, options: SQLCompilerOptions): string {
    const field = extractFields.get(clause.field) ?? clause.field;
    return `DATEPART(${field}, ${this.process(clause.operand, options)})`;
  }

  protected override visitNextValue({ sequence, schema }: NextValue): string {
    return `NEXT VALUE FOR ${this.preparer.formatTable(sequence, schema)}`;
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
