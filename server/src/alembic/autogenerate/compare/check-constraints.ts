import type { CheckConstraint, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import { includesObject, sqlName, takesPart, type Comparison, type TablePair } from './comparison.ts';
import { addConstraint, dropConstraint } from './operations.ts';

/** Named CHECK constraints that came or went; opt-in. Mirrors `alembic.ext.checkconstraint_byname` (Alembic 1.19). */
export function compareCheckConstraints(comparison: Comparison, pair: TablePair): MigrateOperation[] {
  if (!takesPart(comparison, 'checks')) return [];
  const { current, target } = pair;
  if (current === null || target === null) return [];
  const present = byName(comparison, current);
  const wanted = byName(comparison, target);
  const isIncluded = (check: CheckConstraint, reflected: boolean): boolean => {
    const object = { table: reflected ? current : target, item: check, isModel: !reflected };
    return includesObject(comparison, object, check.name?.text ?? null, 'check_constraint', { reflected });
  };
  const removed = [...present.keys()].filter((name) => !wanted.has(name)).sort();
  const added = [...wanted.keys()].filter((name) => !present.has(name)).sort();
  return [
    ...removed
      .flatMap((name) => present.get(name) ?? [])
      .filter((check) => isIncluded(check, true))
      .map((check) => dropConstraint(check, pair)),
    ...added
      .flatMap((name) => wanted.get(name) ?? [])
      .filter((check) => isIncluded(check, false))
      .map((check) => addConstraint(check, pair)),
  ];
}

/** Those of the table and those written on its columns. */
function byName(comparison: Comparison, table: Table): ReadonlyMap<string, CheckConstraint> {
  const checks = [...table.constraints, ...table.columns.flatMap((column) => column.checks ?? [])];
  const named = new Map<string, CheckConstraint>();
  for (const check of checks) {
    if (check.kind === 'check' && check.name !== null) named.set(sqlName(comparison, check.name), check);
  }
  return named;
}
