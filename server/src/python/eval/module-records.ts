/**
 * Evaluating again after a change, with the modules that it cannot concern taken from the time before: their objects
 * are the same ones, and what their bodies did (imports, problems, tables in a MetaData) is done again in its order, so
 * that the outcome is what evaluating everything would give.
 *
 * A module is executed again when its text changed, when it has seen a value of one that is executed again, or when
 * another module changes what it made. None of that is guessed: reads are written down, and changes are found by
 * comparing what each kept module made with how it was. Where the attempt does not hold, all is evaluated anew.
 */
import type { Module } from '../syntax/ast.ts';
import { EvaluationStopped } from './errors.ts';
import { activeRecord, type ModuleRecord } from './journal.ts';
import { isIntact, takeSnapshot, type Sealed } from './snapshot.ts';
import type { ModuleValue, Value } from './value.ts';

interface NativeContainer {
  readonly content: Map<unknown, unknown> | unknown[];
  readonly original: readonly unknown[];
}

export class ModuleRecords {
  /** Of the last run, by module name; those in `kept` need not be executed in this one. */
  private records = new Map<string, ModuleRecord>();
  private kept = new Set<string>();
  /** Records of this run: executed, or repeated. */
  private reached = new Map<string, ModuleRecord>();
  /** Modules whose objects others change: executed every time. */
  private readonly touched = new Set<string>();
  /** Modules whose body failed, and files that nobody imports: executed every time. */
  private volatile = new Set<string>();
  /** Theirs: no later run repeats them, but what they changed is taken back. */
  private loose: ModuleRecord[] = [];
  private readonly repeating = new Set<string>();
  private readonly sealed: Sealed = new WeakSet();
  private readonly natives: NativeContainer[] = [];
  /** Why what was kept cannot be used after all. */
  private broken: string | null = null;
  /** Emulated libraries keep something beside the values of Python. */
  private hasHiddenState = false;
  private isAgain = false;

  /** Chooses what to keep. False when nothing can be. */
  startAgain(changedFiles: ReadonlySet<string>): boolean {
    if (this.hasHiddenState) return false;
    const dirty = new Set([...this.volatile, ...this.touched]);
    if (this.broken !== null) dirty.add(this.broken);
    for (const [name, { source }] of this.records) if (changedFiles.has(source.file)) dirty.add(name);
    for (let before = -1; before < dirty.size;) {
      before = dirty.size;
      for (const [name, { reads }] of this.records) {
        if (!dirty.has(name) && [...reads].some((read) => dirty.has(read))) dirty.add(name);
      }
    }
    for (const { events } of [...this.records.values(), ...this.reached.values(), ...this.loose]) {
      for (const event of events) if (event.kind === 'change') event.container.reset();
    }
    for (const { content, original } of this.natives) restore(content, original);
    this.kept = new Set([...this.records.keys()].filter((name) => !dirty.has(name)));
    for (const name of this.kept) withoutSubmodules(this.records.get(name)?.value);
    this.reached = new Map();
    this.volatile = new Set();
    this.loose = [];
    this.repeating.clear();
    this.broken = null;
    this.isAgain = true;
    return this.kept.size > 0;
  }

  /** Ends a run. False when what it gave is not what evaluating everything would have given. */
  settle(): boolean {
    const isSound = this.broken === null && !(this.isAgain && this.hasHiddenState);
    let isUntouched = true;
    for (const [name, { snapshot }] of this.reached) {
      if (snapshot === null || isIntact(snapshot)) continue;
      this.touched.add(name);
      if (this.kept.has(name)) isUntouched = false;
    }
    this.records = new Map([...this.records, ...this.reached]);
    if (isSound) this.records = this.reached;
    return isSound && isUntouched;
  }

  /** How many modules this run took as they were. */
  get keptCount(): number {
    return [...this.reached.keys()].filter((name) => this.kept.has(name)).length;
  }

  get reachedCount(): number {
    return this.reached.size;
  }

  /** The module of the last run, for its identity: who only passes it on need not be executed again. */
  formerModule(name: string): ModuleValue | null {
    return this.records.get(name)?.value ?? null;
  }

  reusable(name: string, source: Module): ModuleRecord | null {
    const record = this.kept.has(name) ? this.records.get(name) : undefined;
    return record?.source === source ? record : null;
  }

  begin(value: ModuleValue, source: Module): ModuleRecord {
    return {
      value,
      source,
      events: [],
      reads: new Set(),
      cost: { steps: 0, memory: 0 },
      snapshot: null,
      names: [],
    };
  }

  /** After the body of an imported module ended well. */
  finish(record: ModuleRecord, nativesBefore: readonly Content[]): void {
    const made = record.events.flatMap((event) => (event.kind === 'change' ? [event.value] : []));
    record.names = [...record.value.namespace];
    record.snapshot = takeSnapshot(record.value, made, this.sealed);
    this.reached.set(record.value.name, record);
    this.kept.delete(record.value.name);
    const now = this.nativeContents();
    if (now.some((content, at) => differs(content, nativesBefore[at] ?? content))) {
      this.touched.add(record.value.name);
    }
  }

  /** A body that failed, or of a file that nobody imports. */
  fail(record: ModuleRecord): void {
    this.volatile.add(record.value.name);
    this.reached.delete(record.value.name);
    this.loose.push(record);
  }

  /** Around the repetition of what a kept module did. */
  repeat(record: ModuleRecord, run: () => void): void {
    const { name, namespace } = record.value;
    this.reached.set(name, record);
    this.repeating.add(name);
    run();
    this.repeating.delete(name);
    // In the order in which its body bound them, submodules included.
    namespace.clear();
    for (const [bound, value] of record.names) namespace.set(bound, value);
  }

  /** A module's body has read `name` of a module. */
  noteRead(module: ModuleValue, name: string, value: Value | undefined): void {
    const record = activeRecord();
    if (record === null || record.value === module || module.file === null) return;
    const isSubmodule = value !== undefined && isSubmoduleOf(module, name, value);
    if (value === undefined || isSubmodule) {
      // A submodule is the same object whoever executes it; any import of it puts it there.
      const holds = (): boolean => {
        const now = module.namespace.get(name);
        return (
          now === value || (value === undefined && now !== undefined && isSubmoduleOf(module, name, now))
        );
      };
      record.events.push({ kind: 'read', holds });
      return;
    }
    this.noteDependence(module.name);
  }

  /** The module whose body runs depends on another, by name. */
  noteDependence(name: string): void {
    activeRecord()?.reads.add(name);
    // Its names are all there, while they would come one by one if its body ran.
    if (this.repeating.has(name)) this.giveUp(name);
  }

  noteHiddenState(): void {
    this.hasHiddenState = true;
  }

  /** Stops this run: the module cannot be kept. */
  giveUp(name: string): never {
    this.broken = name;
    throw new EvaluationStopped(`the module ${name} must be executed again`, null);
  }

  /** An emulated module was made: what evaluated code may change in it is put back before the next run. */
  addNative(namespace: ReadonlyMap<string, Value>): void {
    for (const value of namespace.values()) {
      const content =
        value.kind === 'list'
          ? value.items
          : value.kind === 'dict' || value.kind === 'set'
            ? value.entries
            : value.kind === 'instance'
              ? value.attributes
              : null;
      if (content !== null) this.natives.push({ content, original: itemsOf(content) });
    }
  }

  nativeContents(): readonly Content[] {
    return this.natives.map(({ content }) => itemsOf(content));
  }
}

function isSubmoduleOf(module: ModuleValue, name: string, value: Value): boolean {
  return value.kind === 'module' && value.name === `${module.name}.${name}`;
}

/** Takes out what imports of submodules put into a package: they may not be imported this time. */
function withoutSubmodules(module: ModuleValue | undefined): void {
  if (module === undefined) return;
  for (const [name, value] of module.namespace) {
    if (isSubmoduleOf(module, name, value)) module.namespace.delete(name);
  }
}

type Content = readonly unknown[];

function itemsOf(content: NativeContainer['content']): Content {
  return content instanceof Map ? [...content].flat() : [...content];
}

function differs(a: Content, b: Content): boolean {
  return a.length !== b.length || a.some((item, at) => item !== b[at]);
}

function restore(content: NativeContainer['content'], original: Content): void {
  if (Array.isArray(content)) {
    content.splice(0, content.length, ...original);
    return;
  }
  content.clear();
  for (let at = 0; at < original.length; at += 2) content.set(original[at], original[at + 1]);
}
