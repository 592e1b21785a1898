/** `func`, `text`, `and_`, `cast` and the other expression constructors of `sqlalchemy`. */
import type { ClassValue, NativeCall, NativeFunctionValue, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { ClauseBuilder, SequenceBuilder } from '../../orm/builders.ts';
import type { ClauseElement, LiteralValue } from '../../sql/elements.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { Arguments, stringOf } from '../arguments.ts';
import { stateOf } from '../state.ts';
import { typeOf } from '../types/type-engine.ts';
import { clauseOf, functionClause } from './clauses.ts';
import { cast, collate, constant, expression, textInstance, toClause } from './elements.ts';
import { functionClasses } from './function-elements.ts';
import { boundValue } from './bound-values.ts';
import { literalOf } from './literals.ts';
import { booleanList, negate, unary } from './operators.ts';

/** Functions of PostgreSQL whose first of several arguments is a REGCONFIG. Upstream: `_regconfig_fn`. */
const textSearchFunctions = new Set([
  'to_tsvector',
  'to_tsquery',
  'plainto_tsquery',
  'phraseto_tsquery',
  'websearch_to_tsquery',
]);
const regconfig = (): TypeEngine => ({
  kind: 'dialect',
  dialect: 'postgresql',
  name: 'REGCONFIG',
  options: {},
});

/** `func.<name>`: a dotted path that a call turns into a FunctionElement. */
const functionGeneratorClass: ClassValue = nativeClass({
  name: '_FunctionGenerator',
  module: 'sqlalchemy.sql.functions',
  members: {
    __call__: nativeMethod('__call__', (call) => {
      const [self, ...values] = call.args;
      const name = self?.kind === 'instance' && typeof self.payload === 'string' ? self.payload : '';
      const sequence = values[0]?.kind === 'instance' ? values[0].payload : null;
      if (name.toLowerCase() === 'next_value' && sequence instanceof SequenceBuilder) {
        const { name: sequenceName, schema } = sequence;
        return expression(constant({ kind: 'next_value', sequence: sequenceName, schema }), call);
      }
      const own =
        stateOf(call.interpreter).functions.get(name.toLowerCase()) ??
        functionClasses.get(name.toLowerCase());
      if (own !== undefined) return call.interpreter.call(own, values, call.kwargs, call.site);
      const takesConfiguration = values.length > 1 && textSearchFunctions.has(name.toLowerCase());
      const args = values.map((value, index) =>
        toClause(
          call.interpreter,
          value,
          call.site,
          takesConfiguration && index === 0 ? regconfig : undefined,
        ),
      );
      const unknown = values.find((value) => value.kind === 'unknown');
      if (unknown !== undefined) return unknown;
      if (!args.every((argument) => argument !== null)) return expression(null, call);
      return expression(functionClause(name, args), call);
    }),
  },
  hooks: {
    getAttribute: (self, name, call) => {
      if (name.startsWith('__')) return undefined;
      const path = typeof self.payload === 'string' && self.payload !== '' ? `${self.payload}.` : '';
      // `func.if_()`: a trailing underscore keeps Python's keywords usable.
      return nativeInstance(functionGeneratorClass, path + name.replace(/_$/, ''), call.site);
    },
  },
});

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };
const fixed = (clause: ClauseElement): NativeFunctionValue =>
  nativeFunction(clause.kind, (call) => expression(constant(clause), call));

function junction(operator: 'AND' | 'OR'): NativeFunctionValue {
  return nativeFunction(operator === 'AND' ? 'and_' : 'or_', (call) => {
    const clauses = call.args.map((value) =>
      value.kind === 'bool' ? constant({ kind: value.value ? 'true' : 'false' }) : clauseOf(value),
    );
    return expression(
      clauses.every((clause) => clause !== null) ? booleanList(operator, clauses) : null,
      call,
    );
  });
}

function suffix(name: string, sql: string): readonly [string, Value] {
  return [
    name,
    nativeFunction(name, (call) => {
      const [value] = call.args;
      if (value === undefined) return expression(null, call);
      const text = stringOf(value);
      const clause = typeof text === 'string' ? columnText(text) : clauseOf(value);
      return expression(clause === null ? null : unary(sql, 'suffix', clause), call);
    }),
  ];
}

const columnText = (name: string): ClauseBuilder =>
  constant({ kind: 'column', table: null, schema: null, name, type: null });

/** `bindparam("name", value, type_=…)` and `literal(value, type_)`. */
function bindparam(call: NativeCall, named: boolean): Value {
  const given = new Arguments(
    named ? 'bindparam' : 'literal',
    call,
    named ? ['key', 'value', 'type_'] : ['value', 'type_', 'literal_execute'],
  );
  const value = given.value('value') ?? none;
  const type = given.value('type_');
  const name = named ? (given.string('key') ?? null) : null;
  given.others();
  const literal: LiteralValue | null = literalOf(call.interpreter, value, call.site);
  if (literal === null) {
    return value.kind === 'unknown'
      ? value
      : call.interpreter.unknown('this literal cannot be known', call.site);
  }
  const engine =
    type === undefined || type.kind === 'none' ? null : typeOf(call.interpreter, type, call.site);
  return expression(
    new ClauseBuilder(
      () => {
        const bound = boundValue(call.interpreter, value, engine, call.site);
        return bound.kind === 'bindparam' ? { ...bound, name } : bound;
      },
      { type: () => engine },
    ),
    call,
  );
}

/** `case((condition, result), …)`, or `case({value: result}, value=expression)`. */
function caseExpression(call: NativeCall): Value {
  const { interpreter, site } = call;
  const clause = (value: Value): ClauseBuilder | null => toClause(interpreter, value, site);
  const [only] = call.args;
  const given = only?.kind === 'list' && call.args.length === 1 ? only.items : call.args;
  const pairs = given.flatMap((item): readonly (readonly Value[])[] =>
    item.kind === 'dict'
      ? [...item.entries.values()].map(({ key, value }) => [key, value])
      : item.kind === 'tuple'
        ? [item.items]
        : [[]],
  );
  const whens = pairs.map(([condition, result]) => ({
    condition: condition === undefined ? null : clause(condition),
    result: result === undefined ? null : clause(result),
  }));
  const optional = (name: string): ClauseBuilder | null | undefined => {
    const value = call.kwargs.get(name);
    return value === undefined || value.kind === 'none' ? undefined : clause(value);
  };
  const value = optional('value');
  const otherwise = optional('else_');
  const known = whens.flatMap(({ condition, result }) =>
    condition === null || result === null ? [] : [{ condition, result }],
  );
  if (known.length < whens.length || known.length === 0 || value === null || otherwise === null)
    return expression(null, call);
  const parts = [value, ...known.flatMap(({ condition, result }) => [condition, result]), otherwise];
  return expression(
    new ClauseBuilder(
      () => ({
        kind: 'case',
        value: value?.build() ?? null,
        whens: known.map(({ condition, result }) => ({
          condition: condition.build(),
          result: result.build(),
        })),
        otherwise: otherwise?.build() ?? null,
      }),
      {
        columns: parts.flatMap((part) => part?.columns ?? []),
        type: known.at(-1)?.result.type ?? ((): null => null),
      },
    ),
    call,
  );
}

function extract(call: NativeCall): Value {
  const [name, value] = call.args;
  const field = name === undefined ? undefined : stringOf(name);
  const operand = value === undefined ? null : toClause(call.interpreter, value, call.site);
  if (typeof field !== 'string' || operand === null) return expression(null, call);
  return expression(
    new ClauseBuilder(() => ({ kind: 'extract', field, operand: operand.build() }), {
      columns: operand.columns,
      type: () => ({ kind: 'Integer' }),
    }),
    call,
  );
}

const notRead = (name: string): readonly [string, Value] => [
  name,
  nativeFunction(name, (call) =>
    call.interpreter.unknown(`\`${name}()\` is an SQL construct that Retort does not read yet`, call.site),
  ),
];

/** By name, as `sqlalchemy` exports them. */
export const expressionFunctions: Readonly<Record<string, Value>> = {
  func: nativeInstance(functionGeneratorClass, '', nowhere),
  text: nativeFunction('text', (call) => {
    const given = new Arguments('text', call, ['text']);
    const value = given.value('text') ?? none;
    if (value.kind === 'unknown') return value;
    const text = stringOf(value);
    if (typeof text !== 'string') {
      return call.interpreter.raise('TypeError', 'text() needs a string', call.site);
    }
    return textInstance({ kind: 'text', text, bindparams: [] }, call.site);
  }),
  literal: nativeFunction('literal', (call) => bindparam(call, false)),
  bindparam: nativeFunction('bindparam', (call) => bindparam(call, true)),
  literal_column: nativeFunction('literal_column', (call) => {
    const text = call.args[0] === undefined ? undefined : stringOf(call.args[0]);
    return expression(typeof text === 'string' ? constant({ kind: 'literal_column', text }) : null, call);
  }),
  null: fixed({ kind: 'null' }),
  true: fixed({ kind: 'true' }),
  false: fixed({ kind: 'false' }),
  and_: junction('AND'),
  or_: junction('OR'),
  not_: nativeFunction('not_', (call) => {
    const clause = call.args[0] === undefined ? null : clauseOf(call.args[0]);
    return expression(clause === null ? null : negate(clause), call);
  }),
  cast: nativeFunction('cast', (call) => {
    const [value, type] = call.args;
    if (value === undefined || type === undefined) return expression(null, call);
    const engine = typeOf(call.interpreter, type, call.site);
    const operand = toClause(call.interpreter, value, call.site, () => engine);
    return expression(operand === null ? null : cast(operand, engine), call);
  }),
  type_coerce: nativeFunction('type_coerce', (call) => {
    const [value, type] = call.args;
    if (value === undefined || type === undefined) return expression(null, call);
    const engine = typeOf(call.interpreter, type, call.site);
    const clause = toClause(call.interpreter, value, call.site, () => engine);
    if (clause === null) return expression(null, call);
    const { build, operator, columns } = clause;
    return expression(new ClauseBuilder(build, { type: () => engine, operator, columns }), call);
  }),
  collate: nativeFunction('collate', (call) => {
    const [value, name] = call.args.map((argument) => clauseOf(argument) ?? stringOf(argument));
    return expression(
      value instanceof ClauseBuilder && typeof name === 'string' ? collate(value, name) : null,
      call,
    );
  }),
  case: nativeFunction('case', caseExpression),
  extract: nativeFunction('extract', extract),
  distinct: nativeFunction('distinct', (call) => {
    const clause = call.args[0] === undefined ? null : clauseOf(call.args[0]);
    return expression(clause === null ? null : unary('DISTINCT', 'prefix', clause), call);
  }),
  between: nativeFunction('between', (call) => {
    const [value, ...bounds] = call.args;
    if (value === undefined) return expression(null, call);
    const method = call.interpreter.getAttribute(value, 'between', call.site);
    return call.interpreter.call(method, bounds, call.kwargs, call.site);
  }),
  ...Object.fromEntries([
    suffix('desc', 'DESC'),
    suffix('asc', 'ASC'),
    suffix('nulls_first', 'NULLS FIRST'),
    suffix('nullsfirst', 'NULLS FIRST'),
    suffix('nulls_last', 'NULLS LAST'),
    suffix('nullslast', 'NULLS LAST'),
    ...['exists', 'over', 'within_group', 'tuple_', 'any_', 'all_', 'try_cast', 'values', 'lateral'].map(
      notRead,
    ),
  ]),
};
