import { tableKey } from '../../sqlalchemy/sql/schema.ts';
import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';

/** By `createdKey`: the tag (a revision id) and the place of the operation that last created the table or column. */
export type CreatedBy<T> = ReadonlyMap<string, { readonly tag: T; readonly origin: Origin | null }>;

/** The key of a table, or of its column, in CreatedBy. */
export function createdKey(table: string, schema: string | null, column: string | null = null): string {
  const key = JSON.stringify(tableKey(table, schema));
  return column === null ? key : `${key}.${column}`;
}

/** Who created what after these operations too; renames carry the entries along, drops remove them. */
export function trackCreated<T>(
  previous: CreatedBy<T>,
  operations: readonly MigrateOperation[],
  tag: T,
): CreatedBy<T> {
  const created = new Map(previous);
  const visit = (op: MigrateOperation): void => {
    switch (op.kind) {
      case 'create_table': {
        const { name, schema, columns } = op.table;
        created.set(createdKey(name, schema), { tag, origin: op.origin });
        for (const column of columns) {
          created.set(createdKey(name, schema, column.name), { tag, origin: column.origin ?? op.origin });
        }
        return;
      }
      case 'add_column':
        created.set(createdKey(op.table, op.schema, op.column.name), {
          tag,
          origin: op.column.origin ?? op.origin,
        });
        return;
      case 'drop_column':
        created.delete(createdKey(op.table, op.schema, op.column));
        return;
      case 'drop_table':
        moveTable(created, createdKey(op.table, op.schema), null);
        return;
      case 'rename_table':
        moveTable(created, createdKey(op.table, op.schema), createdKey(op.newTable, op.schema));
        return;
      case 'alter_column': {
        const from = createdKey(op.table, op.schema, op.column);
        const entry = created.get(from);
        if (op.modifyName === undefined || entry === undefined) return;
        created.delete(from);
        created.set(createdKey(op.table, op.schema, op.modifyName), entry);
        return;
      }
      case 'batch_alter_table':
      case 'autocommit_block':
        op.ops.forEach(visit);
        return;
      case 'create_index':
      case 'drop_index':
      case 'add_constraint':
      case 'drop_constraint':
      case 'create_table_comment':
      case 'drop_table_comment':
      case 'execute':
      case 'bulk_insert':
      case 'create_enum':
      case 'drop_enum':
        return;
    }
  };
  operations.forEach(visit);
  return created;
}

function moveTable<V>(entries: Map<string, V>, from: string, to: string | null): void {
  for (const [key, value] of [...entries]) {
    if (key !== from && !key.startsWith(`${from}.`)) continue;
    entries.delete(key);
    if (to !== null) entries.set(to + key.slice(from.length), value);
  }
}
