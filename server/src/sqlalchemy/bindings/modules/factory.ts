import type { NativeModule, NativeModuleFactory } from '../../../python/eval/interpreter.ts';
import type { Interpreter, Value } from '../../../python/eval/value.ts';

type Names = Readonly<Record<string, Value>>;

/** Fixed names, or those of one interpreter (subclasses of its builtin exceptions). */
export type ModuleNames = Names | ((interpreter: Interpreter) => Names);

/**
 * The factories of a library's modules. A name that the real module may have and Retort does not know becomes an
 * Unknown that says so, never an ImportError. A submodule is an attribute of its parent, imported or not.
 */
export function moduleFactories(
  modules: ReadonlyMap<string, ModuleNames>,
  /** Further names of a module, asked each time: what evaluated code has added to it. */
  added: ReadonlyMap<string, (interpreter: Interpreter, name: string) => Value | undefined> = new Map(),
): ReadonlyMap<string, NativeModuleFactory> {
  const factories = new Map<string, (interpreter: Interpreter) => NativeModule>();
  for (const [name, names] of modules) {
    factories.set(name, (interpreter) => {
      const submodules = new Map<string, Value>();
      return {
        namespace: new Map(Object.entries(typeof names === 'function' ? names(interpreter) : names)),
        getAttribute: (attribute, site) => {
          if (attribute.startsWith('__') && attribute.endsWith('__')) return undefined;
          const own = added.get(name)?.(interpreter, attribute);
          if (own !== undefined) return own;
          const factory = factories.get(`${name}.${attribute}`);
          if (factory === undefined)
            return interpreter.unknown(`Retort does not know \`${name}.${attribute}\``, site);
          const known = submodules.get(attribute);
          if (known !== undefined) return known;
          const made = factory(interpreter);
          const submodule: Value = {
            kind: 'module',
            name: `${name}.${attribute}`,
            file: null,
            isPackage: true,
            namespace: new Map(made.namespace),
            ...(made.getAttribute === undefined ? {} : { getAttribute: made.getAttribute }),
          };
          submodules.set(attribute, submodule);
          return submodule;
        },
      };
    });
  }
  return factories;
}
