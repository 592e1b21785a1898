import type { CheckConstraint, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import { sqlName, type Comparison, type TablePair } from './comparison.ts';
import { addConstraint, dropConstraint } from './operations.ts';

/** Named CHECK constraints that came or went; opt-in. Mirrors `alembic.ext.checkconstraint_byname` (Alembic 1.19). */
export function compareCheckConstraints(comparison: Comparison, pair: TablePair): MigrateOperation[] {
  if (comparison.autogen.compareCheckConstraints !== true) return [];
  if (pair.current === null || pair.target === null) return [];
  const present = byName(comparison, pair.current);
  const wanted = byName(comparison, pair.target);
  const removed = [...present.keys()].filter((name) => !wanted.has(name)).sort();
  const added = [...wanted.keys()].filter((name) => !present.has(name)).sort();
  return [
    ...removed.flatMap((name) => present.get(name) ?? []).map((check) => dropConstraint(check, pair)),
    ...added.flatMap((name) => wanted.get(name) ?? []).map((check) => addConstraint(check, pair)),
  ];
}

/** Those of the table and those written on its columns. */
function byName(comparison: Comparison, table: Table): ReadonlyMap<string, CheckConstraint> {
  const checks = [...table.constraints, ...table.columns.flatMap((column) => column.checks ?? [])];
  const named = new Map<string, CheckConstraint>();
  for (const check of checks) {
    if (check.kind === 'check' && check.name !== null) named.set(sqlName(comparison, check.name.text), check);
  }
  return named;
}
