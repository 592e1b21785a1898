import type { NativeCall, Value } from '../../../python/eval/value.ts';
import { type ClauseBuilder, TableBuilder } from '../../orm/builders.ts';
import { DerivedFrom } from '../../orm/registry.ts';
import type { ClauseElement } from '../../sql/elements.ts';
import type { FromClause, Join, SelectColumn } from '../../sql/elements.ts';
import { fromKey, tablesOf } from '../../sql/selectable.ts';

export type FromBuilder = TableBuilder | JoinBuilder;

export class JoinBuilder extends DerivedFrom {
  readonly left: FromBuilder;
  readonly right: FromBuilder;
  readonly on: ClauseBuilder;
  readonly type: Join['type'];

  constructor(left: FromBuilder, right: FromBuilder, on: ClauseBuilder, type: Join['type']) {
    super();
    this.left = left;
    this.right = right;
    this.on = on;
    this.type = type;
  }
}

function fromClause(from: FromBuilder): FromClause {
  if (from instanceof TableBuilder) return { kind: 'table', name: from.name, schema: from.schema };
  const { left, right, on, type } = from;
  return { kind: 'join', left: fromClause(left), right: fromClause(right), on: on.build(), type };
}

/** What two mentions of one FROM clause have in common. */
export const keyOf = (from: FromBuilder): string => fromKey(fromClause(from));

/**
 * Those that were given, then the tables of the columns and of the condition that are not among them. Mirrors
 * `SelectState._get_froms`.
 */
export function derivedFroms(
  given: readonly FromBuilder[],
  clauses: readonly ClauseBuilder[],
): readonly FromClause[] {
  const froms = given.map(fromClause);
  const known = new Set(froms.flatMap((from) => tablesOf(from).map(fromKey)));
  for (const { columns } of clauses) {
    for (const { table } of columns) {
      if (table === null) continue;
      const from = fromClause(table);
      if (known.has(fromKey(from))) continue;
      known.add(fromKey(from));
      froms.push(from);
    }
  }
  return froms;
}

/** A column of a query with the label that upstream gives it. Mirrors `SQLCompiler._label_select_column`. */
export function columnOf(clause: ClauseElement): SelectColumn {
  switch (clause.kind) {
    case 'label':
      return { clause: clause.element, label: { name: clause.name, isAnonymous: false } };
    case 'column':
    case 'literal_column':
    case 'text':
      return { clause, label: null };
    case 'function': {
      const name = clause.name.slice(clause.name.lastIndexOf('.') + 1);
      return { clause, label: { name, isAnonymous: true } };
    }
    case 'cast':
      return clause.operand.kind === 'column'
        ? { clause, label: { name: clause.operand.name, isAnonymous: false } }
        : { clause, label: { name: 'anon', isAnonymous: true } };
    default:
      return { clause, label: { name: 'anon', isAnonymous: true } };
  }
}

/** A Table, or a mapped class's table; null for anything else. */
export function tableOf(call: NativeCall, value: Value): TableBuilder | null {
  if (value.kind === 'instance' && value.payload instanceof TableBuilder) return value.payload;
  if (value.kind !== 'class') return null;
  const table = call.interpreter.findAttribute(value, '__table__', call.site);
  return table?.kind === 'instance' && table.payload instanceof TableBuilder ? table.payload : null;
}
