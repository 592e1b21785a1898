import type { Table } from '../../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../../util/problem.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { AutogenContext } from '../context.ts';
import type { AutogenImpl } from '../impl/autogen-impl.ts';

/** What every comparator gets. */
export interface Comparison {
  readonly autogen: AutogenContext;
  readonly impl: AutogenImpl;
}

/** The two sides of one table; null where it is not. `current` is as the database shows it. */
export interface TablePair {
  readonly name: string;
  readonly schema: string | null;
  readonly current: Table | null;
  readonly target: Table | null;
}

/** Where the model says the table's name; where there is no model, where the history made it. */
export function pairOrigin(pair: TablePair): Origin | null {
  const table = pair.target ?? pair.current;
  return table?.nameOrigin ?? table?.origin ?? null;
}

export function warn(comparison: Comparison, code: string, message: string, origin: Origin | null): void {
  const problem: Problem = { code, severity: 'warning', message, origin };
  comparison.autogen.report?.(problem);
}

/** The name as the database has it: shortened where it is too long. Upstream `_get_constraint_final_name`. */
export function sqlName(comparison: Comparison, name: string): string {
  const { dialect } = comparison.autogen;
  if (name.length <= dialect.maxIdentifierLength) return name;
  const formatted = dialect.identifierPreparer.formatConstraint(name);
  return /^["[]/.test(formatted) ? formatted.slice(1, -1) : formatted;
}
