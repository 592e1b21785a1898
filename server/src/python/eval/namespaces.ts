/** `globals()`, and `locals()` in a class body: dicts of names that writes go through. */
import { dictSet, emptyDict } from './containers.ts';
import { str } from './native.ts';
import type { DictValue, Scope, UnknownValue, Value } from './value.ts';

const namespaces = new WeakMap<DictValue, Map<string, Value>>();

/** The names of a scope as a dict. A module's and a class body's stay connected with it; a function's are a copy. */
export function namespaceDict(scope: Scope): DictValue {
  const result = emptyDict();
  for (const [key, value] of scope.names) dictSet(result, str(key), value);
  if (scope.kind === 'module' || scope.kind === 'class') namespaces.set(result, scope.names);
  return result;
}

/** After a change to a dict that may be a module's or a class body's names. */
export function writeNamespace(dict: Value, key: Value, value: Value): void {
  if (dict.kind === 'dict' && key.kind === 'str') namespaces.get(dict)?.set(key.value, value);
}

/** Code that is not known was given the dict: the module may have any further names. */
export function namespaceEscapes(dict: Value, unknown: UnknownValue): void {
  if (dict.kind === 'dict') namespaces.get(dict)?.set('*', unknown);
}
