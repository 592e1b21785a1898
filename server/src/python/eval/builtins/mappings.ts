/** `dict`, `set` and `frozenset`. */
import { namespaceEscapes, writeNamespace } from '../namespaces.ts';
import { setOperation } from '../arithmetic.ts';
import { BuiltinPayload, dictKeys, dictSet, dictValues, emptyDict, setFrom, unwrap } from '../containers.ts';
import { mappingItems } from '../expressions.ts';
import { iteratorOver } from '../iteration.ts';
import {
  bool,
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue, DictValue, NativeCall, SetValue, Value } from '../value.ts';
import { items } from './arguments.ts';

function ownDict(call: NativeCall): DictValue {
  const value = unwrap(call.args[0] ?? none);
  if (value.kind === 'dict') return value;
  return call.interpreter.raise('TypeError', 'descriptor requires a dict', call.site);
}

/** `dict.update` and `dict(…)`: a mapping or pairs, then keywords. An Unknown source is given back. */
function updateDict(target: DictValue, call: NativeCall, source: Value | undefined): Value | null {
  const rt = runtimeOf(call);
  if (source?.kind === 'unknown') return source;
  if (source !== undefined && source.kind !== 'none') {
    const plain = unwrap(source);
    const isMapping = plain.kind === 'dict' || rt.findAttribute(source, 'keys', call.site) !== undefined;
    if (isMapping) {
      const added = mappingItems(rt, plain.kind === 'dict' ? plain : source, call.site);
      rt.grow(added.length * 8, call.site);
      for (const [key, value] of added) dictSet(target, key, value);
    } else {
      for (const pair of rt.iterate(source, call.site) ?? []) {
        const parts = rt.iterate(pair, call.site);
        if (parts === null) return pair;
        const [key, value] = parts;
        if (key === undefined || value === undefined || parts.length !== 2) {
          return rt.raise('ValueError', 'dictionary update sequence element has the wrong length', call.site);
        }
        rt.hash(key, call.site);
        dictSet(target, key, value);
      }
    }
  }
  for (const [key, value] of call.kwargs) dictSet(target, str(key), value);
  rt.checkSize(target.entries.size, call.site);
  return null;
}

export const dictClass: ClassValue = nativeClass({
  name: 'dict',
  module: 'builtins',
  members: {
    get: nativeMethod('get', (call) => {
      const [, key = none, otherwise = none] = call.args;
      if (key.kind === 'unknown') return key;
      return ownDict(call).entries.get(runtimeOf(call).hash(key, call.site))?.value ?? otherwise;
    }),
    keys: nativeMethod('keys', (call) => view(call, dictKeys(ownDict(call)))),
    values: nativeMethod('values', (call) => list(dictValues(ownDict(call)))),
    items: nativeMethod('items', (call) =>
      view(
        call,
        Array.from(ownDict(call).entries.values(), (entry) => tuple([entry.key, entry.value])),
      ),
    ),
    pop: nativeMethod('pop', (call) => {
      const [, key = none, otherwise] = call.args;
      if (key.kind === 'unknown') return key;
      const { entries } = ownDict(call);
      const hash = runtimeOf(call).hash(key, call.site);
      const entry = entries.get(hash);
      entries.delete(hash);
      return entry?.value ?? otherwise ?? runtimeOf(call).raiseKeyError(key, call.site);
    }),
    popitem: nativeMethod('popitem', (call) => {
      const { entries } = ownDict(call);
      runtimeOf(call).work(entries.size / 16, call.site);
      const last = [...entries].at(-1);
      if (last === undefined)
        return call.interpreter.raise('KeyError', 'popitem(): dictionary is empty', call.site);
      entries.delete(last[0]);
      return tuple([last[1].key, last[1].value]);
    }),
    setdefault: nativeMethod('setdefault', (call) => {
      const [, key = none, otherwise = none] = call.args;
      const target = ownDict(call);
      const found = target.entries.get(runtimeOf(call).hash(key, call.site));
      if (found !== undefined) return found.value;
      dictSet(target, key, otherwise);
      return otherwise;
    }),
    update: nativeMethod('update', (call) => {
      const target = ownDict(call);
      const unknown = updateDict(target, call, call.args[1]);
      for (const { key, value } of target.entries.values()) writeNamespace(target, key, value);
      if (unknown?.kind === 'unknown') namespaceEscapes(target, unknown);
      if (unknown?.kind === 'unknown') runtimeOf(call).unknownUse(call.site, unknown.reason, 'statement');
      return none;
    }),
    clear: nativeMethod('clear', (call) => {
      ownDict(call).entries.clear();
      return none;
    }),
    copy: nativeMethod('copy', (call) => {
      const result = emptyDict();
      for (const { key, value } of ownDict(call).entries.values()) dictSet(result, key, value);
      return result;
    }),
    fromkeys: {
      kind: 'staticmethod',
      function: nativeFunction('fromkeys', (call) => {
        const keys = items(call, 0);
        if ('kind' in keys) return keys;
        const result = emptyDict();
        for (const key of keys) dictSet(result, key, call.args[1] ?? none);
        return result;
      }),
    },
  },
  hooks: {
    instantiate: (cls, call) => {
      const result = emptyDict();
      const unknown = updateDict(result, call, call.args[0]);
      if (unknown !== null) return unknown;
      return cls === dictClass ? result : nativeInstance(cls, new BuiltinPayload(result), call.site);
    },
  },
});

/** Keys and items behave as sets; a copy in a list serves the rest. */
function view(_call: NativeCall, values: readonly Value[]): Value {
  return nativeInstance(dictViewClass, new BuiltinPayload(list(values)), _call.site);
}

const asSet = (call: NativeCall, index: number): SetValue => {
  const source = items(call, index);
  return setFrom('kind' in source ? [source] : source);
};

const dictViewClass: ClassValue = nativeClass({
  name: 'dict_view',
  module: 'builtins',
  members: {
    __or__: nativeMethod('__or__', (call) => setOperation('|', asSet(call, 0), asSet(call, 1))),
    __and__: nativeMethod('__and__', (call) => setOperation('&', asSet(call, 0), asSet(call, 1))),
    __sub__: nativeMethod('__sub__', (call) => setOperation('-', asSet(call, 0), asSet(call, 1))),
    __xor__: nativeMethod('__xor__', (call) => setOperation('^', asSet(call, 0), asSet(call, 1))),
    __ror__: nativeMethod('__ror__', (call) => setOperation('|', asSet(call, 1), asSet(call, 0))),
    __rand__: nativeMethod('__rand__', (call) => setOperation('&', asSet(call, 1), asSet(call, 0))),
    __rxor__: nativeMethod('__rxor__', (call) => setOperation('^', asSet(call, 1), asSet(call, 0))),
    __rsub__: nativeMethod('__rsub__', (call) => setOperation('-', asSet(call, 1), asSet(call, 0))),
    __eq__: nativeMethod('__eq__', (call) => {
      const [left, right] = [asSet(call, 0), asSet(call, 1)];
      return bool(
        left.entries.size === right.entries.size &&
          [...left.entries.keys()].every((k) => right.entries.has(k)),
      );
    }),
    __repr__: nativeMethod('__repr__', (call) =>
      str(`dict_keys(${call.interpreter.repr(unwrap(call.args[0] ?? none), call.site)})`),
    ),
    __iter__: nativeMethod('__iter__', (call) => {
      const plain = unwrap(call.args[0] ?? none);
      return iteratorOver(plain.kind === 'list' ? plain.items : []);
    }),
    __len__: nativeMethod('__len__', (call) => {
      const plain = unwrap(call.args[0] ?? none);
      return { kind: 'int', value: BigInt(plain.kind === 'list' ? plain.items.length : 0) };
    }),
  },
});

function ownSet(call: NativeCall): SetValue {
  const value = unwrap(call.args[0] ?? none);
  if (value.kind === 'set') return value;
  return call.interpreter.raise('TypeError', 'descriptor requires a set', call.site);
}

/** Replaces the content of a set. */
function assignSet(target: SetValue, content: SetValue): Value {
  target.entries.clear();
  for (const [key, value] of content.entries) target.entries.set(key, value);
  return none;
}

/** A method over any number of iterables. */
function combine(name: string, op: '|' | '&' | '-' | '^', updates: boolean): Value {
  return nativeMethod(name, (call) => {
    const target = ownSet(call);
    runtimeOf(call).grow(target.entries.size * 8, call.site);
    let result = setFrom(target.entries.values(), target.frozen);
    for (let i = 1; i < call.args.length; i++) {
      const source = items(call, i);
      if ('kind' in source) {
        if (updates) target.entries.set(source, source);
        return updates ? none : source;
      }
      result = setOperation(op, result, setFrom(source));
    }
    return updates ? assignSet(target, result) : result;
  });
}

function relation(name: string, test: (own: SetValue, other: SetValue) => boolean): Value {
  return nativeMethod(name, (call) => {
    const source = items(call, 1);
    return 'kind' in source ? source : bool(test(ownSet(call), setFrom(source)));
  });
}

const isWithin = (a: SetValue, b: SetValue): boolean =>
  [...a.entries.keys()].every((key) => b.entries.has(key));

const readers: Record<string, Value> = {
  union: combine('union', '|', false),
  intersection: combine('intersection', '&', false),
  difference: combine('difference', '-', false),
  symmetric_difference: combine('symmetric_difference', '^', false),
  issubset: relation('issubset', isWithin),
  issuperset: relation('issuperset', (a, b) => isWithin(b, a)),
  isdisjoint: relation('isdisjoint', (a, b) => ![...a.entries.keys()].some((key) => b.entries.has(key))),
  copy: nativeMethod('copy', (call) => setFrom(ownSet(call).entries.values(), ownSet(call).frozen)),
};

export const setClass: ClassValue = nativeClass({
  name: 'set',
  module: 'builtins',
  members: {
    ...readers,
    add: nativeMethod('add', (call) => {
      const target = ownSet(call);
      const item = call.args[1] ?? none;
      const key = runtimeOf(call).hash(item, call.site);
      if (!target.entries.has(key)) target.entries.set(key, item);
      return none;
    }),
    discard: nativeMethod('discard', (call) => {
      ownSet(call).entries.delete(runtimeOf(call).hash(call.args[1] ?? none, call.site));
      return none;
    }),
    remove: nativeMethod('remove', (call) => {
      const item = call.args[1] ?? none;
      if (ownSet(call).entries.delete(runtimeOf(call).hash(item, call.site))) return none;
      return runtimeOf(call).raiseKeyError(item, call.site);
    }),
    pop: nativeMethod('pop', (call) => {
      const [first] = ownSet(call).entries;
      if (first === undefined) return call.interpreter.raise('KeyError', 'pop from an empty set', call.site);
      ownSet(call).entries.delete(first[0]);
      return first[1];
    }),
    clear: nativeMethod('clear', (call) => {
      ownSet(call).entries.clear();
      return none;
    }),
    update: combine('update', '|', true),
    intersection_update: combine('intersection_update', '&', true),
    difference_update: combine('difference_update', '-', true),
    symmetric_difference_update: combine('symmetric_difference_update', '^', true),
  },
  hooks: { instantiate: (cls, call) => makeSet(cls, call, false) },
});

export const frozensetClass: ClassValue = nativeClass({
  name: 'frozenset',
  module: 'builtins',
  members: readers,
  hooks: { instantiate: (cls, call) => makeSet(cls, call, true) },
});

function makeSet(cls: ClassValue, call: NativeCall, frozen: boolean): Value {
  const source = items(call, 0);
  if ('kind' in source) return source;
  for (const item of source) runtimeOf(call).hash(item, call.site);
  const set = setFrom(source, frozen);
  const isPlain = cls === setClass || cls === frozensetClass;
  return isPlain ? set : nativeInstance(cls, new BuiltinPayload(set), call.site);
}
