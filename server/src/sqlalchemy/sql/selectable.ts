/** SELECT statements; frozen data, compiled by `select-compiler.ts`. Names mirror `sqlalchemy.sql.selectable`. */
import type { ClauseElement } from './elements.ts';

/** `SELECT …`. By itself, or inside a Subselect or an Exists. */
export interface Select {
  readonly kind: 'select';
  readonly columns: readonly SelectColumn[];
  readonly froms: readonly FromClause[];
  readonly where: ClauseElement | null;
  readonly groupBy: readonly ClauseElement[];
  readonly having: ClauseElement | null;
  readonly orderBy: readonly ClauseElement[];
  readonly distinct: boolean;
  readonly limit: ClauseElement | null;
  readonly offset: ClauseElement | null;
}
export interface SelectColumn {
  readonly clause: ClauseElement;
  /** `AS name`; a name with a number after it (`count_1`) where upstream makes one up. Null: none. */
  readonly label: { readonly name: string; readonly isAnonymous: boolean } | null;
}
/** `(SELECT …)` as a value or after IN. */
export interface Subselect {
  readonly kind: 'subselect';
  readonly select: Select;
}
export interface Exists {
  readonly kind: 'exists';
  readonly select: Select;
}

export type FromClause = FromTable | Join;
export interface FromTable {
  readonly kind: 'table';
  readonly name: string;
  readonly schema: string | null;
  readonly alias: string | null;
}
export interface Join {
  readonly kind: 'join';
  readonly left: FromClause;
  readonly right: FromClause;
  readonly on: ClauseElement;
  readonly type: 'JOIN' | 'LEFT OUTER JOIN' | 'FULL OUTER JOIN';
}

/** What two mentions of one FROM clause have in common. */
export function fromKey(from: FromClause): string {
  if (from.kind === 'join') return `${fromKey(from.left)} ${from.type} ${fromKey(from.right)}`;
  return from.alias ?? (from.schema === null ? from.name : `${from.schema}.${from.name}`);
}

/** The tables in a FROM clause. */
export function tablesOf(from: FromClause): readonly FromTable[] {
  return from.kind === 'table' ? [from] : [...tablesOf(from.left), ...tablesOf(from.right)];
}
