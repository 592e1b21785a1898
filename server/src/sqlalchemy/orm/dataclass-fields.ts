/** Columns in the metadata of dataclass fields: `field(metadata={"sa": Column(…)})`. Mirrors `_cls_attr_resolver`. */
import { hashKey } from '../../python/eval/containers.ts';
import { nativeFunction } from '../../python/eval/native.ts';
import { dataclassFields } from '../../python/eval/stdlib/dataclasses.ts';
import type { ClassValue, Value } from '../../python/eval/value.ts';
import { mappingKey } from './registry.ts';

/**
 * What the fields that a class of the hierarchy declares hold under its `__sa_dataclass_metadata_key__`, by attribute. A
 * function among them is given to `declared`, which makes it a `declared_attr`.
 */
export function fieldAttributes(
  cls: ClassValue,
  owner: ClassValue,
  declared: (fn: Value) => Value,
): ReadonlyMap<string, Value> {
  const key = metadataKey(cls, owner);
  const found = new Map<string, Value>();
  if (key === null) return found;
  for (const { name, metadata } of dataclassFields(owner)) {
    if (metadata?.kind !== 'dict' || !owner.annotations.has(name)) continue;
    const value = metadata.entries.get(hashKey(key))?.value;
    if (value === undefined) continue;
    found.set(name, value.kind === 'function' || value.kind === 'native-function' ? declared(value) : value);
  }
  return found;
}

/** A function without parameters as one that takes the class, as `declared_attr` calls it. */
export function withoutClass(fn: Value): Value {
  return nativeFunction('field', ({ interpreter, site }) => interpreter.call(fn, [], new Map(), site));
}

/** The key of the class itself or of a base that is not mapped. Upstream: `_get_immediate_cls_attr`. */
function metadataKey(cls: ClassValue, owner: ClassValue): Value | null {
  for (const base of owner.mro) {
    const key = base.namespace.get('__sa_dataclass_metadata_key__');
    if (key !== undefined && (base === cls || !base.native.has(mappingKey)))
      return key.kind === 'none' ? null : key;
  }
  return null;
}
