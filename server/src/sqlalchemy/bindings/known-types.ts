/** Types whose meaning the user has told: `acme.types.Money` stands for `sqlalchemy.Numeric(12, 2)`. */
import type { Interpreter, NativeModuleFactory } from '../../python/eval/interpreter.ts';
import type { Value } from '../../python/eval/value.ts';
import type { TypeEngine } from '../sql/types.ts';
import { stateOf } from './state.ts';
import { typeClass, typeEngineClass } from './types/type-engine.ts';

/** Qualified name → what it stands for. */
export type KnownTypes = ReadonlyMap<string, TypeEngine>;

/** Types that evaluated code defines itself, but whose meaning cannot be known, are taken from here. */
export function setKnownTypes(interpreter: Interpreter, types: KnownTypes): void {
  stateOf(interpreter).knownTypes = types;
}

/**
 * Modules with the types, for packages that are not there to be read: `isThere` tells whether a module is. What else
 * such a module has stays unknown.
 */
export function knownTypeModules(
  types: KnownTypes,
  isThere: (module: string) => boolean,
): ReadonlyMap<string, NativeModuleFactory> {
  const modules = new Map<string, Map<string, Value>>();
  for (const [qualified, type] of types) {
    const dot = qualified.lastIndexOf('.');
    const [module, name] = [qualified.slice(0, dot), qualified.slice(dot + 1)];
    const [root = ''] = module.split('.', 1);
    if (isThere(root)) continue;
    const names = modules.get(module) ?? new Map<string, Value>();
    modules.set(module, names.set(name, standIn(module, name, type)));
  }
  return new Map(
    [...modules].map(([module, namespace]) => [
      module,
      (interpreter) => ({
        namespace,
        getAttribute: (name, site) =>
          interpreter.unknown(`the package of \`${module}.${name}\` is not in the workspace`, site),
      }),
    ]),
  );
}

/** A class that takes any arguments: what they mean is the user's to say. */
function standIn(module: string, name: string, impl: TypeEngine): Value {
  return typeClass(
    name,
    typeEngineClass,
    [],
    (given) => {
      const { interpreter, site } = given;
      const keywords = [...given.others()].map(([key, value]) => `${key}=${interpreter.repr(value, site)}`);
      const parts = [...given.rest.map((value) => interpreter.repr(value, site)), ...keywords];
      return { kind: 'decorated', module, qualname: name, repr: `${name}(${parts.join(', ')})`, impl };
    },
    { module, variadic: true },
  );
}
