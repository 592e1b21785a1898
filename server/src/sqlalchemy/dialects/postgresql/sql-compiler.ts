/** Mirrors `sqlalchemy.dialects.postgresql.base.PGCompiler`. */
import type { BinaryExpression, ClauseElement, NextValue, Select } from '../../sql/elements.ts';
import type { SQLCompilerOptions } from '../../sql/sql-compiler.ts';
import { DefaultSQLCompiler } from '../../sql/sql-compiler.ts';

export class PGCompiler extends DefaultSQLCompiler {
  protected override limitClause({ limit, offset }: Select, options: SQLCompilerOptions): string {
    const limited = limit === null ? '' : ` \n LIMIT ${this.process(limit, options)}`;
    if (offset === null) return limited;
    return `${limited === '' ? '\n LIMIT ALL' : limited} OFFSET ${this.process(offset, options)}`;
  }

  protected override visitNextValue({ sequence, schema }: NextValue): string {
    return `nextval('${this.preparer.formatTable(sequence, schema)}')`;
  }

  protected override visitBinary(clause: BinaryExpression, options: SQLCompilerOptions): string {
    const operator = clause.operator.toUpperCase();
    const inside = { ...options, isOperand: true };
    if (jsonOperators.has(operator)) {
      const left = this.group(clause.left, operator, inside);
      const right = this.process(clause.right, inside);
      if (operator === '->' && isJsonb(clause.left)) return `${left}[${right}]`;
      const text = `${left} ${operator} ${right}`;
      return options.isOperand === true ? `(${text})` : text;
    }
    if (!operator.endsWith('ILIKE')) return super.visitBinary(clause, inside);
    return `${this.group(clause.left, operator, inside)} ${operator} ${this.group(clause.right, operator, inside)}`;
  }
}

const jsonOperators = new Set(['->', '->>', '#>', '#>>']);

/** PostgreSQL 14 and newer take subscripts of JSONB. */
function isJsonb(clause: ClauseElement): boolean {
  if (clause.kind === 'binary') return jsonOperators.has(clause.operator) && isJsonb(clause.left);
  return clause.kind === 'column' && clause.type?.kind === 'dialect' && clause.type.name === 'JSONB';
}
