import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Statement } from '../ddl/statement.ts';
import type { BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';

export interface CompileContext {
  readonly dialect: Dialect;
  readonly createdEnums: Set<string>;
  readonly asSql: boolean;
  /** The statements that rebuild a batch operation's table; absent where there is no table to rebuild from. */
  readonly recreate?: (batch: BatchAlterTableOp) => Statement[];
}

export function compileOperation(_operation: MigrateOperation, _context: CompileContext): Statement[] {
  throw new Error('not implemented');
}
