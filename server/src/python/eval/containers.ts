/** Dictionaries and sets by Python's equality: `1`, `1.0` and `True` are one key, tuples are compared by their items. */
import type { DictValue, InstanceValue, SetValue, TupleValue, Value } from './value.ts';
import { EvaluationStopped } from './errors.ts';
import { str } from './native.ts';

/** What an instance of a Python subclass of `str`, `int`, `list` … carries: the plain value. */
export class BuiltinPayload {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** The plain value of an instance of a subclass of a builtin type (`class Status(str, Enum)`); others as they are. */
export function unwrap(value: Value): Value {
  return value.kind === 'instance' && value.payload instanceof BuiltinPayload ? value.payload.value : value;
}

/** The text of a `str`, or of an instance of a subclass of it; null for anything else. */
export function textOf(value: Value): string | null {
  const plain = unwrap(value);
  return plain.kind === 'str' ? plain.value : null;
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

/** What `id()` gives: a number for each object. */
export function identityOf(value: object): number {
  let id = identities.get(value);
  if (id === undefined) {
    id = nextIdentity++;
    identities.set(value, id);
  }
  return id;
}

/** The keys of values whose parts may be parts of many others: made once, so that a tower of them takes no power of two. */
const compositeKeys = new WeakMap<Value, string>();
const hashableTuples = new WeakSet<TupleValue>();
const maximumKey = 1_000_000;

function compositeKey(value: Value, parts: () => string): string {
  let key = compositeKeys.get(value);
  if (key === undefined) {
    key = parts();
    if (key.length > maximumKey)
      throw new EvaluationStopped('a value grows too large and evaluation was stopped', null);
    compositeKeys.set(value, key);
  }
  return key;
}

/** A JavaScript value that is the same (as a Map's key) for equal Python values. Unhashable values give themselves. */
export function hashKey(value: Value): unknown {
  switch (value.kind) {
    case 'str':
      return value.value;
    case 'int':
      return value.value;
    case 'bool':
      return value.value ? 1n : 0n;
    case 'float':
      return Number.isInteger(value.value) ? BigInt(value.value) : value.value;
    case 'none':
    case 'ellipsis':
    case 'not-implemented':
      return `\0${value.kind}`;
    case 'bytes':
      return `\0b${value.value.join(',')}`;
    case 'tuple':
      return compositeKey(value, () => `\0t${value.items.map(keyText).join('\0')}`);
    case 'set':
      return value.frozen ? `\0f${[...value.entries.values()].map(keyText).sort().join('\0')}` : value;
    case 'generic-alias':
      return compositeKey(value, () => `\0g${[value.origin, ...value.args].map(keyText).join('\0')}`);
    case 'union-type':
      return compositeKey(value, () => `\0u${value.members.map(keyText).sort().join('\0')}`);
    case 'bound-method':
      return `\0m${keyText(value.self)}\0${keyText(value.function)}`;
    case 'instance':
      return value.payload instanceof BuiltinPayload ? instanceKey(value) : value;
    default:
      return value;
  }
}

function instanceKey(value: InstanceValue): unknown {
  const plain = unwrap(value);
  return plain.kind === 'list' || plain.kind === 'dict' || plain.kind === 'set' ? value : hashKey(plain);
}

function keyText(value: Value): string {
  const key = hashKey(value);
  switch (typeof key) {
    case 'string':
      return `s${key.length.toString()}:${key}`;
    case 'bigint':
    case 'number':
      return `n${key.toString()}`;
    default:
      return `o${identityOf(key as object).toString()}`;
  }
}

/** False for lists, dictionaries, sets and tuples that hold such. */
export function isHashable(value: Value): boolean {
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'slice':
      return false;
    case 'set':
      return value.frozen;
    case 'tuple':
      if (hashableTuples.has(value)) return true;
      if (!value.items.every(isHashable)) return false;
      hashableTuples.add(value);
      return true;
    default:
      return true;
  }
}

export function emptyDict(): DictValue {
  return { kind: 'dict', entries: new Map() };
}

export function dictFromEntries(entries: Iterable<readonly [Value, Value]>): DictValue {
  const dict = emptyDict();
  for (const [key, value] of entries) dictSet(dict, key, value);
  return dict;
}

/** A dictionary with string keys. */
export function dictFromObject(entries: Iterable<readonly [string, Value]>): DictValue {
  const dict = emptyDict();
  for (const [key, value] of entries) dict.entries.set(key, { key: str(key), value });
  return dict;
}

export function dictGet(dict: DictValue, key: Value): Value | undefined {
  return dict.entries.get(hashKey(key))?.value;
}

export function dictGetText(dict: DictValue, key: string): Value | undefined {
  return dict.entries.get(key)?.value;
}

export function dictSet(dict: DictValue, key: Value, value: Value): void {
  const hash = hashKey(key);
  const entry = dict.entries.get(hash);
  if (entry === undefined) dict.entries.set(hash, { key, value });
  else entry.value = value;
}

export function dictKeys(dict: DictValue): Value[] {
  return Array.from(dict.entries.values(), (entry) => entry.key);
}

export function dictValues(dict: DictValue): Value[] {
  return Array.from(dict.entries.values(), (entry) => entry.value);
}

export function setFrom(items: Iterable<Value>, frozen = false): SetValue {
  const entries = new Map<unknown, Value>();
  for (const item of items) {
    const key = hashKey(item);
    if (!entries.has(key)) entries.set(key, item);
  }
  return { kind: 'set', frozen, entries };
}
