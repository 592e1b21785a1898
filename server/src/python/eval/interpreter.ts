/**
 * The evaluator as its users (library bindings, script evaluation) see it. `createInterpreter` of `evaluate.ts` makes
 * one. Evaluation is synchronous, never throws out of the entry points and never hangs: it has a budget.
 */
import type { Module } from '../syntax/ast.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Annotation, ClassValue, InstanceValue, ModuleValue, UnknownValue, Value } from './value.ts';

/** Finds modules of the workspace by dotted name. The engine does no I/O: the workspace layer implements it. */
export interface ModuleLoader {
  /** `app.models` → its parsed source; a folder without `__init__.py` is a namespace package; null when it is not here. */
  find(name: string): SourceModule | NamespacePackage | null;
}
export interface SourceModule {
  readonly kind: 'source';
  readonly module: Module;
  readonly isPackage: boolean;
}
export interface NamespacePackage {
  readonly kind: 'namespace';
}

/** Makes the namespace of one emulated module (`sqlalchemy`, `alembic.op`, `datetime`). Called once per interpreter. */
export type NativeModuleFactory = (interpreter: Interpreter) => {
  readonly namespace: ReadonlyMap<string, Value>;
  readonly getAttribute?: (name: string, site: Origin) => Value | undefined;
};

export interface Budget {
  /** Statements and expressions evaluated, over the interpreter's life; past it evaluation stops with a problem. */
  readonly steps: number;
  /** Nested Python calls. */
  readonly depth: number;
  /** Items in one container or string. */
  readonly size: number;
}

export interface InterpreterOptions {
  readonly loader: ModuleLoader;
  /** Dotted name → factory. These win over the workspace's modules. */
  readonly nativeModules: ReadonlyMap<string, NativeModuleFactory>;
  readonly budget?: Partial<Budget>;
}

/** The result of running code: never an exception. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem; /** The Python exception, when one was raised. */ readonly exception: InstanceValue | null };

export interface Interpreter {
  /** What evaluation met so far that a user should know (unknown imports, exceptions in modules), in order. */
  readonly problems: readonly Problem[];

  // -- entry points: never throw

  /** Imports by absolute dotted name, with parents; the module stays in `modules`. */
  importModule(name: string): Outcome<ModuleValue>;
  /** Runs a file that is no importable module (a revision script, env.py) under `name`. Its imports are absolute. */
  runModule(module: Module, name: string): Outcome<ModuleValue>;
  /** Calls any callable value. `site` is named when it fails. */
  run(callee: Value, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>, site?: Origin): Outcome<Value>;
  readonly modules: ReadonlyMap<string, ModuleValue>;

  // -- for native functions: these throw PythonException (see errors.ts), which evaluated code may catch

  call(callee: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value>, site: Origin): Value;
  getAttribute(value: Value, name: string, site: Origin): Value;
  /** Undefined instead of AttributeError. */
  findAttribute(value: Value, name: string, site: Origin): Value | undefined;
  setAttribute(value: Value, name: string, attribute: Value, site: Origin): void;
  /** All items of a finite iterable. Unknown gives TypeError-free `null`. */
  iterate(value: Value, site: Origin): readonly Value[] | null;
  /** Truth value; an Unknown gives null and the caller decides. */
  isTrue(value: Value, site: Origin): boolean | null;
  str(value: Value, site: Origin): string;
  repr(value: Value, site: Origin): string;
  equals(left: Value, right: Value, site: Origin): boolean | null;
  isInstance(value: Value, cls: ClassValue): boolean;
  /** Resolves an annotation in its own scope; string annotations inside are parsed and resolved too. */
  evaluateAnnotation(annotation: Annotation): Value;
  /** Parses and evaluates a string annotation (`"Optional[User]"`) in the scope of another. */
  evaluateStringAnnotation(text: string, context: Annotation): Value;
  /** Raises a builtin exception (`ValueError`, `TypeError`, …) with this message. */
  raise(exceptionName: string, message: string, site: Origin): never;
  /** Raises an exception of a (native or Python) class. */
  raiseInstance(exception: InstanceValue, site: Origin): never;
  /** A builtin class or function by name. */
  builtin(name: string): Value;
  unknown(reason: string, origin: Origin | null): UnknownValue;
  report(problem: Problem): void;
}
