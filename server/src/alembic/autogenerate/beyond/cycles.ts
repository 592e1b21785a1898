/** Foreign keys that no order of the tables can satisfy come after all tables, and go before them. */
import { sortTablesAndConstraints } from '../../../sqlalchemy/sql/sort-tables.ts';
import {
  tableKey,
  type Constraint,
  type ForeignKeyConstraint,
  type Table,
} from '../../../sqlalchemy/sql/schema.ts';
import type { AddConstraintOp } from '../../ops/operations.ts';
import { dropConstraintOf } from '../../ops/reverse.ts';
import type { ModifyTableOps, RevisionOps } from '../context.ts';

/**
 * Takes foreign keys of a cycle, and those with `use_alter` (which `op.create_table` would lose), out of the tables
 * that are created or dropped: `create_foreign_key` then makes them, `drop_constraint` takes them away. For databases
 * that can alter constraints. The operations keep their order; new ones stand behind the creations and before the drops.
 */
export function breakCycles(ops: RevisionOps): RevisionOps {
  const created = ops.flatMap((op) => (op.kind === 'create_table' ? [op.table] : []));
  const dropped = ops.flatMap((op) =>
    op.kind === 'drop_table' && op.original !== null ? [op.original] : [],
  );
  const late = lateKeys(created);
  const early = lateKeys(dropped);
  if (late.size === 0 && early.size === 0) return ops;
  const lastCreation = ops.findLastIndex(({ kind }) => kind === 'create_table');
  const firstDrop = ops.findIndex(({ kind }) => kind === 'drop_table');
  return ops.flatMap((op, index): RevisionOps => [
    ...(index === firstDrop ? [...early].map(([table, keys]) => withoutKeys(table, keys)) : []),
    ...(op.kind === 'create_table'
      ? [{ ...op, table: without(op.table, late.get(op.table)) }]
      : op.kind === 'drop_table' && op.original !== null
        ? [{ ...op, original: without(op.original, early.get(op.original)) }]
        : [op]),
    ...(index === lastCreation ? [...late].map(([table, keys]) => withKeys(table, keys)) : []),
  ]);
}

type Keys = readonly ForeignKeyConstraint[];

/** The keys of each table that refer to one that comes later. */
function lateKeys(tables: readonly Table[]): ReadonlyMap<Table, Keys> {
  const sorted = sortTablesAndConstraints(tables).tables;
  const places = new Map(sorted.map((table, index) => [tableKey(table.name, table.schema), index]));
  const late = new Map<Table, Keys>();
  for (const [index, table] of sorted.entries()) {
    const keys = table.constraints
      .filter((constraint) => constraint.kind === 'foreign_key')
      .filter((key) => {
        const place = places.get(tableKey(key.referredTable, key.referredSchema));
        return key.useAlter || (place !== undefined && place > index);
      });
    if (keys.length > 0) late.set(table, keys);
  }
  return late;
}

function without(table: Table, keys: Keys | undefined): Table {
  if (keys === undefined) return table;
  const gone: ReadonlySet<Constraint> = new Set(keys);
  return { ...table, constraints: table.constraints.filter((constraint) => !gone.has(constraint)) };
}

function withKeys(table: Table, keys: Keys): ModifyTableOps {
  return modify(
    table,
    keys.map((key) => additionOf(table, key)),
  );
}

function withoutKeys(table: Table, keys: Keys): ModifyTableOps {
  return modify(
    table,
    keys.map((key) => dropConstraintOf(additionOf(table, key))),
  );
}

function additionOf({ name, schema, origin }: Table, key: ForeignKeyConstraint): AddConstraintOp {
  const constraint = { ...key, useAlter: false };
  return { kind: 'add_constraint', table: name, schema, constraint, origin: key.origin ?? origin };
}

function modify({ name, schema }: Table, ops: ModifyTableOps['ops']): ModifyTableOps {
  return { kind: 'modify_table', table: name, schema, ops };
}
