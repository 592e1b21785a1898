/** Finding, loading and running modules. */
import type { Module } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { PythonException } from './errors.ts';
import type { Cost, NativeModuleFactory, SourceModule } from './interpreter.ts';
import { activeRecord, recordingFor, type JournalEvent, type ModuleRecord } from './journal.ts';
import { ModuleRecords } from './module-records.ts';
import { nativeClass, nativeInstance, none, str } from './native.ts';
import type { Frame, Runtime } from './runtime.ts';
import { moduleScope } from './scopes.ts';
import type { ModuleValue, Value } from './value.ts';

const packages = new WeakMap<ReadonlyMap<string, unknown>, ReadonlySet<string>>();

/** What the dotted names lie in. Counted once: a history of thousands of scripts has as many interpreters. */
function packagesOf(factories: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const known = packages.get(factories);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const name of factories.keys()) {
    for (let end = name.indexOf('.'); end >= 0; end = name.indexOf('.', end + 1))
      names.add(name.slice(0, end));
  }
  packages.set(factories, names);
  return names;
}

const nothing: Cost = { steps: 0, memory: 0 };

/** The modules of one interpreter. */
export class ModuleImporter {
  readonly modules = new Map<string, ModuleValue>();
  private readonly rt: Runtime;
  private readonly factories: ReadonlyMap<string, NativeModuleFactory>;
  private readonly failures = new Map<string, PythonException>();
  private readonly unknowns = new Map<string, Value>();
  /** The package, not the project's, whose code runs; null while the project's does. */
  private foreign: string | null = null;
  /** The module that imported it first, whose place it names. */
  private readonly unknownOwners = new Map<string, string>();
  /** Null where nothing is evaluated again. */
  readonly records: ModuleRecords | null;
  /** The module whose body runs or is repeated. */
  private current = '';
  private nested: Cost = nothing;
  private readonly natives = new Map<string, ModuleValue>();
  private readonly nativePackages: ReadonlySet<string>;

  constructor(rt: Runtime, factories: ReadonlyMap<string, NativeModuleFactory>, keepsModules: boolean) {
    this.rt = rt;
    this.records = keepsModules ? new ModuleRecords() : null;
    this.factories = factories;
    this.nativePackages = packagesOf(factories);
  }

  /** Forgets all modules but those that a change of these files cannot concern. False when there is none. */
  startAgain(changedFiles: ReadonlySet<string>): boolean {
    if (this.records?.startAgain(changedFiles) !== true) return false;
    this.modules.clear();
    this.failures.clear();
    this.unknowns.clear();
    this.unknownOwners.clear();
    this.nested = nothing;
    return true;
  }

  /** Imports by absolute name, parents first. Unknown for a package that nobody here knows. */
  import(name: string, site: Origin): Value {
    const record = this.records === null ? null : activeRecord();
    if (record === null) return this.find(name, site);
    const event: JournalEvent = { kind: 'import', name, site, hasFailed: false };
    record.events.push(event);
    try {
      return this.find(name, site);
    } catch (error) {
      event.hasFailed = true;
      for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
        record.reads.add(name.slice(0, end));
      }
      throw error;
    }
  }

  private find(name: string, site: Origin): Value {
    const loaded = this.modules.get(name) ?? this.knownUnknown(name);
    if (loaded !== undefined) return loaded;
    const failure = this.failures.get(name);
    if (failure !== undefined) throw failure;
    const dot = name.lastIndexOf('.');
    const parent = dot < 0 ? null : this.find(name.slice(0, dot), site);
    if (parent?.kind === 'unknown') return this.plain(name, site) ?? parent;
    // Importing the parent may have imported this one.
    const meanwhile = this.modules.get(name);
    if (meanwhile !== undefined) return meanwhile;
    const module = this.load(name, parent, site);
    if (module.kind === 'module' && parent?.kind === 'module') {
      parent.namespace.set(name.slice(dot + 1), module);
    }
    return module;
  }

  /** `from module import name`: an attribute, else a submodule. */
  importFrom(module: Value, moduleName: string, name: string, site: Origin): Value {
    if (module.kind === 'unknown') return this.plain(`${moduleName}.${name}`, site) ?? module;
    const found = this.rt.findAttribute(module, name, site);
    if (found !== undefined || module.kind !== 'module') return found ?? none;
    const submodule = `${moduleName}.${name}`;
    if (this.isEmulated(module) && !this.exists(submodule)) {
      return this.unknownImport(submodule, `Retort does not know \`${name}\` of \`${moduleName}\``, site);
    }
    if (module.isPackage && this.exists(submodule)) return this.import(submodule, site);
    this.records?.noteDependence(moduleName);
    return this.rt.raise('ImportError', `cannot import name '${name}' from '${moduleName}'`, site);
  }

  /** Runs a file that nobody imports. */
  run(module: Module, name: string): ModuleValue {
    const value = this.create(name, module.file, false, false);
    const record = this.records?.begin(value, module) ?? null;
    if (record !== null) this.records?.fail(record);
    // Without records it runs for whoever asked: see `withoutTrace`.
    recordingFor(record ?? activeRecord(), () => {
      this.execute(module, value, null);
    });
    return value;
  }

  packageOf(name: string): string | null {
    const module = this.modules.get(name);
    if (module === undefined) return null;
    return module.isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')));
  }

  private isNative(name: string): boolean {
    return this.factories.has(name) || this.nativePackages.has(name);
  }

  /** A package of which only some modules are emulated may be in the workspace: then the others are read. */
  private isEmulated(module: ModuleValue): boolean {
    return module.file === null && this.isNative(module.name);
  }

  private exists(name: string): boolean {
    return this.isNative(name) || this.modules.has(name) || this.rt.loader.find(name) !== null;
  }

  private load(name: string, parent: Value | null, site: Origin): Value {
    const native = this.natives.get(name);
    if (native !== undefined) {
      this.modules.set(name, native);
      return native;
    }
    const made = recordingFor(null, () => this.factories.get(name)?.(this.rt) ?? null);
    if (made !== null) {
      const module: ModuleValue = {
        kind: 'module',
        name,
        file: null,
        isPackage: true,
        namespace: new Map(made.namespace),
        ...(made.getAttribute === undefined ? {} : { getAttribute: made.getAttribute }),
      };
      this.modules.set(name, module);
      if (this.records !== null) this.natives.set(name, module);
      this.records?.addNative(module.namespace);
      return module;
    }
    const source = parent?.kind === 'module' && this.isEmulated(parent) ? null : this.rt.loader.find(name);
    if (source === null) {
      return this.nativePackages.has(name) ? this.create(name, null, true) : this.missing(name, parent, site);
    }
    if (source.kind === 'namespace') return this.create(name, null, true);
    if (source.kind === 'unread') return this.unread(name, source.reason, site);
    const foreign = source.foreign ?? null;
    if (foreign !== null && foreign !== this.foreign) {
      return recordingFor(null, () => this.loadForeign(name, source, foreign, site));
    }
    const kept = this.records?.reusable(name, source.module) ?? null;
    if (kept !== null) {
      this.repeat(kept);
      return kept.value;
    }
    const module = this.create(name, source.module.file, source.isPackage);
    try {
      this.executeRecorded(source.module, module);
    } catch (error) {
      this.modules.delete(name);
      // Python tries again at the next import. After a circular import that may succeed; else it is the same again.
      const mayBeCircular =
        this.rt.isException(error, 'ImportError') && !this.rt.isException(error, 'ModuleNotFoundError');
      if (error instanceof PythonException && !mayBeCircular) this.failures.set(name, error);
      throw error;
    }
    return module;
  }

  /** Constants of a package that is otherwise not known. */
  private plain(name: string, site: Origin): Value | null {
    const loaded = this.modules.get(name);
    if (loaded !== undefined) return loaded;
    const source = this.rt.loader.findPlain?.(name) ?? null;
    if (source?.foreign === undefined) return null;
    const { foreign } = source;
    return recordingFor(null, () => this.loadForeign(name, source, foreign, site));
  }

  /** A package that is not the project's: what keeps it from being evaluated makes it unknown, and stops nobody else. */
  private loadForeign(name: string, source: SourceModule, foreign: string, site: Origin): Value {
    const outer = this.foreign;
    const before = new Set(this.modules.keys());
    // What it does is not written down.
    this.rt.noteHiddenState();
    this.foreign = foreign;
    try {
      const module = this.create(name, source.module.file, source.isPackage);
      this.rt.apart(() => {
        this.execute(source.module, module, this.packageOf(name));
      });
      return module;
    } catch (error) {
      // A half-made package would be a guess; what others imported meanwhile stays.
      for (const loaded of [...this.modules.keys()]) {
        if (!before.has(loaded) && `${loaded}.`.startsWith(`${foreign}.`)) this.modules.delete(loaded);
      }
      const reason = `the package \`${foreign}\` cannot be evaluated: ${this.rt.explain(error)}`;
      return this.unknownImport(name, reason, site);
    } finally {
      this.foreign = outer;
    }
  }

  /** Every name of it is unknown; its submodules may still be found. */
  private unread(name: string, reason: string, site: Origin): ModuleValue {
    this.rt.report({ code: 'unknown-import', severity: 'hint', message: reason, origin: site });
    const module: ModuleValue = {
      kind: 'module',
      name,
      file: null,
      isPackage: true,
      namespace: new Map([['__name__', str(name)]]),
      getAttribute: (_attribute, at) => this.rt.unknown(reason, at),
    };
    this.modules.set(name, module);
    return module;
  }

  private executeRecorded(source: Module, module: ModuleValue): void {
    const { records } = this;
    if (records === null) {
      recordingFor(null, () => {
        this.execute(source, module, this.packageOf(module.name));
      });
      return;
    }
    const record = records.begin(module, source);
    const natives = records.nativeContents();
    try {
      recordingFor(record, () => {
        this.counting(record, () => {
          this.execute(source, module, this.packageOf(module.name));
        });
      });
    } catch (error) {
      records.fail(record);
      throw error;
    }
    records.finish(record, natives);
  }

  /** Runs a module's body, or what stands for it, and counts what it takes itself of the budgets. */
  private counting(record: ModuleRecord, run: () => void): void {
    const { current, nested } = this;
    const before = this.rt.spent;
    this.current = record.value.name;
    this.nested = nothing;
    try {
      run();
    } finally {
      const { spent } = this.rt;
      const steps = spent.steps - before.steps;
      const memory = spent.memory - before.memory;
      record.cost = { steps: steps - this.nested.steps, memory: memory - this.nested.memory };
      this.nested = { steps: nested.steps + steps, memory: nested.memory + memory };
      this.current = current;
    }
  }

  /** Does what the body of a kept module did when it ran. */
  private repeat(record: ModuleRecord): void {
    const { rt, records } = this;
    const { value, source, events, cost } = record;
    const site: Origin = { file: source.file, range: { start: 0, end: 0 } };
    this.modules.set(value.name, value);
    rt.enter(site);
    records?.repeat(record, () => {
      recordingFor(null, () => {
        this.counting(record, () => {
          rt.spend(cost, site);
          for (const event of events) this.repeatEvent(event, value.name);
        });
      });
    });
    rt.leave();
  }

  private repeatEvent(event: JournalEvent, module: string): void {
    switch (event.kind) {
      case 'import': {
        let hasFailed = false;
        try {
          this.find(event.name, event.site);
        } catch (error) {
          if (!(error instanceof PythonException)) throw error;
          hasFailed = true;
        }
        if (hasFailed !== event.hasFailed) this.records?.giveUp(module);
        return;
      }
      case 'problem':
        this.rt.report(event.problem);
        return;
      case 'change':
        event.again();
        return;
      case 'read':
        if (!event.holds()) this.records?.giveUp(module);
    }
  }

  private knownUnknown(name: string): Value | undefined {
    const known = this.unknowns.get(name);
    const owner = this.unknownOwners.get(name);
    if (known !== undefined && owner !== undefined && owner !== this.current)
      this.records?.noteDependence(owner);
    return known;
  }

  private missing(name: string, parent: Value | null, site: Origin): Value {
    if (parent === null) {
      return this.unknownImport(
        name,
        `the package \`${name}\` is not in the workspace and Retort does not know it`,
        site,
      );
    }
    if (parent.kind === 'module' && this.isEmulated(parent)) {
      return this.unknownImport(name, `Retort does not know the module \`${name}\``, site);
    }
    return this.rt.raise('ModuleNotFoundError', `No module named '${name}'`, site);
  }

  private unknownImport(name: string, reason: string, site: Origin): Value {
    const known = this.knownUnknown(name);
    if (known !== undefined) return known;
    const value = this.rt.unknown(reason, site);
    this.unknowns.set(name, value);
    this.unknownOwners.set(name, this.current);
    this.rt.report({ code: 'unknown-import', severity: 'hint', message: reason, origin: site });
    return value;
  }

  private create(name: string, file: string | null, isPackage: boolean, isRegistered = true): ModuleValue {
    const namespace = new Map<string, Value>([
      ['__name__', str(name)],
      ['__doc__', none],
    ]);
    if (file !== null) namespace.set('__file__', str(file));
    if (isRegistered) namespace.set('__spec__', moduleSpec(name, isPackage));
    if (isPackage && file !== null) {
      namespace.set('__path__', { kind: 'list', items: [str(file.slice(0, file.lastIndexOf('/')))] });
    }
    const module = this.moduleValue({ kind: 'module', name, file, isPackage, namespace }, isRegistered);
    if (isRegistered) this.modules.set(name, module);
    return module;
  }

  /** The object that the module was before, with new contents: who has it need not be executed for that. */
  private moduleValue(made: ModuleValue, isRegistered: boolean): ModuleValue {
    const former = isRegistered ? this.records?.formerModule(made.name) : null;
    if (former?.file !== made.file || former.isPackage !== made.isPackage) return made;
    former.namespace.clear();
    for (const [name, value] of made.namespace) former.namespace.set(name, value);
    return former;
  }

  private execute(module: Module, value: ModuleValue, packageName: string | null): void {
    const { rt } = this;
    const site: Origin = { file: module.file, range: { start: 0, end: 0 } };
    value.namespace.set('__package__', str(packageName ?? ''));
    const first = module.body[0];
    if (first?.kind === 'Expr' && first.value.kind === 'Constant' && first.value.value.type === 'str') {
      value.namespace.set('__doc__', str(first.value.value.value));
    }
    for (const error of module.errors) {
      rt.report({
        code: 'syntax-error',
        severity: 'error',
        message: `SyntaxError: ${error.message}`,
        origin: { file: module.file, range: error.range },
      });
    }
    const frame: Frame = {
      scope: moduleScope(value.namespace),
      file: module.file,
      module: value.name,
      package: packageName,
      function: null,
      self: null,
      returned: none,
      onYield: null,
      handling: null,
      isAnnotation: false,
      qualname: '',
      ownerClass: null,
      classBody: null,
    };
    rt.enter(site);
    try {
      rt.execute(module.body, frame);
    } finally {
      rt.leave();
    }
  }
}

const moduleSpecClass = nativeClass({ name: 'ModuleSpec', module: 'importlib.machinery' });

/** `__spec__`, as far as modules look at their own. */
function moduleSpec(name: string, isPackage: boolean): Value {
  const spec = nativeInstance(moduleSpecClass, null, { file: '', range: { start: 0, end: 0 } });
  const parent = isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')));
  spec.attributes.set('name', str(name)).set('parent', str(parent));
  return spec;
}
