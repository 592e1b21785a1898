import type { NativeModuleFactory } from '../../../python/eval/interpreter.ts';
import type { Value } from '../../../python/eval/value.ts';

/**
 * A module of fixed names. A name that the real module may have and Retort does not know becomes an Unknown that says
 * so, never an ImportError.
 */
export function moduleOf(name: string, ...tables: readonly Readonly<Record<string, Value>>[]): NativeModuleFactory {
  return (interpreter) => ({
    namespace: new Map(tables.flatMap((table) => Object.entries(table))),
    getAttribute: (attribute, site) =>
      attribute.startsWith('__') && attribute.endsWith('__')
        ? undefined
        : interpreter.unknown(`Retort does not know \`${name}.${attribute}\``, site),
  });
}

/** The same with names that need the interpreter (subclasses of builtin exceptions). */
export function moduleWith(
  name: string,
  make: (interpreter: Parameters<NativeModuleFactory>[0]) => Readonly<Record<string, Value>>,
): NativeModuleFactory {
  return (interpreter) => moduleOf(name, make(interpreter))(interpreter);
}
