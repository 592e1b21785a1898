/** When batch mode copies the table. Mirrors `BatchOperationsImpl._should_recreate` and `requires_recreate_in_batch`. */
import type { AddColumnOp, BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';
import { buildTable } from '../../sqlalchemy/sql/schema-builder.ts';

/**
 * `needsCopy`: the database cannot ALTER most things (SQLite). Then only indexes and plain new columns go without a copy.
 */
export function recreatesTable(batch: BatchAlterTableOp, needsCopy: boolean): boolean {
  switch (batch.recreate) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'auto':
      return needsCopy && batch.ops.some(isBeyondAlter);
  }
}

function isBeyondAlter(operation: MigrateOperation): boolean {
  switch (operation.kind) {
    case 'create_index':
    case 'drop_index':
      return false;
    case 'add_column':
      return columnNeedsCopy(operation);
    case 'create_table':
    case 'drop_table':
    case 'rename_table':
    case 'drop_column':
    case 'alter_column':
    case 'add_constraint':
    case 'drop_constraint':
    case 'create_table_comment':
    case 'drop_table_comment':
    case 'execute':
    case 'bulk_insert':
    case 'batch_alter_table':
    case 'autocommit_block':
    case 'create_enum':
    case 'drop_enum':
      return true;
  }
}

/** A default that is an expression, a stored computed column, or any constraint that comes with the column. */
function columnNeedsCopy({ column, table, schema }: AddColumnOp): boolean {
  const { serverDefault } = column;
  if (serverDefault?.kind === 'default' && serverDefault.arg.type === 'clause') return true;
  if (serverDefault?.kind === 'computed' && serverDefault.persisted === true) return true;
  const built = buildTable({ name: table, schema, columns: [column] });
  return built.constraints.some((constraint) => constraint.kind !== 'primary_key');
}
