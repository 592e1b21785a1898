import type { Interpreter, Value } from '../../../python/eval/value.ts';
import { ClauseBuilder, type ColumnBuilder, type TableBuilder } from '../../orm/builders.ts';
import type { Origin } from '../../../util/text-range.ts';
import { clauseOf } from './clauses.ts';
import { toClause } from './elements.ts';

/** A column's value in a statement. */
export type ColumnValue = readonly [column: string, value: ClauseBuilder];

export interface DmlContext {
  readonly interpreter: Interpreter;
  readonly site: Origin;
  /** `--sql`, where upstream writes NULL for the defaults that Python would fill in. */
  readonly offline: boolean;
}

/**
 * The values that upstream sends, in the order of the table's columns, with `default=` or `onupdate=` of those that the
 * statement leaves out. A text says why they cannot be known. Mirrors `sqlalchemy.sql.crud._get_crud_params`.
 */
export function dmlValues(
  kind: 'insert' | 'update',
  table: TableBuilder,
  given: readonly ColumnValue[],
  context: DmlContext,
): readonly ColumnValue[] | string {
  if (kind === 'insert' && given.length === 0 && table.columns.length > 0) {
    return 'it has no values, and upstream then writes a parameter for every column';
  }
  const names = new Map(given);
  const values: ColumnValue[] = [];
  for (const column of table.columns) {
    const name = column.name ?? '';
    const key = names.has(name) ? name : (column.key ?? name);
    const value = names.get(key) ?? defaultOf(kind, column, context);
    if (typeof value === 'string') return value;
    if (value !== null) values.push([name, value]);
    names.delete(key);
  }
  const [unknown] = names.keys();
  // A table without columns takes every name, as `sa.table('t')`.
  if (unknown === undefined) return values;
  return table.columns.length === 0 ? given : `the table has no column "${unknown}"`;
}

/** Columns that an INSERT fills in of its own accord. */
export function filledColumns(table: TableBuilder): readonly ColumnBuilder[] {
  return table.columns.filter(({ hasDefault, sequence }) => hasDefault || sequence !== null);
}

function defaultOf(
  kind: 'insert' | 'update',
  column: ColumnBuilder,
  { interpreter, site, offline }: DmlContext,
): ClauseBuilder | string | null {
  const place = `column "${column.name ?? ''}"`;
  if (kind === 'insert' && column.sequence?.optional === false)
    return `the sequence of ${place} is not read yet`;
  const value: Value | null = kind === 'insert' ? column.defaultValue : column.onupdateValue;
  if (value === null) return null;
  const clause = clauseOf(value);
  if (clause !== null) return clause;
  if (offline) return new ClauseBuilder(() => ({ kind: 'null' }));
  const isPlain = value.kind !== 'instance' && value.kind !== 'class' && !value.kind.includes('function');
  const plain = isPlain ? toClause(interpreter, value, site, () => column.type) : null;
  return plain ?? `the ${kind === 'insert' ? 'default' : 'onupdate'} of ${place} is known only to Python`;
}
