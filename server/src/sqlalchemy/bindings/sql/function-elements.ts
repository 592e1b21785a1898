/** `FunctionElement` and `GenericFunction`, which applications subclass for functions of their own. */
import {
  list,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
} from '../../../python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { ClauseBuilder } from '../../orm/builders.ts';
import type { ClauseElement } from '../../sql/elements.ts';
import { functionName } from '../compilers.ts';
import { stateOf } from '../state.ts';
import { CustomElement } from './clauses.ts';
import { columnElementClass, toClause } from './elements.ts';

/** `element.clauses`: the arguments, one by one and as a list. */
const clauseListClass: ClassValue = nativeClass({
  name: 'ClauseList',
  module: 'sqlalchemy.sql.elements',
  bases: [columnElementClass],
  members: {
    __iter__: nativeMethod('__iter__', (call) => ({
      kind: 'iterator',
      items: itemsOf(call.args[0]),
      position: 0,
    })),
    __len__: nativeMethod('__len__', (call) => ({
      kind: 'int',
      value: BigInt(itemsOf(call.args[0]).length),
    })),
    clauses: nativeProperty('clauses', (self) => list([...itemsOf(self)])),
  },
});

const listItems = new WeakMap<InstanceValue, readonly Value[]>();
function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'instance' ? (listItems.get(value) ?? []) : [];
}

function argumentsOf(self: InstanceValue): readonly ClauseBuilder[] {
  return self.payload instanceof CustomElement ? self.payload.args : [];
}
const listOf = (args: readonly ClauseBuilder[]): ClauseElement => ({
  kind: 'list',
  clauses: args.map((argument) => argument.build()),
});

const clauses = nativeProperty('clauses', (self, call) => {
  const args = argumentsOf(self);
  const value = nativeInstance(clauseListClass, new ClauseBuilder(() => listOf(args)), call.site);
  listItems.set(
    value,
    args.map((argument) => nativeInstance(columnElementClass, argument, call.site)),
  );
  return value;
});
const clauseExpression = nativeProperty('clause_expr', (self, call) => {
  const args = argumentsOf(self);
  const grouping = new ClauseBuilder(() => ({ kind: 'grouping', element: listOf(args) }));
  return nativeInstance(columnElementClass, grouping, call.site);
});

function makeElement(cls: ClassValue, call: NativeCall, isFunction: boolean): Value {
  const { interpreter, site } = call;
  const unknown = call.args.find((value) => value.kind === 'unknown');
  if (unknown !== undefined) return unknown;
  const args = call.args.map((value) => toClause(interpreter, value, site));
  return args.every((argument) => argument !== null)
    ? nativeInstance(cls, new CustomElement(interpreter, args, isFunction), site)
    : interpreter.unknown('a part of this SQL expression cannot be known', site);
}

export const functionElementClass: ClassValue = nativeClass({
  name: 'FunctionElement',
  module: 'sqlalchemy.sql.functions',
  bases: [columnElementClass],
  members: { clauses, clause_expr: clauseExpression },
  hooks: { instantiate: (cls, call) => makeElement(cls, call, false) },
});

/** A subclass is what `func.<its name>` makes from then on. */
export const genericFunctionClass: ClassValue = nativeClass({
  name: 'GenericFunction',
  module: 'sqlalchemy.sql.functions',
  bases: [functionElementClass],
  hooks: {
    instantiate: (cls, call) => makeElement(cls, call, true),
    subclassCreated: (cls, { interpreter }) => {
      if (cls.namespace.has('package')) return;
      const identifier = cls.namespace.get('identifier');
      const name = identifier?.kind === 'str' ? identifier.value : functionName(cls);
      interpreter.noteHiddenState();
      stateOf(interpreter).functions.set(name.toLowerCase(), cls);
    },
  },
});

/** The functions that SQLAlchemy has a class for: `@compiles(functions.now, "sqlite")` changes what `func.now()` writes. */
export const functionClasses: ReadonlyMap<string, ClassValue> = new Map(
  'array_agg char_length coalesce concat count current_date current_time current_timestamp current_user localtime localtimestamp max min now random session_user sum sysdate user'
    .split(' ')
    .map((name) => [
      name,
      nativeClass({ name, module: 'sqlalchemy.sql.functions', bases: [genericFunctionClass] }),
    ]),
);
