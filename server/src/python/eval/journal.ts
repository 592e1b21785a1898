/**
 * What the body of each module did while it ran, besides filling its namespace: so that a later evaluation can do it
 * again without running the body. See `incremental.ts`.
 */
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Module } from '../syntax/ast.ts';
import type { Cost } from './interpreter.ts';
import type { ModuleValue, Value } from './value.ts';

export type JournalEvent =
  | { readonly kind: 'import'; readonly name: string; readonly site: Origin; hasFailed: boolean }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** A change of a container that several modules share, such as the tables of a MetaData. */
  | {
      readonly kind: 'change';
      readonly container: Journaled;
      readonly value: unknown;
      readonly again: () => void;
      readonly undo: () => void;
    }
  /** Something that was read and may be different the next time. */
  | { readonly kind: 'read'; readonly holds: () => boolean };

/** Objects, and what each held. See `snapshot.ts`. */
export interface Snapshot {
  readonly objects: readonly object[];
  readonly contents: readonly (readonly unknown[])[];
}

/** One run of a module's body. */
export interface ModuleRecord {
  readonly value: ModuleValue;
  readonly source: Module;
  readonly events: JournalEvent[];
  /** Names of the modules whose values it has seen. */
  readonly reads: Set<string>;
  /** What it took itself of the budgets, without the modules that it imported. */
  cost: Cost;
  /** Its namespace when its body ended. */
  names: readonly (readonly [string, Value])[];
  /** What it made, as it was when its body ended; null while it runs. */
  snapshot: Snapshot | null;
}

interface Journaled {
  /** Takes back what modules have changed. */
  reset(): void;
}

/** The record of the module whose body runs. Evaluation is synchronous, so there is one at a time. */
let active: ModuleRecord | null = null;

export function activeRecord(): ModuleRecord | null {
  return active;
}

/** Runs code on behalf of a module; with null, on behalf of none. */
export function recordingFor<T>(record: ModuleRecord | null, run: () => T): T {
  const outer = active;
  active = record;
  try {
    return run();
  } finally {
    active = outer;
  }
}

/** Runs code that is no module's and gives what it read and changed of what modules share. */
export function eventsOf<T>(run: () => T): { readonly value: T; readonly events: readonly JournalEvent[] } {
  const nobody: ModuleValue = {
    kind: 'module',
    name: '',
    file: null,
    isPackage: false,
    namespace: new Map(),
  };
  const text = {
    kind: 'Module',
    file: '',
    text: '',
    body: [],
    errors: [],
    range: { start: 0, end: 0 },
  } as const;
  const record: ModuleRecord = {
    value: nobody,
    source: text,
    events: [],
    reads: new Set(),
    cost: { steps: 0, memory: 0 },
    names: [],
    snapshot: null,
  };
  return { value: recordingFor(record, run), events: record.events };
}

/** Runs code and takes back what it changed of what modules share: the next to run finds it as it was. */
export function withoutTrace<T>(run: () => T): T {
  const { value, events } = eventsOf(run);
  for (const event of [...events].reverse()) if (event.kind === 'change') event.undo();
  return value;
}

/**
 * A Map that modules share by design: what a module reads and changes is written down, so that the module need not run
 * again as long as it would find the same.
 */
export class JournaledMap<K, V> extends Map<K, V> implements Journaled {
  override get(key: K): V | undefined {
    const value = super.get(key);
    if (active !== null) this.noteRead(() => super.get(key) === value);
    return value;
  }

  override has(key: K): boolean {
    const has = super.has(key);
    if (active !== null) this.noteRead(() => super.has(key) === has);
    return has;
  }

  override set(key: K, value: V): this {
    const before = active === null ? undefined : super.get(key);
    this.noteChange(
      value,
      () => {
        super.set(key, value);
      },
      () => {
        if (before === undefined) super.delete(key);
        else super.set(key, before);
      },
    );
    return super.set(key, value);
  }

  override delete(key: K): boolean {
    this.noteChange(
      key,
      () => {
        super.delete(key);
      },
      this.restorer(),
    );
    return super.delete(key);
  }

  override clear(): void {
    this.noteChange(
      null,
      () => {
        super.clear();
      },
      this.restorer(),
    );
    super.clear();
  }

  private restorer(): () => void {
    const before = active === null ? [] : [...super.entries()];
    return () => {
      super.clear();
      for (const [key, value] of before) super.set(key, value);
    };
  }

  override get size(): number {
    this.noteAll();
    return super.size;
  }

  override keys(): MapIterator<K> {
    this.noteAll();
    return super.keys();
  }

  override values(): MapIterator<V> {
    this.noteAll();
    return super.values();
  }

  override entries(): MapIterator<[K, V]> {
    this.noteAll();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  override forEach(callback: (value: V, key: K, map: Map<K, V>) => void): void {
    this.noteAll();
    super.forEach(callback);
  }

  reset(): void {
    super.clear();
  }

  private noteRead(holds: () => boolean): void {
    active?.events.push({ kind: 'read', holds });
  }

  private noteAll(): void {
    if (active === null) return;
    const before = [...super.entries()];
    this.noteRead(() => {
      const now = [...super.entries()];
      return (
        now.length === before.length &&
        now.every(([key, value], at) => before[at]?.[0] === key && before[at][1] === value)
      );
    });
  }

  private noteChange(value: unknown, again: () => void, undo: () => void): void {
    active?.events.push({ kind: 'change', container: this, value, again, undo });
  }
}

/** The same for a list that only grows. What no module has put there stays. */
export class JournaledList<T> implements Journaled {
  private made: { readonly item: T; readonly isLasting: boolean }[] = [];

  push(item: T): void {
    const entry = { item, isLasting: active === null };
    this.made.push(entry);
    active?.events.push({
      kind: 'change',
      container: this,
      value: item,
      again: () => {
        this.made.push(entry);
      },
      undo: () => {
        this.made = this.made.filter((each) => each !== entry);
      },
    });
  }

  get items(): readonly T[] {
    return this.made.map(({ item }) => item);
  }

  reset(): void {
    this.made = this.made.filter(({ isLasting }) => isLasting);
  }
}
