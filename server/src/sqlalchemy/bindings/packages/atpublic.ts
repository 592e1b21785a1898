/** The package `public` (atpublic): `@public` lists a name in `__all__`, and `public(NAME=value)` binds one as well. */
import { nativeFunction, none, tuple } from '../../../python/eval/native.ts';
import type { NativeModuleFactory } from '../../../python/eval/interpreter.ts';
import type { NativeCall, Value } from '../../../python/eval/value.ts';

function publish(call: NativeCall): Value {
  const [thing] = call.args;
  if (thing !== undefined) return thing;
  const module = [...call.interpreter.modules.values()].find(({ file }) => file === call.site.file);
  const values: Value[] = [];
  for (const [name, value] of call.kwargs) {
    module?.namespace.set(name, value);
    values.push(value);
  }
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : tuple(values);
}

const namespace = new Map<string, Value>([
  ['public', nativeFunction('public', publish)],
  ['private', nativeFunction('private', (call) => call.args[0] ?? none)],
]);

/** `public` is a name that a project's own package may have; atpublic is the one with a version. */
export const atpublic: NativeModuleFactory = (interpreter) =>
  interpreter.hasSource('public') && interpreter.installedVersion('public') === null ? null : { namespace };
