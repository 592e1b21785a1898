/** Helpers to write emulated modules as tables. */
import type { NativeModuleFactory } from '../interpreter.ts';
import { nativeFunction, nativeMethod } from '../native.ts';
import type { NativeCall, Value } from '../value.ts';

/** A module with these names. */
export function moduleOf(members: Readonly<Record<string, Value>>): NativeModuleFactory {
  const namespace = new Map(Object.entries(members));
  return () => ({ namespace });
}

/** Functions by name. */
export function functionsOf(
  table: Readonly<Record<string, (call: NativeCall) => Value>>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).map(([name, run]) => [name, nativeFunction(name, run)]));
}

/** Methods by name; `args[0]` is the instance. */
export function methodsOf(
  table: Readonly<Record<string, (call: NativeCall) => Value>>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).map(([name, run]) => [name, nativeMethod(name, run)]));
}

/** Functions whose result only running the program can tell; each says so by its name. */
export function runTimeOnly(module: string, names: readonly string[]): Record<string, Value> {
  return functionsOf(
    Object.fromEntries(
      names.map((name) => [
        name,
        (call: NativeCall) =>
          call.interpreter.unknown(`what \`${module}.${name}\` gives is known only at run time`, call.site),
      ]),
    ),
  );
}

/** A property of instances. */
export function getter(get: (call: NativeCall) => Value): Value {
  return { kind: 'property', get: nativeMethod('get', get), set: null };
}

export const staticMethod = (fn: Value): Value => ({ kind: 'staticmethod', function: fn });
export const float = (value: number): Value => ({ kind: 'float', value });
