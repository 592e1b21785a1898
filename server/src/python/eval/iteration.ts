/** Iterating: everything finite becomes a list of values; generators run as their items are taken. */
import type { Origin } from '../../util/text-range.ts';
import { lookup, metaclassOf } from './classes.ts';
import { dictKeys, unwrap } from './containers.ts';
import { int, str } from './native.ts';
import { noKeywords, type LazyIterator, type Runtime } from './runtime.ts';
import type { IteratorValue, Value } from './value.ts';

const pending = new WeakMap<IteratorValue, LazyIterator>();

/** True for a generator that has not begun: to look at its items would run it. */
export function isPending(value: IteratorValue): boolean {
  return pending.has(value);
}

class LazyIteratorValue implements IteratorValue {
  readonly kind = 'iterator';
  position = 0;
  private taken: Value[] | null = null;
  private readonly rt: Runtime;

  constructor(rt: Runtime) {
    this.rt = rt;
  }

  /** All items; the body runs to its end at the first look. */
  get items(): readonly Value[] {
    if (this.taken !== null) return this.taken;
    const taken: Value[] = [];
    this.taken = taken;
    const lazy = pending.get(this);
    pending.delete(this);
    lazy?.drive((item) => {
      taken.push(item);
      this.rt.checkSize(taken.length, nowhere);
      return { kind: 'none' };
    });
    return taken;
  }
}

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };

export function lazyIterator(rt: Runtime, drive: LazyIterator['drive']): IteratorValue {
  const iterator = new LazyIteratorValue(rt);
  pending.set(iterator, { drive });
  return iterator;
}

export function iteratorOver(items: readonly Value[]): IteratorValue {
  return { kind: 'iterator', items, position: 0 };
}

/** Thrown through a generator's body when its consumer has enough: what `GeneratorExit` does. */
class Enough extends Error {}

/** Takes the generator of an iterator that has not begun, so that its body runs interleaved with the consumer. */
export function takeLazy(value: Value): LazyIterator | null {
  if (value.kind !== 'iterator') return null;
  const lazy = pending.get(value);
  if (lazy !== undefined) pending.delete(value);
  return lazy ?? null;
}

/** See `Runtime.forEach`. */
export function forEach(rt: Runtime, value: Value, site: Origin, onItem: (item: Value) => boolean): boolean {
  const lazy = takeLazy(value);
  if (lazy !== null) {
    const enough = new Enough();
    try {
      lazy.drive((item) => {
        rt.step(site.file, site);
        if (!onItem(item)) throw enough;
        return { kind: 'none' };
      });
    } catch (error) {
      if (error !== enough) throw error;
    }
    return true;
  }
  if (value.kind === 'iterator') {
    while (value.position < value.items.length) {
      const item = value.items[value.position++];
      if (item !== undefined && !onItem(item)) return true;
      rt.step(site.file, site);
    }
    return true;
  }
  if (value.kind === 'list') {
    // A list may grow or shrink under its loop; Python looks at the length each time.
    for (let i = 0; i < value.items.length; i++) {
      const item = value.items[i];
      if (item !== undefined && !onItem(item)) return true;
      rt.step(site.file, site);
    }
    return true;
  }
  const items = iterate(rt, value, site);
  if (items === null) return false;
  for (const item of items) {
    if (!onItem(item)) return true;
    rt.step(site.file, site);
  }
  return true;
}

/** All items of a finite iterable; null for an Unknown. */
export function iterate(rt: Runtime, value: Value, site: Origin): readonly Value[] | null {
  switch (value.kind) {
    case 'unknown':
      return null;
    case 'list':
      return [...value.items];
    case 'tuple':
      return value.items;
    case 'dict':
      return dictKeys(value);
    case 'set':
      return [...value.entries.values()];
    case 'str':
      return Array.from(value.value, str);
    case 'bytes':
      return Array.from(value.value, int);
    case 'iterator': {
      const rest = value.items.slice(value.position);
      value.position = value.items.length;
      return rest;
    }
    case 'class':
    case 'instance': {
      const cls = value.kind === 'class' ? metaclassOf(value) : value.cls;
      const method = cls === null ? undefined : lookup(cls, '__iter__');
      if (method !== undefined) {
        const iterator = rt.call(method, [value], noKeywords, site);
        return iterator === value ||
          (iterator.kind === 'instance' && lookup(iterator.cls, '__next__') !== undefined)
          ? drain(rt, iterator, site)
          : iterate(rt, iterator, site);
      }
      const plain = unwrap(value);
      if (plain !== value) return iterate(rt, plain, site);
      const getItem = cls === null ? undefined : lookup(cls, '__getitem__');
      if (getItem !== undefined && value.kind === 'instance') return drainSequence(rt, value, getItem, site);
      break;
    }
    default:
      break;
  }
  return rt.raise('TypeError', `'${rt.typeOf(value).name}' object is not iterable`, site);
}

function drain(rt: Runtime, iterator: Value, site: Origin): readonly Value[] | null {
  const next = iterator.kind === 'instance' ? lookup(iterator.cls, '__next__') : undefined;
  if (next === undefined) {
    return rt.raise('TypeError', `iter() returned non-iterator of type '${rt.typeOf(iterator).name}'`, site);
  }
  const result: Value[] = [];
  for (;;) {
    rt.checkSize(result.length, site);
    try {
      result.push(rt.call(next, [iterator], noKeywords, site));
    } catch (error) {
      if (rt.isException(error, 'StopIteration')) return result;
      throw error;
    }
  }
}

function drainSequence(rt: Runtime, value: Value, getItem: Value, site: Origin): readonly Value[] {
  const result: Value[] = [];
  for (;;) {
    rt.checkSize(result.length, site);
    try {
      result.push(rt.call(getItem, [value, int(result.length)], noKeywords, site));
    } catch (error) {
      if (rt.isException(error, 'IndexError')) return result;
      throw error;
    }
  }
}
