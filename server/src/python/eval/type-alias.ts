/** Type variables, generic aliases and `type X = …` (PEP 695): what `typing` tells of types that stand for others. */
import type { TypeAlias } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { hashKey } from './containers.ts';
import { nativeClass, nativeInstance, nativeMethod, none, str, tuple } from './native.ts';
import { union } from './operators.ts';
import type { Frame, Runtime } from './runtime.ts';
import type { InstanceValue, Scope, Value } from './value.ts';

/** `X | None` of values that are no classes but stand for types. */
export const unionMembers: Readonly<Record<string, Value>> = {
  __or__: nativeMethod('__or__', ({ args: [self = none, other = none] }) => union([self, other])),
  __ror__: nativeMethod('__ror__', ({ args: [self = none, other = none] }) => union([other, self])),
};

const reprOfName = nativeMethod('__repr__', ({ args: [self], interpreter, site }) =>
  str(self?.kind === 'instance' ? interpreter.str(self.attributes.get('__name__') ?? none, site) : ''),
);

export const typeVariable = nativeClass({
  name: 'TypeVar',
  module: 'typing',
  members: { __repr__: reprOfName, ...unionMembers },
  hooks: {
    instantiate: (cls, call) => {
      const instance = nativeInstance(cls, undefined, call.site);
      instance.attributes.set('__name__', call.args[0] ?? none);
      instance.attributes.set('__bound__', call.kwargs.get('bound') ?? none);
      return instance;
    },
  },
});

/** `TypeAliasType("Name", value)`, which the statement `type Name = value` makes as well. */
export const typeAliasType = nativeClass({
  name: 'TypeAliasType',
  module: 'typing',
  members: {
    __repr__: reprOfName,
    ...unionMembers,
    __getitem__: nativeMethod('__getitem__', ({ args: [self, index = none], site }) => {
      if (self?.kind !== 'instance') return none;
      const parameters = self.attributes.get('__type_params__');
      const filled = fill(
        self.attributes.get('__value__') ?? none,
        bindings(parameters?.kind === 'tuple' ? parameters.items : [], argumentsOf(index)),
      );
      return newAlias(self.attributes.get('__name__') ?? none, filled, [], site);
    }),
  },
  hooks: {
    instantiate: (_cls, call) => {
      const [name = none, value = call.kwargs.get('value') ?? none] = call.args;
      const parameters = call.kwargs.get('type_params');
      return newAlias(name, value, parameters?.kind === 'tuple' ? parameters.items : [], call.site);
    },
  },
});

function newAlias(name: Value, value: Value, parameters: readonly Value[], site: Origin): InstanceValue {
  const alias = nativeInstance(typeAliasType, undefined, site);
  alias.attributes.set('__name__', name);
  alias.attributes.set('__value__', value);
  alias.attributes.set('__type_params__', tuple(parameters));
  return alias;
}

/** What a `type` alias stands for, itself perhaps an alias; null for any other value. */
export function aliasedType(value: Value): Value | null {
  if (value.kind !== 'instance' || value.cls !== typeAliasType) return null;
  return value.attributes.get('__value__') ?? null;
}

/** `type Name[T] = value`. The value is evaluated at once; names that come later stay strings. */
export function evaluateTypeAlias(rt: Runtime, statement: TypeAlias, frame: Frame): Value {
  const site = { file: frame.file, range: statement.range };
  const names = new Map<string, Value>();
  for (const name of statement.typeParameters) {
    const variable = nativeInstance(typeVariable, undefined, site);
    variable.attributes.set('__name__', str(name));
    names.set(name, variable);
  }
  const scope: Scope = {
    kind: 'function',
    names,
    parent: frame.scope,
    globals: new Set(),
    nonlocals: new Set(),
    module: frame.scope.module ?? frame.scope,
  };
  const value = rt.evaluate(statement.value, { ...frame, scope, isAnnotation: true });
  return value.kind === 'unknown' ? value : newAlias(str(statement.name), value, [...names.values()], site);
}

type GenericAlias = Extract<Value, { kind: 'generic-alias' }>;

const argumentsOf = (index: Value): readonly Value[] => (index.kind === 'tuple' ? index.items : [index]);

/** `Alias[int]`: the type variables of a generic alias filled in their order; without any, its arguments replaced. */
export function filledAlias(alias: GenericAlias, args: readonly Value[]): Value {
  const variables: Value[] = [];
  collectVariables(alias, variables);
  if (variables.length === 0) return { kind: 'generic-alias', origin: alias.origin, args };
  return fill(alias, bindings(variables, args));
}

function bindings(variables: readonly Value[], args: readonly Value[]): ReadonlyMap<unknown, Value> {
  return new Map(
    variables.flatMap((variable, index): [unknown, Value][] => {
      const value = args[index];
      return value === undefined ? [] : [[hashKey(variable), value]];
    }),
  );
}

const isAnnotated = ({ origin }: GenericAlias): boolean =>
  origin.kind === 'class' && origin.name === 'Annotated' && origin.module === 'typing';
const isVariable = (value: Value): boolean => value.kind === 'instance' && value.cls === typeVariable;

function collectVariables(value: Value, found: Value[]): void {
  if (isVariable(value)) {
    if (!found.includes(value)) found.push(value);
  } else if (value.kind === 'generic-alias') for (const arg of value.args) collectVariables(arg, found);
  else if (value.kind === 'union-type') for (const member of value.members) collectVariables(member, found);
}

function fill(value: Value, known: ReadonlyMap<unknown, Value>): Value {
  if (isVariable(value)) return known.get(hashKey(value)) ?? value;
  if (value.kind === 'generic-alias') {
    const args = value.args.map((arg) => fill(arg, known));
    const [first] = args;
    // `Annotated` around what filled its variable, and that one is `Annotated` itself.
    const isNested = isAnnotated(value) && first?.kind === 'generic-alias' && isAnnotated(first);
    return {
      kind: 'generic-alias',
      origin: value.origin,
      args: isNested ? [...first.args, ...args.slice(1)] : args,
    };
  }
  if (value.kind === 'union-type') return union(value.members.map((member) => fill(member, known)));
  return value;
}
