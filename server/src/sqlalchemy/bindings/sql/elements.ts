/** SQL expressions as evaluated code makes them: the classes, their operators, and how any value becomes a clause. */
import type {
  ClassValue,
  InstanceValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, nativeMethod, none } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { ClauseBuilder } from '../../orm/builders.ts';
import { DerivedFrom } from '../../orm/registry.ts';
import type { ClauseElement } from '../../sql/elements.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { stringOf } from '../arguments.ts';
import { typeOf } from '../types/type-engine.ts';
import { boundValue } from './bound-values.ts';
import { CustomElement, clauseOf } from './clauses.ts';
import { literalOf } from './literals.ts';
import { binary, booleanList, negate, unary } from './operators.ts';
import { subscriptMembers } from './subscripts.ts';
import { compileMethod } from './compile.ts';

const module = 'sqlalchemy.sql.elements';

export const constant = (clause: ClauseElement): ClauseBuilder => new ClauseBuilder(() => clause);
const nullClause = constant({ kind: 'null' });

/** Any value inside an expression; a plain one becomes a bound literal of the other side's type. Null: not known. */
export function toClause(
  interpreter: Interpreter,
  value: Value,
  site: Origin,
  type: () => TypeEngine | null = () => null,
): ClauseBuilder | null {
  const clause = clauseOf(value);
  if (clause !== null) return clause;
  if (value.kind === 'none') return nullClause;
  if (literalOf(interpreter, value, site) === null) return null;
  return new ClauseBuilder(() => boundValue(interpreter, value, type(), site), { type });
}

/** An expression instance, or Unknown when a part of it could not be known. */
export function expression(
  clause: ClauseBuilder | null,
  call: { readonly interpreter: Interpreter; readonly site: Origin },
): Value {
  return clause === null
    ? call.interpreter.unknown('a part of this SQL expression cannot be known', call.site)
    : nativeInstance(expressionClass, clause, call.site);
}

type Operation = (self: ClauseBuilder, other: Value, call: NativeCall) => ClauseBuilder | null;

function operatorMethod(name: string, operation: Operation): readonly [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const [self, other] = call.args;
      const clause = self === undefined ? null : clauseOf(self);
      if (clause === null)
        return call.interpreter.unknown(`\`${name}\` of this value cannot be known`, call.site);
      if (other?.kind === 'unknown') return other;
      // `like(…, escape=…)` and the like: an option that nobody reads must not be lost.
      const option = [...call.kwargs].find(
        ([, value]) => value.kind !== 'none' && !(value.kind === 'bool' && !value.value),
      );
      if (option !== undefined)
        return call.interpreter.unknown(`\`${option[0]}\` of \`${name}()\` is not read`, call.site);
      return expression(operation(clause, other ?? none, call), call);
    }),
  ];
}

/**
 * The type of a plain value beside an expression: the expression's, or the value's own where the two are of another kind.
 * Upstream: `coerce_compared_value`.
 */
function comparedType(self: ClauseBuilder, value: Value): ClauseBuilder['type'] {
  return () => {
    const type = self.type();
    const own = value.kind === 'str' ? 'text' : value.kind === 'int' ? 'integer' : null;
    const other = type === null ? null : affinityOf(type.kind);
    return own === null || other === null || own === other ? type : null;
  };
}

function affinityOf(kind: TypeEngine['kind']): 'text' | 'integer' | 'boolean' | 'moment' | null {
  if (stringKinds.has(kind)) return 'text';
  if (/^(?:(?:Small|Big)?Integer|INT|INTEGER|SMALLINT|BIGINT)$/.test(kind)) return 'integer';
  if (/^(?:Boolean|BOOLEAN)$/.test(kind)) return 'boolean';
  return /^(?:Date|DATE|DateTime|DATETIME|TIMESTAMP|Time|TIME)$/.test(kind) ? 'moment' : null;
}

/** A comparison or arithmetic operator; `reversed` puts the other side first. */
function simple(name: string, sql: string, reversed = false): readonly [string, Value] {
  return operatorMethod(name, (self, other, call) => {
    const right = toClause(call.interpreter, other, call.site, comparedType(self, other));
    if (right === null) return null;
    return reversed
      ? binary(right, operatorFor(sql, self), self)
      : binary(self, operatorFor(sql, self), right);
  });
}

const stringKinds = new Set([
  'String',
  'Text',
  'Unicode',
  'UnicodeText',
  'VARCHAR',
  'NVARCHAR',
  'CHAR',
  'TEXT',
]);
function operatorFor(sql: string, self: ClauseBuilder): string {
  return sql === '+' && stringKinds.has(self.type()?.kind ?? '') ? '||' : sql;
}

function equality(name: string, sql: '=' | '!='): readonly [string, Value] {
  return operatorMethod(name, (self, other, call) => {
    const isNull = other.kind === 'none' || clauseOf(other)?.build().kind === 'null';
    if (isNull) return binary(self, sql === '=' ? 'IS' : 'IS NOT', nullClause);
    if (other.kind === 'bool') return binary(self, sql, truth(other.value));
    const right = toClause(call.interpreter, other, call.site, comparedType(self, other));
    return right === null ? null : binary(self, sql, right);
  });
}
const truth = (value: boolean): ClauseBuilder => constant({ kind: value ? 'true' : 'false' });

function identity(name: string, sql: string): readonly [string, Value] {
  return operatorMethod(name, (self, other, call) => {
    if (other.kind === 'bool') return binary(self, sql, truth(other.value));
    const right = toClause(call.interpreter, other, call.site, self.type);
    return right === null ? null : binary(self, sql, right);
  });
}

function membership(name: string, sql: 'IN' | 'NOT IN'): readonly [string, Value] {
  return operatorMethod(name, (self, other, call) => {
    if (other.kind === 'instance' && other.payload instanceof DerivedFrom) {
      const query = other.payload.subselect();
      return query === null ? null : binary(self, sql, query);
    }
    const items = call.interpreter.iterate(other, call.site);
    const clauses = items?.map((item) => toClause(call.interpreter, item, call.site, self.type));
    // An empty list is written in another way by each database.
    if (clauses?.every((clause) => clause !== null) !== true || clauses.length === 0) return null;
    const list = new ClauseBuilder(() => ({
      kind: 'list',
      clauses: clauses.map((clause) => clause.build()),
    }));
    return binary(self, sql, list);
  });
}

/** `startswith`, `endswith`, `contains`: LIKE with the pattern joined to `%`. */
function pattern(name: string, before: boolean, after: boolean): readonly [string, Value] {
  return operatorMethod(name, (self, other, call) => {
    const given = toClause(call.interpreter, other, call.site, self.type);
    if (given === null) return null;
    let text = given;
    const percent = constant({
      kind: 'bindparam',
      name: null,
      value: { type: 'str', value: '%' },
      type: null,
      inline: true,
    });
    if (before) text = binary(percent, '||', text);
    if (after) text = binary(text, '||', percent);
    const joined = text;
    const like = binary(self, 'LIKE', joined);
    // Upstream joins the pattern where it compiles, with no parentheses around it.
    return new ClauseBuilder(
      () => ({
        kind: 'binary',
        operator: 'LIKE',
        left: self.build(),
        right: joined.build(),
        bareRight: true,
      }),
      { operator: 'LIKE', columns: like.columns, type: like.type },
    );
  });
}

function modifier(name: string, sql: string): readonly [string, Value] {
  return operatorMethod(name, (self) => unary(sql, 'suffix', self));
}

const operators: Readonly<Record<string, Value>> = Object.fromEntries([
  equality('__eq__', '='),
  equality('__ne__', '!='),
  simple('__lt__', '<'),
  simple('__le__', '<='),
  simple('__gt__', '>'),
  simple('__ge__', '>='),
  simple('__add__', '+'),
  simple('__sub__', '-'),
  simple('__mul__', '*'),
  simple('__truediv__', '/'),
  simple('__floordiv__', '//'),
  simple('__rfloordiv__', '//', true),
  simple('__mod__', '%'),
  simple('__radd__', '+', true),
  simple('__rsub__', '-', true),
  simple('__rmul__', '*', true),
  simple('__rtruediv__', '/', true),
  simple('concat', '||'),
  simple('like', 'LIKE'),
  simple('not_like', 'NOT LIKE'),
  simple('notlike', 'NOT LIKE'),
  simple('ilike', 'ILIKE'),
  simple('not_ilike', 'NOT ILIKE'),
  simple('notilike', 'NOT ILIKE'),
  identity('is_', 'IS'),
  identity('is_not', 'IS NOT'),
  identity('isnot', 'IS NOT'),
  simple('is_distinct_from', 'IS DISTINCT FROM'),
  simple('is_not_distinct_from', 'IS NOT DISTINCT FROM'),
  simple('isnot_distinct_from', 'IS NOT DISTINCT FROM'),
  membership('in_', 'IN'),
  membership('not_in', 'NOT IN'),
  membership('notin_', 'NOT IN'),
  pattern('startswith', false, true),
  pattern('endswith', true, false),
  pattern('contains', true, true),
  operatorMethod('__and__', (self, other) => list('AND', self, other)),
  operatorMethod('__or__', (self, other) => list('OR', self, other)),
  operatorMethod('__invert__', (self) => negate(self)),
  operatorMethod('__neg__', (self) => unary('-', 'prefix', self)),
  modifier('desc', 'DESC'),
  modifier('asc', 'ASC'),
  modifier('nulls_first', 'NULLS FIRST'),
  modifier('nullsfirst', 'NULLS FIRST'),
  modifier('nulls_last', 'NULLS LAST'),
  modifier('nullslast', 'NULLS LAST'),
  operatorMethod('label', (self, other) => {
    const name = stringOf(other);
    return typeof name === 'string' ? label(self, name) : self;
  }),
  operatorMethod('self_group', (self) => self),
  operatorMethod('cast', (self, type, call) => cast(self, typeOf(call.interpreter, type, call.site))),
  operatorMethod('collate', (self, other) => {
    const name = stringOf(other);
    return typeof name === 'string' ? collate(self, name) : null;
  }),
  operatorMethod('between', (self, lower, call) => {
    const low = toClause(call.interpreter, lower, call.site, self.type);
    const high = toClause(call.interpreter, call.args[2] ?? none, call.site, self.type);
    if (low === null || high === null) return null;
    const range = new ClauseBuilder(() => ({ kind: 'list', clauses: [low.build(), high.build()] }));
    return binary(self, 'BETWEEN', range);
  }),
]);

function list(operator: 'AND' | 'OR', self: ClauseBuilder, other: Value): ClauseBuilder | null {
  if (other.kind === 'bool') return booleanList(operator, [self, truth(other.value)]);
  const right = clauseOf(other);
  return right === null ? null : booleanList(operator, [self, right]);
}

export function cast(operand: ClauseBuilder, type: TypeEngine): ClauseBuilder {
  return new ClauseBuilder(() => ({ kind: 'cast', operand: operand.build(), type }), {
    type: () => type,
    columns: operand.columns,
  });
}

function label(operand: ClauseBuilder, name: string): ClauseBuilder {
  const { type, operator, columns } = operand;
  return new ClauseBuilder(() => ({ kind: 'label', name, element: operand.build() }), {
    type,
    operator,
    columns,
  });
}

export function collate(operand: ClauseBuilder, collation: string): ClauseBuilder {
  return new ClauseBuilder(() => ({ kind: 'collate', operand: operand.build(), collation }), {
    operator: 'collate',
    type: operand.type,
    columns: operand.columns,
  });
}

/** `column.op("->>")("key")`: a function from the other side to an expression. */
const customOperator = nativeMethod('op', (call) => {
  const [self, name] = call.args;
  const clause = self === undefined ? null : clauseOf(self);
  const sql = name === undefined ? undefined : stringOf(name);
  return {
    kind: 'native-function',
    name: 'op',
    isMethod: false,
    call: (inner) => {
      const other = inner.args[0];
      const right =
        other === undefined
          ? null
          : toClause(inner.interpreter, other, inner.site, clause?.type ?? (() => null));
      return expression(
        // A division by this name is written as given, which Python's operators are not.
        clause === null || right === null || typeof sql !== 'string' || /^\/+$/.test(sql)
          ? null
          : binary(clause, sql, right),
        inner,
      );
    },
  };
});

/** Also the base of an application's own elements, whose SQL a `@compiles` function writes. */
export const clauseElementClass: ClassValue = nativeClass({
  name: 'ClauseElement',
  module,
  members: { compile: compileMethod },
  hooks: {
    instantiate: (cls, call) =>
      nativeInstance(cls, new CustomElement(call.interpreter, [], false), call.site),
  },
});

/** Everything with operators: columns, functions, comparisons. */
export const columnElementClass: ClassValue = nativeClass({
  name: 'ColumnElement',
  module,
  bases: [clauseElementClass],
  members: { ...operators, ...subscriptMembers, op: customOperator, bool_op: customOperator },
});

/** What operators and functions make: not a base of columns, which is what Python's order of operands goes by. */
const expressionClass: ClassValue = nativeClass({
  name: 'BinaryExpression',
  module,
  bases: [columnElementClass],
});

/** `text("…")`. */
export const textClauseClass: ClassValue = nativeClass({
  name: 'TextClause',
  module,
  bases: [clauseElementClass],
  members: {
    bindparams: nativeMethod('bindparams', (call) => withBindparams(call)),
    columns: nativeMethod('columns', (call) => call.args[0] ?? none),
    execution_options: nativeMethod('execution_options', (call) => call.args[0] ?? none),
    self_group: nativeMethod('self_group', (call) => call.args[0] ?? none),
    __str__: nativeMethod('__str__', (call) => {
      const text = textOf(call.args[0] ?? none);
      return text === null ? none : { kind: 'str', value: text };
    }),
    __and__: nativeMethod('__and__', (call) => junction(call, 'AND')),
    __or__: nativeMethod('__or__', (call) => junction(call, 'OR')),
  },
});

function junction(call: NativeCall, operator: 'AND' | 'OR'): Value {
  const clauses = call.args.map(clauseOf);
  return expression(clauses.every((clause) => clause !== null) ? booleanList(operator, clauses) : null, call);
}
/** The SQL of a `text()` instance. */
export function textOf(value: Value): string | null {
  const built =
    value.kind === 'instance' && value.cls === textClauseClass ? clauseOf(value)?.build() : undefined;
  return built?.kind === 'text' ? built.text : null;
}

function withBindparams(call: NativeCall): Value {
  const [self, ...parameters] = call.args;
  const clause = self === undefined ? null : clauseOf(self)?.build();
  if (clause?.kind !== 'text') return none;
  const bindparams = [...clause.bindparams];
  for (const parameter of parameters) {
    const built = clauseOf(parameter)?.build();
    if (built?.kind !== 'bindparam')
      return call.interpreter.unknown('a bind parameter cannot be known', call.site);
    bindparams.push(built);
  }
  for (const [name, value] of call.kwargs) {
    const literal = literalOf(call.interpreter, value, call.site);
    if (literal === null)
      return call.interpreter.unknown(`the bind parameter \`${name}\` cannot be known`, call.site);
    bindparams.push({ kind: 'bindparam', name, value: literal, type: null, inline: false });
  }
  return textInstance({ ...clause, bindparams }, call.site);
}

export function textInstance(clause: ClauseElement & { readonly kind: 'text' }, site: Origin): InstanceValue {
  return nativeInstance(textClauseClass, constant(clause), site);
}
