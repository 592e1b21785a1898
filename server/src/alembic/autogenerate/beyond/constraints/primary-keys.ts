/** Primary keys whose columns differ, which Alembic leaves alone. */
import { defaultConstraintName } from '../../../operations/default-names.ts';
import { tableKey, type PrimaryKeyConstraint, type Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../../ops/operations.ts';
import { addConstraint, dropConstraint } from '../../compare/operations.ts';
import type { Comparison, TablePair } from '../../compare/comparison.ts';
import type { ChangeOps } from '../../context.ts';

/** A drop and a creation, with the names that they need. */
export function comparePrimaryKeys(
  { autogen: { dialect } }: Comparison,
  pair: TablePair & { readonly current: Table; readonly target: Table },
): readonly ChangeOps[] {
  const [before, after] = [keyOf(pair.current), keyOf(pair.target)];
  if (before === null || after === null || !dialect.supportsAlter) return [];
  // The order of their columns is a question of speed, and the model's need not be meant.
  if ([...before.columns].sort().join('\n') === [...after.columns].sort().join('\n')) return [];
  const key = tableKey(pair.name, pair.schema);
  const drop = before.columns.length === 0 ? [] : [dropConstraint(named(before, pair.current), pair)];
  const add = after.columns.length === 0 ? [] : [addConstraint(named(after, pair.target), pair)];
  const back = after.columns.length === 0 ? [] : [dropConstraint(named(after, pair.target), pair)];
  const again = before.columns.length === 0 ? [] : [addConstraint(named(before, pair.current), pair)];
  const list = (columns: readonly string[]): string => (columns.length === 0 ? 'none' : columns.join(', '));
  return [
    {
      kind: 'change',
      change: 'alter_primary_key',
      table: pair.name,
      schema: pair.schema,
      columns: after.columns.filter((column) => !before.columns.includes(column)),
      message: `The primary key of "${key}" differs from the migrations: ${list(before.columns)} there, ${list(after.columns)} in the model`,
      title: `change primary key of ${key} to ${list(after.columns)}`,
      upgrades: [...drop, ...add],
      downgrades: [...back, ...again] satisfies readonly MigrateOperation[],
      destructive: null,
      origin: after.origin ?? pair.target.nameOrigin ?? pair.target.origin,
    },
  ];
}

function keyOf({ constraints }: Table): PrimaryKeyConstraint | null {
  return constraints.find((each) => each.kind === 'primary_key') ?? null;
}

function named(key: PrimaryKeyConstraint, table: Table): PrimaryKeyConstraint {
  if (key.name !== null) return key;
  const text = key.defaultName ?? defaultConstraintName(key, table, new Set());
  return { ...key, name: { text, isFinal: true } };
}
