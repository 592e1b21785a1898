/** A column that may not be NULL and that nothing gives a value, added to a table that may hold rows. */
import type { Dialect } from '../../../sqlalchemy/engine/dialect.ts';
import { tableKey } from '../../../sqlalchemy/sql/schema.ts';
import type { AddColumnOp, MigrateOperation } from '../../ops/operations.ts';
import type { RevisionOps } from '../context.ts';

/**
 * Adds such columns in three steps: nullable, the rows filled, NOT NULL. What fills the rows is for the user to write: the
 * statement is there with NULL, so that a table with rows stops the migration instead of getting values that nobody chose.
 * Only for the upgrade: to drop the column is one step. Not in batch blocks, whose table is copied in one piece.
 */
export function inSteps(ops: RevisionOps, dialect: Dialect): RevisionOps {
  const created = new Set(
    ops.flatMap((op) => (op.kind === 'create_table' ? [tableKey(op.table.name, op.table.schema)] : [])),
  );
  return ops.flatMap((op): RevisionOps => {
    if (op.kind !== 'modify_table' || created.has(tableKey(op.table, op.schema))) return [op];
    const result: RevisionOps[number][] = [];
    let plain: MigrateOperation[] = [];
    for (const inner of op.ops) {
      if (inner.kind !== 'add_column' || !needsValue(inner)) plain.push(inner);
      else {
        if (plain.length > 0) result.push({ ...op, ops: plain });
        plain = [];
        result.push(stepsOf(inner, dialect));
      }
    }
    if (plain.length > 0) result.push({ ...op, ops: plain });
    return result;
  });
}

/** Whether rows that are there make adding the column fail. */
export function needsValue({ column }: AddColumnOp): boolean {
  return !column.nullable && column.nullableUnknown === undefined && column.serverDefault === null;
}

function stepsOf(op: AddColumnOp, dialect: Dialect): RevisionOps[number] {
  const { table, schema, column, origin } = op;
  const { identifierPreparer } = dialect;
  const name = identifierPreparer.quote(column.name);
  const target = identifierPreparer.formatTable(table, schema);
  const key = tableKey(table, schema);
  return {
    kind: 'change',
    change: 'add_column_in_steps',
    table,
    schema,
    columns: [column.name],
    message: `Column "${key}.${column.name}" has no migration yet`,
    title: `add ${key}.${column.name}`,
    notes: {
      upgrade: `${key}.${column.name} may not be NULL: say here which value the rows that are there get.`,
      downgrade: null,
    },
    upgrades: [
      { ...op, column: { ...column, nullable: true } },
      {
        kind: 'execute',
        statement: { type: 'str', sql: `UPDATE ${target} SET ${name} = NULL WHERE ${name} IS NULL` },
        origin,
      },
      {
        kind: 'alter_column',
        table,
        schema,
        column: column.name,
        existingType: column.type,
        modifyNullable: false,
        dialectOptions: {},
        origin,
      },
    ],
    downgrades: [
      {
        kind: 'drop_column',
        table,
        schema,
        column: column.name,
        ifExists: null,
        original: column,
        dialectOptions: {},
        origin,
      },
    ],
    destructive: null,
    origin,
  };
}
