/** `value[index]`: reading, writing and deleting. */
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { lookup, metaclassOf } from './classes.ts';
import { unwrap } from './containers.ts';
import { none, str } from './native.ts';
import { namespaceEscapes, writeNamespace } from './namespaces.ts';
import { noKeywords, type Runtime } from './runtime.ts';
import { filledAlias } from './type-alias.ts';
import type { ClassValue, SliceValue, Value } from './value.ts';

export function getItem(rt: Runtime, value: Value, index: Value, site: Origin): Value {
  if (value.kind === 'unknown') return computedFrom(value);
  if (value.kind === 'class') return classItem(rt, value, index, site);
  if (value.kind === 'generic-alias') {
    return filledAlias(value, index.kind === 'tuple' ? index.items : [index]);
  }
  // `(list[T] | None)[int]` fills type variables as well.
  if (value.kind === 'union-type') return value;
  if (value.kind === 'instance') {
    const method = lookup(value.cls, '__getitem__');
    if (method !== undefined) return rt.call(method, [value, index], noKeywords, site);
  }
  const plain = unwrap(value);
  if (index.kind === 'unknown') return computedFrom(index);
  switch (plain.kind) {
    case 'dict': {
      const entry = plain.entries.get(rt.hash(index, site));
      if (entry !== undefined) return entry.value;
      const missing = value.kind === 'instance' ? lookup(value.cls, '__missing__') : undefined;
      if (missing !== undefined) return rt.call(missing, [value, index], noKeywords, site);
      return rt.raiseKeyError(index, site);
    }
    case 'list':
    case 'tuple': {
      if (index.kind === 'slice') {
        const items = sliceIndices(rt, index, plain.items.length, site).map((i) => plain.items[i] ?? none);
        return plain.kind === 'list' ? { kind: 'list', items } : { kind: 'tuple', items };
      }
      const item = plain.items[position(rt, index, plain.items.length, plain.kind, site)];
      return item ?? rt.raise('IndexError', `${plain.kind} index out of range`, site);
    }
    case 'str': {
      const characters = /[\ud800-\udfff]/.test(plain.value) ? Array.from(plain.value) : plain.value;
      if (index.kind === 'slice') {
        return str(
          sliceIndices(rt, index, characters.length, site)
            .map((i) => characters[i] ?? '')
            .join(''),
        );
      }
      const character = characters[position(rt, index, characters.length, 'string', site)];
      return character === undefined
        ? rt.raise('IndexError', 'string index out of range', site)
        : str(character);
    }
    case 'bytes': {
      if (index.kind === 'slice') {
        const bytes = sliceIndices(rt, index, plain.value.length, site).map((i) => plain.value[i] ?? 0);
        return { kind: 'bytes', value: Uint8Array.from(bytes) };
      }
      const byte = plain.value[position(rt, index, plain.value.length, 'index', site)];
      return byte === undefined
        ? rt.raise('IndexError', 'index out of range', site)
        : { kind: 'int', value: BigInt(byte) };
    }
    default:
      return rt.raise('TypeError', `'${rt.typeOf(value).name}' object is not subscriptable`, site);
  }
}

function classItem(rt: Runtime, cls: ClassValue, index: Value, site: Origin): Value {
  const metaclass = metaclassOf(cls);
  const method = metaclass === null ? undefined : lookup(metaclass, '__getitem__');
  if (method !== undefined) return rt.call(method, [cls, index], noKeywords, site);
  const own = lookup(cls, '__class_getitem__');
  if (own !== undefined) {
    const fn = own.kind === 'classmethod' ? own.function : own;
    return rt.call(fn, [cls, index], noKeywords, site);
  }
  if (cls.hooks?.classGetItem !== undefined)
    return cls.hooks.classGetItem(cls, index, { site, interpreter: rt });
  return { kind: 'generic-alias', origin: cls, args: index.kind === 'tuple' ? index.items : [index] };
}

function position(rt: Runtime, index: Value, length: number, what: string, site: Origin): number {
  const plain = unwrap(index);
  if (plain.kind !== 'int' && plain.kind !== 'bool') {
    return rt.raise(
      'TypeError',
      `${what} indices must be integers or slices, not ${rt.typeOf(index).name}`,
      site,
    );
  }
  const at = Number(plain.value);
  return at < 0 ? at + length : at;
}

/** The positions that a slice selects, in order: `slice.indices` and `range` of Python in one. */
export function sliceIndices(rt: Runtime, slice: SliceValue, length: number, site: Origin): number[] {
  const bound = (value: Value, otherwise: number): number => {
    const plain = unwrap(value);
    if (plain.kind === 'none') return otherwise;
    if (plain.kind !== 'int' && plain.kind !== 'bool') {
      return rt.raise('TypeError', 'slice indices must be integers or None', site);
    }
    return Number(plain.value);
  };
  const step = bound(slice.step, 1);
  if (step === 0) return rt.raise('ValueError', 'slice step cannot be zero', site);
  const clamp = (value: number): number => {
    const at = value < 0 ? value + length : value;
    return step > 0 ? Math.max(0, Math.min(length, at)) : Math.max(-1, Math.min(length - 1, at));
  };
  const start = slice.lower.kind === 'none' ? (step > 0 ? 0 : length - 1) : clamp(bound(slice.lower, 0));
  const stop = slice.upper.kind === 'none' ? (step > 0 ? length : -1) : clamp(bound(slice.upper, 0));
  const result: number[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) result.push(i);
  return result;
}

export function setItem(rt: Runtime, value: Value, index: Value, item: Value, site: Origin): void {
  if (value.kind === 'unknown') return;
  if (value.kind === 'instance') {
    const method = lookup(value.cls, '__setitem__');
    if (method !== undefined) {
      rt.call(method, [value, index, item], noKeywords, site);
      return;
    }
  }
  const plain = unwrap(value);
  if (plain.kind === 'dict') {
    const hash = rt.hash(index, site);
    const entry = plain.entries.get(hash);
    if (entry === undefined) plain.entries.set(hash, { key: index, value: item });
    else entry.value = item;
    if (index.kind === 'unknown') namespaceEscapes(plain, index);
    else writeNamespace(plain, index, item);
    rt.checkSize(plain.entries.size, site);
    return;
  }
  if (plain.kind === 'list' && index.kind === 'slice') {
    const items = rt.iterate(item, site) ?? [item];
    rt.checkSize(plain.items.length + items.length, site);
    rt.grow(items.length, site);
    const positions = sliceIndices(rt, index, plain.items.length, site);
    const step = index.step.kind === 'int' ? index.step.value : 1n;
    if (step === 1n) {
      const start =
        positions[0] ??
        sliceIndices(rt, { ...index, upper: none }, plain.items.length, site)[0] ??
        plain.items.length;
      const rest = plain.items.splice(start);
      for (const each of items) plain.items.push(each);
      for (const each of rest.slice(positions.length)) plain.items.push(each);
      return;
    }
    for (const [i, at] of positions.entries()) plain.items[at] = items[i] ?? none;
    return;
  }
  if (plain.kind === 'list') {
    if (index.kind === 'unknown') {
      for (const [i] of plain.items.entries()) plain.items[i] = index;
      return;
    }
    const at = position(rt, index, plain.items.length, 'list', site);
    if (at < 0 || at >= plain.items.length)
      rt.raise('IndexError', 'list assignment index out of range', site);
    plain.items[at] = item;
    return;
  }
  rt.raise('TypeError', `'${rt.typeOf(value).name}' object does not support item assignment`, site);
}

export function deleteItem(rt: Runtime, value: Value, index: Value, site: Origin): void {
  if (value.kind === 'unknown') return;
  if (value.kind === 'instance') {
    const method = lookup(value.cls, '__delitem__');
    if (method !== undefined) {
      rt.call(method, [value, index], noKeywords, site);
      return;
    }
  }
  const plain = unwrap(value);
  if (plain.kind === 'dict') {
    if (!plain.entries.delete(rt.hash(index, site))) {
      rt.raiseKeyError(index, site);
    }
    return;
  }
  if (plain.kind === 'list') {
    if (index.kind === 'slice') {
      rt.work(plain.items.length / 64, site);
      const doomed = new Set(sliceIndices(rt, index, plain.items.length, site));
      const kept = plain.items.filter((_, i) => !doomed.has(i));
      plain.items.length = 0;
      for (const item of kept) plain.items.push(item);
      return;
    }
    const at = position(rt, index, plain.items.length, 'list', site);
    if (at < 0 || at >= plain.items.length)
      rt.raise('IndexError', 'list assignment index out of range', site);
    rt.work(plain.items.length / 1000, site);
    plain.items.splice(at, 1);
    return;
  }
  rt.raise('TypeError', `'${rt.typeOf(value).name}' object doesn't support item deletion`, site);
}
