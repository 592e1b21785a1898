import type { FromClause, FromTable } from './elements.ts';
import { tableKey } from './schema.ts';

/** What two mentions of one FROM clause have in common. */
export function fromKey(from: FromClause): string {
  if (from.kind === 'join') return `${fromKey(from.left)} ${from.type} ${fromKey(from.right)}`;
  return tableKey(from.name, from.schema);
}

/** The tables in a FROM clause. */
export function tablesOf(from: FromClause): readonly FromTable[] {
  return from.kind === 'table' ? [from] : [...tablesOf(from.left), ...tablesOf(from.right)];
}
