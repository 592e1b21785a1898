/** `object`, `type`, `property`, `classmethod`, `staticmethod`, `super` and the types of functions and modules. */
import { isSubclass } from '../classes.ts';
import { typeInit, typeNew } from '../create-class.ts';
import { nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue } from '../value.ts';

export const objectClass: ClassValue = nativeClass({ name: 'object', module: 'builtins' });

export const typeClass: ClassValue = nativeClass({
  name: 'type',
  module: 'builtins',
  members: {
    __new__: {
      kind: 'staticmethod',
      function: nativeFunction('__new__', (call) => {
        const [metaclass, ...rest] = call.args;
        return typeNew(runtimeOf(call), rest, metaclass?.kind === 'class' ? metaclass : null, call.site);
      }),
    },
    __init__: typeInit,
  },
});

export const propertyClass: ClassValue = nativeClass({
  name: 'property',
  module: 'builtins',
  members: {
    setter: nativeMethod('setter', ({ args: [self, set] }) =>
      self?.kind === 'property' ? { kind: 'property', get: self.get, set: set ?? null } : none,
    ),
    getter: nativeMethod('getter', ({ args: [self, get] }) =>
      self?.kind === 'property' ? { kind: 'property', get: get ?? none, set: self.set } : none,
    ),
    deleter: nativeMethod('deleter', ({ args: [self] }) => self ?? none),
  },
  hooks: {
    instantiate: (cls, call) => {
      const get = call.args[0] ?? call.kwargs.get('fget') ?? none;
      const set = call.args[1] ?? call.kwargs.get('fset') ?? null;
      if (cls === propertyClass) return { kind: 'property', get, set: set?.kind === 'none' ? null : set };
      const instance = nativeInstance(cls, { get }, call.site);
      instance.attributes.set('fget', get);
      return instance;
    },
  },
});

export const classmethodClass: ClassValue = nativeClass({
  name: 'classmethod',
  module: 'builtins',
  hooks: { instantiate: (_cls, { args: [fn = none] }) => ({ kind: 'classmethod', function: fn }) },
});

export const staticmethodClass: ClassValue = nativeClass({
  name: 'staticmethod',
  module: 'builtins',
  hooks: { instantiate: (_cls, { args: [fn = none] }) => ({ kind: 'staticmethod', function: fn }) },
});

export const superClass: ClassValue = nativeClass({
  name: 'super',
  module: 'builtins',
  hooks: {
    instantiate: (_cls, { args: [cls, self], interpreter, site }) => {
      if (cls?.kind !== 'class' || self === undefined) {
        return interpreter.raise('TypeError', 'super() argument 1 must be a type', site);
      }
      return { kind: 'super', cls, self };
    },
  },
});

const plain = (name: string): ClassValue => nativeClass({ name, module: 'builtins' });

export const noneTypeClass = plain('NoneType');
export const ellipsisClass = plain('ellipsis');
export const notImplementedClass = plain('NotImplementedType');
export const functionClass = plain('function');
export const nativeFunctionClass = plain('builtin_function_or_method');
export const methodClass = plain('method');
export const moduleClass = plain('module');
export const genericAliasClass = plain('GenericAlias');
export const unionTypeClass = plain('UnionType');
export const unknownClass = plain('unknown');

/** True for an instance of the class, `object` included. */
export function isInstanceOf(type: ClassValue, cls: ClassValue): boolean {
  return cls === objectClass || isSubclass(type, cls);
}
