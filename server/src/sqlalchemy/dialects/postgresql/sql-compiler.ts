/** Mirrors `sqlalchemy.dialects.postgresql.base.PGCompiler`. */
import type { BinaryExpression, NextValue } from '../../sql/elements.ts';
import type { SQLCompilerOptions } from '../../sql/sql-compiler.ts';
import { DefaultSQLCompiler } from '../../sql/sql-compiler.ts';

export class PGCompiler extends DefaultSQLCompiler {
  protected override visitNextValue({ sequence, schema }: NextValue): string {
    return `nextval('${this.preparer.formatTable(sequence, schema)}')`;
  }

  protected override visitBinary(clause: BinaryExpression, options: SQLCompilerOptions): string {
    const operator = clause.operator.toUpperCase();
    if (!operator.endsWith('ILIKE')) return super.visitBinary(clause, options);
    return `${this.group(clause.left, operator, options)} ${operator} ${this.group(clause.right, operator, options)}`;
  }
}
