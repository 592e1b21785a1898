/** Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteCompiler`. */
import type { FunctionElement } from '../../sql/elements.ts';
import type { SQLCompilerOptions } from '../../sql/sql-compiler.ts';
import { DefaultSQLCompiler } from '../../sql/sql-compiler.ts';

export class SQLiteCompiler extends DefaultSQLCompiler {
  protected override specialFunction(
    name: string,
    clause: FunctionElement,
    options: SQLCompilerOptions,
  ): string | null {
    if (name === 'now') return 'CURRENT_TIMESTAMP';
    if (name === 'localtimestamp') return "DATETIME(CURRENT_TIMESTAMP, 'localtime')";
    if (name === 'char_length') return `length(${this.functionArguments(clause, options)})`;
    return null;
  }
}
