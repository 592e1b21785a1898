/** Helpers with which TypeScript defines functions, classes and modules for evaluated code. */
import type { Origin } from '../../util/text-range.ts';
import type {
  ClassValue,
  InstanceValue,
  NativeCall,
  NativeClassHooks,
  NativeFunctionValue,
  NoneValue,
  PropertyValue,
  StrValue,
  BoolValue,
  IntValue,
  TupleValue,
  ListValue,
  Value,
} from './value.ts';

export const none: NoneValue = { kind: 'none' };
const trueValue: BoolValue = { kind: 'bool', value: true };
const falseValue: BoolValue = { kind: 'bool', value: false };

export const bool = (value: boolean): BoolValue => (value ? trueValue : falseValue);
export const int = (value: number | bigint): IntValue => ({ kind: 'int', value: BigInt(value) });
export const str = (value: string): StrValue => ({ kind: 'str', value });
export const tuple = (items: readonly Value[]): TupleValue => ({ kind: 'tuple', items });
export const list = (items: readonly Value[]): ListValue => ({ kind: 'list', items: [...items] });

/** A plain function. */
export function nativeFunction(name: string, call: (call: NativeCall) => Value): NativeFunctionValue {
  return { kind: 'native-function', name, isMethod: false, call };
}

/** A method: `args[0]` is the instance when it is called on one. */
export function nativeMethod(name: string, call: (call: NativeCall) => Value): NativeFunctionValue {
  return { kind: 'native-function', name, isMethod: true, call };
}

/** A read-only attribute computed on access. */
export function nativeProperty(
  name: string,
  get: (self: InstanceValue, call: NativeCall) => Value,
): PropertyValue {
  return {
    kind: 'property',
    get: nativeMethod(name, (call) => {
      const self = call.args[0];
      return self?.kind === 'instance' ? get(self, call) : none;
    }),
    set: null,
  };
}

export interface NativeClassDefinition {
  readonly name: string;
  /** Dotted module name as Python reports it in `__module__`. */
  readonly module: string;
  readonly bases?: readonly ClassValue[];
  readonly members?: Readonly<Record<string, Value>>;
  readonly hooks?: NativeClassHooks;
  /** A class whose members are the class's own (`EnumMeta.__iter__`); subclasses inherit it. */
  readonly metaclass?: ClassValue;
}

/** Defines a class. Its bases must be native classes in an order that linearises without conflicts. */
export function nativeClass(definition: NativeClassDefinition): ClassValue {
  const bases = definition.bases ?? [];
  const mro: ClassValue[] = [];
  const inherited = bases.map((base) => base.hooks ?? {}).reverse();
  const hooks = Object.assign({}, ...inherited, definition.hooks) as NativeClassHooks;
  const cls: ClassValue = {
    kind: 'class',
    name: definition.name,
    qualname: definition.name,
    module: definition.module,
    bases,
    mro,
    namespace: new Map(Object.entries(definition.members ?? {})),
    annotations: new Map(),
    memberOrigins: new Map(),
    keywords: definition.metaclass === undefined ? new Map() : new Map([['metaclass', definition.metaclass]]),
    origin: null,
    nameOrigin: null,
    docstring: null,
    hooks,
    native: new Map(),
  };
  mro.push(cls);
  for (const base of bases) for (const ancestor of base.mro) if (!mro.includes(ancestor)) mro.push(ancestor);
  return cls;
}

/** An instance of a (native) class that carries TypeScript data. */
export function nativeInstance(cls: ClassValue, payload: unknown, origin: Origin): InstanceValue {
  return { kind: 'instance', cls, attributes: new Map(), payload, origin };
}
