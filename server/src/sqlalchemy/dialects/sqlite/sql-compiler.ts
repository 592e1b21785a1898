/** Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteCompiler`. */
import type { BinaryExpression, Extract, FunctionElement, Select } from '../../sql/elements.ts';
import { CompileError } from '../../sql/errors.ts';
import type { SQLCompilerOptions } from '../../sql/sql-compiler.ts';
import { DefaultSQLCompiler } from '../../sql/sql-compiler.ts';

export class SQLiteCompiler extends DefaultSQLCompiler {
  protected override limitClause({ limit, offset }: Select, options: SQLCompilerOptions): string {
    if (limit === null && offset === null) return '';
    if (limit === null && this.literalStyle.isStrict) {
      throw new CompileError('an OFFSET without a LIMIT has a parameter, which no text of SQL can have');
    }
    const rows = limit === null ? '-1' : this.process(limit, options);
    return `\n LIMIT ${rows} OFFSET ${offset === null ? '0' : this.process(offset, options)}`;
  }

  protected override specialFunction(
    name: string,
    clause: FunctionElement,
    options: SQLCompilerOptions,
  ): string | null {
    if (name === 'now') return 'CURRENT_TIMESTAMP';
    if (name === 'localtimestamp') return "DATETIME(CURRENT_TIMESTAMP, 'localtime')";
    // Upstream does not pass on that columns go without their table here.
    if (name === 'char_length')
      return `length(${this.functionArguments(clause, { ...options, includeTable: true })})`;
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
    const format = extractFormats.get(clause.field);
    if (format === undefined) throw new CompileError(`${clause.field} is not a valid extract argument.`);
    return `CAST(STRFTIME('${format}', ${this.process(clause.operand, options)}) AS INTEGER)`;
  }
}

const extractFormats: ReadonlyMap<string, string> = new Map([
  ['month', '%m'],
  ['day', '%d'],
  ['year', '%Y'],
  ['second', '%S'],
  ['hour', '%H'],
  ['doy', '%j'],
  ['minute', '%M'],
  ['epoch', '%s'],
  ['dow', '%w'],
  ['week', '%W'],
]);
