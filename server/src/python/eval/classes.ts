/** Method resolution order and lookups in it. */
import { computedFrom } from './alternatives.ts';
import type { ClassValue, UnknownValue, Value } from './value.ts';

/** The C3 order of a class with these bases, the class itself left out; null when there is none. */
export function linearize(bases: readonly ClassValue[]): ClassValue[] | null {
  const [only] = bases;
  if (bases.length === 1 && only !== undefined) return [...only.mro];
  const sequences = [...bases.map((base) => [...base.mro]), [...bases]].filter((s) => s.length > 0);
  const result: ClassValue[] = [];
  while (sequences.length > 0) {
    const head = sequences
      .map((sequence) => sequence[0])
      .find(
        (candidate) =>
          candidate !== undefined && !sequences.some((sequence) => sequence.indexOf(candidate) > 0),
      );
    if (head === undefined) return null;
    result.push(head);
    for (let i = sequences.length - 1; i >= 0; i--) {
      const sequence = sequences[i];
      if (sequence?.[0] === head) sequence.shift();
      if (sequence?.length === 0) sequences.splice(i, 1);
    }
  }
  return result;
}

/** The attribute of a class or the first of its ancestors that has it, unbound. */
export function lookup(cls: ClassValue, name: string): Value | undefined {
  for (const ancestor of cls.mro) {
    const value = ancestor.namespace.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The same, starting behind `after` in the order. */
export function lookupAfter(cls: ClassValue, after: ClassValue, name: string): Value | undefined {
  const from = cls.mro.indexOf(after) + 1;
  for (let i = from; i < cls.mro.length; i++) {
    const value = cls.mro[i]?.namespace.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function isSubclass(cls: ClassValue, ancestor: ClassValue): boolean {
  return cls === ancestor || cls.mro.includes(ancestor);
}

/** The class of a class, where one was named; null for plain `type`. */
export function metaclassOf(cls: ClassValue): ClassValue | null {
  for (const ancestor of cls.mro) {
    const metaclass = ancestor.keywords.get('metaclass');
    if (metaclass?.kind === 'class') return metaclass;
  }
  return null;
}

const unknownDecoratorKey = Symbol('unknown decorator');

/** A decorator that is not known may have given the class anything. */
export function markUnknownDecorator(cls: ClassValue, decorated: UnknownValue): void {
  cls.native.set(unknownDecoratorKey, decorated);
}

/** Why attributes of a class cannot all be known: the first Unknown among the bases and decorators of it and its ancestors. */
export function unknownBase(cls: ClassValue): UnknownValue | null {
  for (const ancestor of cls.mro) {
    for (const base of ancestor.bases) if (base.kind === 'unknown') return computedFrom(base);
    const decorated = ancestor.native.get(unknownDecoratorKey) as UnknownValue | undefined;
    if (decorated !== undefined) return decorated;
  }
  return null;
}
