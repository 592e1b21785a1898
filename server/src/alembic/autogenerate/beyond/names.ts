/** Names for constraints that have none, so that what one direction makes the other can drop. */
import { defaultConstraintName, postgresqlConstraintNames } from '../../operations/default-names.ts';
import {
  tableKey,
  type Constraint,
  type ConstraintName,
  type MetaData,
  type Table,
} from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import type { ModifyTableOps, RevisionOps } from '../context.ts';

/**
 * Each constraint that is added without a name gets the one that PostgreSQL would choose, on every database: written out
 * it is the same in both directions. In a batch block one that is dropped without a name is found by a naming convention
 * of the block. `sides`: both schemata, whose names are taken.
 */
export function withNames(ops: RevisionOps, sides: readonly MetaData[], isBatch: boolean): RevisionOps {
  const taken = new Map<string | null, Set<string>>();
  const takenIn = (schema: string | null): Set<string> => {
    let names = taken.get(schema);
    names ??= namesOf(sides, schema);
    taken.set(schema, names);
    return names;
  };
  const find = (key: string): Table | null =>
    sides.map(({ tables }) => tables.get(key) ?? null).findLast((table) => table !== null) ?? null;
  return ops.map((op) => {
    if (op.kind !== 'modify_table') return op;
    const named = op.ops.map((inner) => withName(inner, find(tableKey(op.table, op.schema)), takenIn));
    return isBatch ? withBatchConvention({ ...op, ops: named }) : { ...op, ops: named };
  });
}

function withName(
  op: MigrateOperation,
  table: Table | null,
  takenIn: (schema: string | null) => Set<string>,
): MigrateOperation {
  const isUnnamed = op.kind === 'add_constraint' || op.kind === 'drop_constraint';
  if (!isUnnamed || table === null) return op;
  if (op.kind === 'drop_constraint') return op;
  if (op.constraint.name !== null) return op;
  const names = takenIn(op.schema);
  const text = defaultConstraintName(op.constraint, table, names);
  names.add(text);
  return { ...op, constraint: { ...op.constraint, name: { text, isFinal: true } } };
}

/** Of all tables in a schema: names of constraints, those that PostgreSQL chose included, and of indexes. */
function namesOf(sides: readonly MetaData[], schema: string | null): Set<string> {
  const names = new Set<string>();
  const [current] = sides;
  for (const side of sides) {
    for (const table of side.tables.values()) {
      if (table.schema !== schema) continue;
      names.add(table.name);
      for (const { name } of [...table.constraints, ...table.indexes])
        if (name !== null) names.add(name.text);
      // What is not made yet has no name that the database chose.
      if (side === current) for (const name of postgresqlConstraintNames(table).values()) names.add(name);
    }
  }
  return names;
}

/** As Alembic's documentation of batch mode recommends. */
const batchConvention = {
  fk: 'fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s',
  uq: 'uq_%(table_name)s_%(column_0_N_name)s',
} as const;

function withBatchConvention(op: ModifyTableOps): ModifyTableOps {
  const ops = op.ops.map((inner): MigrateOperation => {
    if (inner.kind !== 'drop_constraint' || inner.name !== null || inner.original === null) return inner;
    const name = batchName(inner.original, op.table);
    return name === null ? inner : { ...inner, name, original: { ...inner.original, name } };
  });
  const isNeeded = ops.some((inner, index) => inner !== op.ops[index]);
  return isNeeded ? { ...op, ops, batchConvention } : op;
}

function batchName(constraint: Constraint, table: string): ConstraintName {
  if (constraint.kind === 'foreign_key') {
    const text = `fk_${table}_${constraint.columns.join('_')}_${constraint.referredTable}`;
    return { text, isFinal: true };
  }
  if (constraint.kind !== 'unique') return null;
  return { text: `uq_${table}_${constraint.columns.join('_')}`, isFinal: true };
}
