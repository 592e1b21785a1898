/** `isinstance` against the abstract classes of `collections.abc` and `typing`, which ask for methods, not for ancestors. */
import { lookup } from '../classes.ts';
import type { ClassValue } from '../value.ts';

const sequence = ['Sequence', 'Reversible', 'Collection', 'Sized', 'Iterable', 'Container'];
const mapping = ['Mapping', 'MutableMapping', 'Reversible', 'Collection', 'Sized', 'Iterable', 'Container'];
const setLike = ['Set', 'AbstractSet', 'Collection', 'Sized', 'Iterable', 'Container'];

/** Which abstract classes the builtin types are instances of. */
const builtinAbstracts: Readonly<Record<string, readonly string[]>> = {
  str: [...sequence, 'Hashable'],
  bytes: [...sequence, 'Hashable', 'ByteString'],
  tuple: [...sequence, 'Hashable'],
  range: [...sequence, 'Hashable'],
  list: [...sequence, 'MutableSequence'],
  dict: mapping,
  dict_view: [...setLike, 'KeysView', 'ItemsView', 'ValuesView'],
  set: [...setLike, 'MutableSet'],
  frozenset: [...setLike, 'Hashable'],
  generator: ['Iterator', 'Iterable', 'Generator', 'Hashable'],
  function: ['Callable', 'Hashable'],
  builtin_function_or_method: ['Callable', 'Hashable'],
  method: ['Callable', 'Hashable'],
  type: ['Callable', 'Hashable'],
};

const byMethod: Readonly<Record<string, string>> = {
  Callable: '__call__',
  Iterable: '__iter__',
  Sized: '__len__',
  Container: '__contains__',
  Iterator: '__next__',
};

/** Null when the class is no abstract class of those modules, or the answer needs more than is known here. */
export function isAbstractInstance(type: ClassValue, against: ClassValue): boolean | null {
  const isPlain = type.mro.every((cls) => cls.origin === null && cls.module === 'builtins');
  const names = type.mro.flatMap((cls) =>
    cls.module === 'builtins' ? (builtinAbstracts[cls.name] ?? []) : [],
  );
  if (names.includes(against.name)) return true;
  const method = byMethod[against.name];
  if (method !== undefined && lookup(type, method) !== undefined) return true;
  if (isPlain) return against.name === 'Hashable' ? null : false;
  return method === undefined ? null : false;
}

export function isAbstract(cls: ClassValue): boolean {
  return cls.origin === null && (cls.module === 'collections.abc' || cls.module === 'typing');
}
