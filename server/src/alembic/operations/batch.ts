import { skippedIndexesKey, type Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { Statement } from '../ddl/statement.ts';
import type { BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';
import { BatchTable, type Transfer } from './batch-table.ts';

/**
 * The statements of "move and copy": a new table with the changes, the rows copied, the old table dropped and the new
 * one renamed. Mirrors `alembic.operations.batch.ApplyBatchImpl`. `table` is the reflected one, or `copy_from`.
 * Throws Error for what upstream refuses, and for an index that would be lost. `compile` is for the plain operations
 * that this is made of.
 */
export function recreateTable(
  batch: BatchAlterTableOp,
  table: Table,
  dialect: Dialect,
  compile: (operation: MigrateOperation) => readonly Statement[],
): Statement[] {
  const lost = batch.copyFrom === null ? table.info[skippedIndexesKey] : undefined;
  if (lost !== undefined) {
    throw new Error(
      `batch_alter_table("${batch.table}") would recreate the table and lose its index on an expression: ${String(lost)}. Drop the index in the migration first, and create it again afterwards.`,
    );
  }
  // `batch_op.execute()` runs at once upstream, before the batch is flushed.
  const isImmediate = (op: MigrateOperation): boolean => op.kind === 'execute' || op.kind === 'bulk_insert';
  const immediate = batch.ops.filter(isImmediate);
  const state = new BatchTable(table, batch, dialect);
  for (const operation of batch.ops) {
    if (!isImmediate(operation)) state.apply(operation);
  }
  const { name, schema } = table;
  const created = state.newTable();
  const base = { origin: batch.origin } as const;
  return [
    ...immediate.flatMap(compile),
    ...compile({ ...base, kind: 'create_table', table: created, ifNotExists: null }),
    { sql: copyRows(state.transfers(), created, table, dialect), origin: batch.origin },
    ...compile({
      ...base,
      kind: 'drop_table',
      table: name,
      schema,
      ifExists: null,
      original: table,
      dialectOptions: {},
    }),
    ...compile({ ...base, kind: 'rename_table', table: created.name, newTable: name, schema }),
    ...state
      .newIndexes()
      .flatMap((index) => compile({ ...base, kind: 'create_index', index, ifNotExists: null })),
  ];
}

/** `INSERT INTO _alembic_tmp_t (a, b) SELECT t.a, CAST(t.b AS INTEGER) AS b FROM t`. */
function copyRows(transfers: readonly Transfer[], to: Table, from: Table, dialect: Dialect): string {
  const preparer = dialect.identifierPreparer;
  const source = preparer.formatTable(from.name, from.schema);
  const columns = transfers.map(({ to: name }) => preparer.quote(name)).join(', ');
  const values = transfers.map(({ from: name, cast }) => {
    const column = `${source}.${preparer.quote(name)}`;
    if (cast === null) return column;
    const type = dialect.typeCompiler.process(cast, { table: from.name, column: name });
    return `CAST(${column} AS ${type}) AS ${preparer.quote(name)}`;
  });
  const target = preparer.formatTable(to.name, to.schema);
  return `INSERT INTO ${target} (${columns}) SELECT ${values.join(', ')} \nFROM ${source}`;
}
