/** Finding, loading and running modules. */
import type { Module } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { PythonException } from './errors.ts';
import type { NativeModuleFactory, SourceModule } from './interpreter.ts';
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

/** The modules of one interpreter. */
export class ModuleImporter {
  readonly modules = new Map<string, ModuleValue>();
  private readonly rt: Runtime;
  private readonly factories: ReadonlyMap<string, NativeModuleFactory>;
  private readonly failures = new Map<string, PythonException>();
  private readonly unknowns = new Map<string, Value>();
  /** The package, not the project's, whose code runs; null while the project's does. */
  private foreign: string | null = null;
  private readonly nativePackages: ReadonlySet<string>;

  constructor(rt: Runtime, factories: ReadonlyMap<string, NativeModuleFactory>) {
    this.rt = rt;
    this.factories = factories;
    this.nativePackages = packagesOf(factories);
  }

  /** Imports by absolute name, parents first. Unknown for a package that nobody here knows. */
  import(name: string, site: Origin): Value {
    const loaded = this.modules.get(name) ?? this.unknowns.get(name);
    if (loaded !== undefined) return loaded;
    const failure = this.failures.get(name);
    if (failure !== undefined) throw failure;
    const dot = name.lastIndexOf('.');
    const parent = dot < 0 ? null : this.import(name.slice(0, dot), site);
    if (parent?.kind === 'unknown') return parent;
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
    if (module.kind === 'unknown') return module;
    const found = this.rt.findAttribute(module, name, site);
    if (found !== undefined || module.kind !== 'module') return found ?? none;
    const submodule = `${moduleName}.${name}`;
    if (this.isEmulated(module) && !this.exists(submodule)) {
      return this.unknownImport(submodule, `Retort does not know \`${name}\` of \`${moduleName}\``, site);
    }
    if (module.isPackage && this.exists(submodule)) return this.import(submodule, site);
    return this.rt.raise('ImportError', `cannot import name '${name}' from '${moduleName}'`, site);
  }

  /** Runs a file that nobody imports. */
  run(module: Module, name: string): ModuleValue {
    const value = this.create(name, module.file, false, false);
    this.execute(module, value, null);
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
    const made = this.factories.get(name)?.(this.rt) ?? null;
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
      return module;
    }
    const source = parent?.kind === 'module' && this.isEmulated(parent) ? null : this.rt.loader.find(name);
    if (source === null) {
      return this.nativePackages.has(name) ? this.create(name, null, true) : this.missing(name, parent, site);
    }
    if (source.kind === 'namespace') return this.create(name, null, true);
    if (source.kind === 'unread') return this.unread(name, source.reason, site);
    const foreign = source.foreign ?? null;
    if (foreign !== null && foreign !== this.foreign) return this.loadForeign(name, source, foreign, site);
    const module = this.create(name, source.module.file, source.isPackage);
    try {
      this.execute(source.module, module, this.packageOf(name));
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

  /** A package that is not the project's: what keeps it from being evaluated makes it unknown, and stops nobody else. */
  private loadForeign(name: string, source: SourceModule, foreign: string, site: Origin): Value {
    const outer = this.foreign;
    const before = new Set(this.modules.keys());
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
    const known = this.unknowns.get(name);
    if (known !== undefined) return known;
    const value = this.rt.unknown(reason, site);
    this.unknowns.set(name, value);
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
    const module: ModuleValue = { kind: 'module', name, file, isPackage, namespace };
    if (isRegistered) this.modules.set(name, module);
    return module;
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
