/** How the tables of a relationship are joined by their foreign keys. Mirrors `JoinCondition` and `Join._join_condition`. */
import type { ForeignKeyConstraint, Table } from '../sql/schema.ts';
import { tableKey } from '../sql/schema.ts';

/** A column among those of `foreign_keys=`. */
export interface ColumnOfTable {
  readonly table: Table;
  readonly column: string;
}

/** What keeps two tables from being joined; null when one foreign key does it. */
export type JoinDefect = 'none' | 'ambiguous' | null;

/**
 * Whether exactly one foreign key links the tables, in either direction. Two that join the same columns are one; where
 * `foreignKeys` are given, the others do not count.
 */
export function joinDefect(
  parent: Table,
  child: Table,
  foreignKeys: readonly ColumnOfTable[] | null,
): JoinDefect {
  const links = new Set([
    ...linksBetween(parent, child, foreignKeys),
    ...linksBetween(child, parent, foreignKeys),
  ]);
  return links.size === 0 ? 'none' : links.size > 1 ? 'ambiguous' : null;
}

/** Each foreign key as the columns that it joins. */
export function linksBetween(
  referring: Table,
  referred: Table,
  foreignKeys: readonly ColumnOfTable[] | null = null,
): readonly string[] {
  const key = tableKey(referred.name, referred.schema);
  const counts = ({ columns }: ForeignKeyConstraint): boolean =>
    foreignKeys === null ||
    foreignKeys.some(
      ({ table, column }) =>
        tableKey(table.name, table.schema) === tableKey(referring.name, referring.schema) &&
        columns.includes(column),
    );
  return referring.constraints.flatMap((constraint) =>
    constraint.kind === 'foreign_key' &&
    tableKey(constraint.referredTable, constraint.referredSchema) === key &&
    counts(constraint)
      ? [JSON.stringify([referring.name, constraint.columns, constraint.referredColumns])]
      : [],
  );
}

/** False where the target of a foreign key could not be read: it may be any table. */
export function knowsForeignKeys(table: Table): boolean {
  return table.constraints.every((each) => each.kind !== 'foreign_key' || each.referredTable !== '');
}
