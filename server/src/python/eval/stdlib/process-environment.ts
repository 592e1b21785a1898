/** `os.environ`: the variables that the process is known to have, and what evaluated code sets. */
import { JournaledMap } from '../journal.ts';
import { bool, nativeClass, nativeInstance, none, str } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { Interpreter, NativeCall, Value } from '../value.ts';
import { methodsOf } from './support.ts';

/** By name: null for a variable that code has deleted, Unknown for one that it may have set. */
type Changes = JournaledMap<string, Value | null>;

const changesOf = new WeakMap<Interpreter, Changes>();

function changes(interpreter: Interpreter): Changes {
  let found = changesOf.get(interpreter);
  if (found === undefined) {
    found = new JournaledMap();
    changesOf.set(interpreter, found);
  }
  return found;
}

/** The value of a variable, an Unknown where it is not known; null when it is not set. */
export function environmentVariable(call: NativeCall, name: string): Value | null {
  const changed = changes(call.interpreter);
  const own = changed.get(name) ?? changed.get(everything);
  if (own !== undefined) return own;
  if (changed.has(name)) return null;
  const known = call.interpreter.environmentVariable(name);
  if (known !== undefined) return known === null ? (changed.get(whatIsMissing) ?? null) : str(known);
  return call.interpreter.unknown(
    `the environment variable \`${name}\` is known only at run time`,
    call.site,
  );
}

/** `os.environ[name] = value`; null deletes. */
export function setEnvironmentVariable(call: NativeCall, name: string, value: Value | null): void {
  changes(call.interpreter).set(name, value);
}

/** Something sets variables that are not known: of those that are not set, or of all. */
export function loseEnvironment(call: NativeCall, reason: Value, overrides: boolean): void {
  changes(call.interpreter).set(overrides ? everything : whatIsMissing, reason);
}

// No variable has such a name.
const everything = '=*';
const whatIsMissing = '=';

function keyOf(call: NativeCall): string | null {
  const key = call.args[1] ?? call.kwargs.get('key');
  return key?.kind === 'str' ? key.value : null;
}

const unknownAll = (call: NativeCall): Value =>
  call.interpreter.unknown('the environment variables are known only at run time', call.site);

/** A method on one variable. */
function onVariable(run: (call: NativeCall, name: string, value: Value | null) => Value) {
  return (call: NativeCall): Value => {
    const name = keyOf(call);
    return name === null ? unknownAll(call) : run(call, name, environmentVariable(call, name));
  };
}

const missing = (call: NativeCall): Value => runtimeOf(call).raiseKeyError(call.args[1] ?? none, call.site);

function update(call: NativeCall): Value {
  const [, given] = call.args;
  const entries = given?.kind === 'dict' ? [...given.entries.values()] : [];
  for (const { key, value } of entries)
    if (key.kind === 'str') setEnvironmentVariable(call, key.value, value);
  for (const [name, value] of call.kwargs) setEnvironmentVariable(call, name, value);
  return none;
}

const environClass = nativeClass({
  name: '_Environ',
  module: 'os',
  members: methodsOf({
    get: onVariable((call, _name, value) => value ?? call.args[2] ?? call.kwargs.get('default') ?? none),
    __getitem__: onVariable((call, _name, value) => value ?? missing(call)),
    __contains__: onVariable((_call, _name, value) =>
      value?.kind === 'unknown' ? value : bool(value !== null),
    ),
    __setitem__: onVariable((call, name) => {
      setEnvironmentVariable(call, name, call.args[2] ?? none);
      return none;
    }),
    __delitem__: onVariable((call, name, value) => {
      if (value === null) return missing(call);
      setEnvironmentVariable(call, name, null);
      return none;
    }),
    setdefault: onVariable((call, name, value) => {
      if (value !== null) return value;
      const otherwise = call.args[2] ?? none;
      setEnvironmentVariable(call, name, otherwise);
      return otherwise;
    }),
    pop: onVariable((call, name, value) => {
      setEnvironmentVariable(call, name, null);
      return value ?? call.args[2] ?? call.kwargs.get('default') ?? missing(call);
    }),
    update,
    __iter__: unknownAll,
    __len__: unknownAll,
    items: unknownAll,
    keys: unknownAll,
    values: unknownAll,
    copy: unknownAll,
  }),
});

export const environ = nativeInstance(environClass, null, { file: '', range: { start: 0, end: 0 } });
