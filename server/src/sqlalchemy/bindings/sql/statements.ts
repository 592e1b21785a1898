/** `insert`, `update` and `delete`, as far as migration scripts execute them. */
import type { ClassValue, NativeCall, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import type { ClauseBuilder, TableBuilder } from '../../orm/builders.ts';
import { ColumnBuilder } from '../../orm/builders.ts';
import { stringOf } from '../arguments.ts';
import { clauseOf } from './clauses.ts';
import { clauseElementClass, toClause } from './elements.ts';
import { booleanList } from './operators.ts';
import { tableOf } from './select-parts.ts';
import { SelectBuilder, selectFunctions, selectMethods } from './select.ts';

interface InsertedRows {
  readonly columns: readonly string[];
  readonly select: SelectBuilder;
}
type DmlParts = Partial<Pick<DmlBuilder, 'values' | 'where' | 'fromSelect' | 'refusal'>>;

/** A statement that changes rows. Immutable: each method gives a new one. */
export class DmlBuilder {
  readonly kind: 'insert' | 'update' | 'delete';
  readonly table: TableBuilder;
  readonly values: readonly (readonly [column: string, value: ClauseBuilder])[];
  readonly where: ClauseBuilder | null;
  /** The rows of `insert().from_select(names, select)`. */
  readonly fromSelect: InsertedRows | null;
  /** Why it cannot be known completely; null when it can. */
  readonly refusal: string | null;

  constructor(kind: DmlBuilder['kind'], table: TableBuilder, parts: DmlParts = {}) {
    this.kind = kind;
    this.table = table;
    this.values = parts.values ?? [];
    this.where = parts.where ?? null;
    this.fromSelect = parts.fromSelect ?? null;
    this.refusal = parts.refusal ?? null;
  }

  with(parts: DmlParts): DmlBuilder {
    return new DmlBuilder(this.kind, this.table, {
      values: parts.values ?? this.values,
      where: parts.where ?? this.where,
      fromSelect: parts.fromSelect ?? this.fromSelect,
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
  if (clauses.some(({ columns }) => columns.some(({ table }) => isOther(table, statement.table))))
    return statement.with({ refusal: 'a condition on several tables is not read yet' });
  const all = statement.where === null ? clauses : [statement.where, ...clauses];
  return statement.with({ where: booleanList('AND', all) });
}

/** Another table than the one that is changed: upstream then writes UPDATE … FROM. */
function isOther(table: TableBuilder | null, target: TableBuilder): boolean {
  return table !== null && (table.name !== target.name || table.schema !== target.schema);
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

function fromSelect(statement: DmlBuilder, call: NativeCall): DmlBuilder {
  const [, names = none, query] = call.args;
  const select = query?.kind === 'instance' && query.payload instanceof SelectBuilder ? query.payload : null;
  if (select === null || select.refusal !== null)
    return statement.with({
      refusal: `its query cannot be known: ${select?.refusal ?? 'it is no select()'}`,
    });
  const columns = (call.interpreter.iterate(names, call.site) ?? []).map((name) =>
    name.kind === 'instance' && name.payload instanceof ColumnBuilder ? name.payload.name : stringOf(name),
  );
  return columns.length > 0 && columns.every((column) => typeof column === 'string')
    ? statement.with({ fromSelect: { columns, select } })
    : statement.with({ refusal: 'the columns of from_select() cannot be known' });
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
    method('from_select', fromSelect),
    method('execution_options', (statement) => statement),
    ...[
      'returning',
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
  const table = target === undefined ? null : tableOf(call, target);
  if (table === null) return call.interpreter.unknown(`the table of this ${kind} cannot be known`, call.site);
  return nativeInstance(dmlClass, new DmlBuilder(kind, table), call.site);
}

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
  ...selectMethods,
];

/** By name, as `sqlalchemy` exports them. */
export const statementFunctions: Readonly<Record<string, Value>> = {
  insert: nativeFunction('insert', (call) => dml('insert', call.args[0], call)),
  update: nativeFunction('update', (call) => dml('update', call.args[0], call)),
  delete: nativeFunction('delete', (call) => dml('delete', call.args[0], call)),
  ...selectFunctions,
};
