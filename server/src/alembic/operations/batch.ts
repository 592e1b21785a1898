import { skippedIndexesKey, type Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { applyNamingConvention } from '../../sqlalchemy/sql/schema-builder.ts';
import type { NamingConvention, Table } from '../../sqlalchemy/sql/schema.ts';
import type { Statement } from '../ddl/statement.ts';
import type { BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';
import { BatchTable, type Transfer } from './batch-table.ts';

export interface RecreateOptions {
  readonly batch: BatchAlterTableOp;
  /** The reflected table, or `copy_from`. */
  readonly table: Table;
  readonly dialect: Dialect;
  /** `target_metadata`'s, for constraints and indexes that the operations leave unnamed. */
  readonly namingConvention: NamingConvention | null;
  /** For the plain operations that rebuilding is made of. */
  readonly compile: (operation: MigrateOperation) => readonly Statement[];
}

/**
 * The statements of "move and copy": a new table with the changes, the rows copied, the old table dropped and the new
 * one renamed. Mirrors `alembic.operations.batch.ApplyBatchImpl`. Throws Error for what upstream refuses, and for an
 * index that would be lost.
 */
export function recreateTable(options: RecreateOptions): Statement[] {
  const { batch, dialect, compile } = options;
  const lost = batch.copyFrom === null ? options.table.info[skippedIndexesKey] : undefined;
  if (lost !== undefined) {
    throw new Error(
      `batch_alter_table("${batch.table}") would rebuild the table and lose its index on an expression: ${String(lost)}. Drop the index before in the migration, and create it again afterwards.`,
    );
  }
  const table = named(options.table, batch);
  const state = new BatchTable(table, options);
  for (const operation of batch.ops) state.apply(operation);
  const { name, schema } = table;
  const created = state.newTable();
  const base = { origin: batch.origin } as const;
  return [
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

/** `batch_alter_table(naming_convention=…)` names what was reflected without a name. */
function named(table: Table, batch: BatchAlterTableOp): Table {
  if (batch.namingConvention === null || batch.copyFrom !== null) return table;
  return applyNamingConvention(table, { namingConvention: batch.namingConvention });
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
