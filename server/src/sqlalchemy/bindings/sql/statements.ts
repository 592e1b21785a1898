/** `insert`, `update`, `delete` and `select`, as far as migration scripts execute them without reading rows. */
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import type { ClauseBuilder } from '../../orm/builders.ts';
import { ColumnBuilder, TableBuilder } from '../../orm/builders.ts';
import { derivedFrom } from '../../orm/registry.ts';
import { stringOf } from '../arguments.ts';
import { clauseOf } from './clauses.ts';
import { clauseElementClass, toClause } from './elements.ts';
import { booleanList } from './operators.ts';

/** A statement that changes rows. Immutable: each method gives a new one. */
export class DmlBuilder {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly table: TableBuilder;
  readonly values: readonly (readonly [column: string, value: ClauseBuilder])[];
  readonly where: ClauseBuilder | null;
  /** Why it cannot be known completely; null when it can. */
  readonly refusal: string | null;

  constructor(
    kind: DmlBuilder['kind'],
    table: TableBuilder,
    parts: Partial<Pick<DmlBuilder, 'values' | 'where' | 'refusal'>> = {},
  ) {
    this.kind = kind;
    this.table = table;
    this.values = parts.values ?? [];
    this.where = parts.where ?? null;
    this.refusal = parts.refusal ?? null;
  }

  with(parts: Partial<Pick<DmlBuilder, 'values' | 'where' | 'refusal'>>): DmlBuilder {
    return new DmlBuilder(this.kind, this.table, {
      values: parts.values ?? this.values,
      where: parts.where ?? this.where,
      refusal: this.refusal ?? parts.refusal ?? null,
    });
  }
}

function method(
  name: string,
  change: (statement: DmlBuilder, call: NativeCall) => DmlBuilder,
): readonly [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const self = call.args[0];
      return self?.kind === 'instance' && self.payload instanceof DmlBuilder
        ? nativeInstance(self.cls, change(self.payload, call), self.origin)
        : none;
    }),
  ];
}

function where(statement: DmlBuilder, call: NativeCall): DmlBuilder {
  const clauses = call.args.slice(1).map(clauseOf);
  if (!clauses.every((clause) => clause !== null))
    return statement.with({ refusal: 'its condition cannot be known' });
  const all = statement.where === null ? clauses : [statement.where, ...clauses];
  return statement.with({ where: booleanList('AND', all) });
}

function values(statement: DmlBuilder, call: NativeCall): DmlBuilder {
  const entries: (readonly [Value, Value])[] = [];
  for (const argument of call.args.slice(1)) {
    if (argument.kind !== 'dict')
      return statement.with({ refusal: 'only one row of values given as a dict is read' });
    for (const { key, value } of argument.entries.values()) entries.push([key, value]);
  }
  for (const [name, value] of call.kwargs) entries.push([{ kind: 'str', value: name }, value]);
  const read: (readonly [string, ClauseBuilder])[] = [...statement.values];
  for (const [key, value] of entries) {
    const column = key.kind === 'instance' && key.payload instanceof ColumnBuilder ? key.payload : null;
    const name = column?.name ?? stringOf(key);
    const type = (column ?? statement.table.columns.find((c) => c.name === name))?.type ?? null;
    const clause = toClause(call.interpreter, value, call.site, () => type);
    if (typeof name !== 'string' || clause === null)
      return statement.with({ refusal: 'a value of it cannot be known' });
    read.push([name, clause]);
  }
  return statement.with({ values: read });
}

const unread = (name: string): readonly [string, Value] =>
  method(name, (statement) => statement.with({ refusal: `${name}() is not read yet` }));

export const dmlClass: ClassValue = nativeClass({
  name: 'UpdateBase',
  module: 'sqlalchemy.sql.dml',
  bases: [clauseElementClass],
  members: Object.fromEntries([
    method('where', where),
    method('filter', where),
    method('values', values),
    method('execution_options', (statement) => statement),
    ...[
      'returning',
      'from_select',
      'ordered_values',
      'on_conflict_do_nothing',
      'on_conflict_do_update',
      'with_hint',
      'prefix_with',
      'filter_by',
    ].map(unread),
  ]),
});

function dml(kind: DmlBuilder['kind'], target: Value | undefined, call: NativeCall): Value {
  const table = tableOf(call, target);
  if (table === null) return call.interpreter.unknown(`the table of this ${kind} cannot be known`, call.site);
  return nativeInstance(dmlClass, new DmlBuilder(kind, table), call.site);
}

/** A Table, or a mapped class's table. */
function tableOf(call: NativeCall, target: Value | undefined): TableBuilder | null {
  if (target?.kind === 'instance' && target.payload instanceof TableBuilder) return target.payload;
  if (target?.kind !== 'class') return null;
  const table = call.interpreter.findAttribute(target, '__table__', call.site);
  return table?.kind === 'instance' && table.payload instanceof TableBuilder ? table.payload : null;
}

const columnCollections = new Set(['c', 'columns', 'selected_columns', 'exported_columns', 'primary_key']);

/** A query: it may be built up, but its rows are in the database. */
export const selectClass: ClassValue = nativeClass({
  name: 'Select',
  module: 'sqlalchemy.sql.selectable',
  bases: [clauseElementClass],
  hooks: {
    getAttribute: (self, name, call) => {
      if (name.startsWith('__')) return undefined;
      if (columnCollections.has(name))
        return call.interpreter.unknown('the columns of a query are not read', call.site);
      return nativeFunction(name, () => self);
    },
  },
});
const select = (call: NativeCall): InstanceValue => nativeInstance(selectClass, derivedFrom, call.site);

/** `polymorphic_union(tables, …)` and other FROM clauses that functions make. */
export const fromClauseFunction = (name: string): Value => nativeFunction(name, select);

/** Methods of a table. */
export const dmlMethods: readonly (readonly [string, Value])[] = [
  ...(['insert', 'update', 'delete'] as const).map((kind): readonly [string, Value] => [
    kind,
    nativeMethod(kind, (call) => {
      const statement = dml(kind, call.args[0], call);
      if (call.args.length === 1 && call.kwargs.size === 0) return statement;
      return call.interpreter.unknown(`arguments of ${kind}() are not read yet`, call.site);
    }),
  ]),
  ...['select', 'join', 'outerjoin', 'alias', 'subquery', 'exists'].map((name): readonly [string, Value] => [
    name,
    nativeMethod(name, select),
  ]),
];

/** By name, as `sqlalchemy` exports them. */
export const statementFunctions: Readonly<Record<string, Value>> = {
  insert: nativeFunction('insert', (call) => dml('insert', call.args[0], call)),
  update: nativeFunction('update', (call) => dml('update', call.args[0], call)),
  delete: nativeFunction('delete', (call) => dml('delete', call.args[0], call)),
  ...Object.fromEntries(
    ['select', 'union', 'union_all', 'except_', 'intersect', 'join', 'outerjoin', 'alias', 'cte'].map(
      (name): readonly [string, Value] => [name, nativeFunction(name, select)],
    ),
  ),
};
