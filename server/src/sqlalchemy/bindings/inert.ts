/** Library objects that have no part in a schema: they can be made, passed around and subclassed. */
import type { ClassValue, NativeCall, NativeFunctionValue, Value } from '../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../../python/eval/native.ts';

/** A class whose instances take any arguments; what they would do is known only at run time. */
export function inertClass(
  name: string,
  module: string,
  options: {
    readonly bases?: readonly ClassValue[];
    readonly members?: Readonly<Record<string, Value>>;
    /** What an instance keeps of the call that makes it. */
    readonly payload?: (call: NativeCall) => unknown;
    /** What its attributes would do, for the message. */
    readonly reason?: string;
  } = {},
): ClassValue {
  return nativeClass({
    name,
    module,
    ...(options.bases === undefined ? {} : { bases: options.bases }),
    ...(options.members === undefined ? {} : { members: options.members }),
    hooks: {
      instantiate: (cls, call) => nativeInstance(cls, options.payload?.(call) ?? null, call.site),
      getAttribute: (self, attribute, call) =>
        attribute.startsWith('__')
          ? undefined
          : call.interpreter.unknown(
              `\`${self.cls.name}.${attribute}\` ${options.reason ?? 'is known only when the application runs'}`,
              call.site,
            ),
    },
  });
}

/** A function that gives an instance of an inert class. */
export function inertFunction(name: string, cls: ClassValue): NativeFunctionValue {
  return nativeFunction(name, (call) => nativeInstance(cls, null, call.site));
}

/** A function without effect on schemata. */
export const noOperation = (name: string): NativeFunctionValue => nativeFunction(name, () => none);

const identity = nativeFunction('decorator', (call) => call.args[0] ?? none);

/** `@name(...)`: a decorator factory that leaves the function as it is. */
export const decoratorFactory = (name: string): NativeFunctionValue => nativeFunction(name, () => identity);

/** `@name`: a decorator that leaves the function as it is. */
export const plainDecorator = (name: string): NativeFunctionValue =>
  nativeFunction(name, (call) => call.args[0] ?? none);

const enter = nativeMethod('__enter__', (call) => call.args[0] ?? none);
const exit = nativeMethod('__exit__', () => none);
/** What a `with` and an `async with` block needs. */
export const blockMembers: Readonly<Record<string, Value>> = {
  __enter__: enter,
  __exit__: exit,
  __aenter__: enter,
  __aexit__: exit,
};
