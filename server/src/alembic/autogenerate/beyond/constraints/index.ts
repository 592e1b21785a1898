import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import { tableKey, type MetaData, type Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../../ops/operations.ts';
import { includesObject, type Comparison, type TablePair } from '../../compare/comparison.ts';
import type { RevisionOps } from '../../context.ts';
import { compareChecks } from './checks.ts';
import { compareExcludes } from './excludes.ts';
import { comparePrimaryKeys } from './primary-keys.ts';

/** Constraints that Alembic does not compare, of tables that both sides have. `found` may have some of them already. */
export function compareConstraints(
  found: RevisionOps,
  sides: { readonly current: MetaData; readonly target: readonly MetaData[] },
  comparison: Comparison,
): RevisionOps {
  const known = new Set(found.flatMap((op) => (op.kind === 'modify_table' ? op.ops.flatMap(signature) : [])));
  return sides.target.flatMap(({ tables }) =>
    [...tables].flatMap(([key, target]): RevisionOps => {
      const current = sides.current.tables.get(key);
      if (current === undefined || !isCompared(comparison, current, target)) return [];
      const { ops, changes } = differencesOf(comparison, current, target);
      const added = ops.filter((op) => signature(op).every((each) => !known.has(each)));
      const { name, schema } = target;
      const block = { kind: 'modify_table', table: name, schema, ops: added } as const;
      return [...(added.length === 0 ? [] : [block]), ...changes];
    }),
  );
}

interface Differences {
  readonly ops: readonly MigrateOperation[];
  readonly changes: RevisionOps;
}
/** Tables are frozen, and most of them are the same from one keystroke to the next. */
const compared = new WeakMap<
  Table,
  { readonly current: Table; readonly dialect: Dialect['name']; readonly differences: Differences }
>();

function differencesOf(comparison: Comparison, current: Table, target: Table): Differences {
  const dialect = comparison.autogen.dialect.name;
  const entry = compared.get(target);
  if (entry?.current === current && entry.dialect === dialect) return entry.differences;
  const pair = { name: target.name, schema: target.schema, current, target } satisfies TablePair;
  const differences: Differences = {
    ops: [...compareChecks(comparison, pair), ...compareExcludes(comparison, pair)],
    changes: comparePrimaryKeys(comparison, pair),
  };
  compared.set(target, { current, dialect, differences });
  return differences;
}

/** Of a named constraint: `compare_check_constraints` may have found it already. */
function signature(op: MigrateOperation): readonly string[] {
  if (op.kind !== 'add_constraint' && op.kind !== 'drop_constraint') return [];
  const name = op.kind === 'add_constraint' ? op.constraint.name : op.name;
  return name === null ? [] : [`${op.kind} ${tableKey(op.table, op.schema)} ${name.text}`];
}

/** As for the comparison itself: `include_object` may leave the table out. */
function isCompared(comparison: Comparison, current: Table, target: Table): boolean {
  const object = { table: target, item: null, isModel: true };
  const compareTo = { table: current, item: null, isModel: false };
  return includesObject(comparison, object, target.name, 'table', { reflected: false, compareTo });
}
