/**
 * What evaluated Python code computes with. Immutable scalars, containers with identity, and `Unknown` for what
 * cannot be known without running the application. A "native" value is one that TypeScript defines (a builtin, or an
 * object of an emulated library); to evaluated code it looks like any other class, function or instance.
 */
import type { Expression, FunctionDef, Lambda, Module } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Problem } from '../../util/problem.ts';

export type Value =
  | NoneValue
  | BoolValue
  | IntValue
  | FloatValue
  | StrValue
  | BytesValue
  | EllipsisValue
  | NotImplementedValue
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | SliceValue
  | IteratorValue
  | FunctionValue
  | BoundMethodValue
  | NativeFunctionValue
  | PropertyValue
  | StaticMethodValue
  | ClassMethodValue
  | ClassValue
  | InstanceValue
  | SuperValue
  | ModuleValue
  | GenericAliasValue
  | UnionTypeValue
  | UnknownValue;

export interface NoneValue {
  readonly kind: 'none';
}
export interface BoolValue {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface IntValue {
  readonly kind: 'int';
  readonly value: bigint;
}
export interface FloatValue {
  readonly kind: 'float';
  readonly value: number;
}
export interface StrValue {
  readonly kind: 'str';
  readonly value: string;
  /** The literal it came from, where there is one: column names in `op` calls are underlined by it. */
  readonly origin?: Origin;
}
export interface BytesValue {
  readonly kind: 'bytes';
  readonly value: Uint8Array;
}
export interface EllipsisValue {
  readonly kind: 'ellipsis';
}
export interface NotImplementedValue {
  readonly kind: 'not-implemented';
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
}
export interface TupleValue {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
}
/** Insertion-ordered; keys are found by Python equality and hash. Build and read it through `eval/containers.ts`. */
export interface DictValue {
  readonly kind: 'dict';
  /** hash key → entry; the hash key is `hashKey(value)` of containers.ts. */
  readonly entries: Map<unknown, { readonly key: Value; value: Value }>;
}
export interface SetValue {
  readonly kind: 'set';
  readonly frozen: boolean;
  readonly entries: Map<unknown, Value>;
}
export interface SliceValue {
  readonly kind: 'slice';
  readonly lower: Value;
  readonly upper: Value;
  readonly step: Value;
}
/** A finite iterator or generator; evaluated eagerly into `items`, consumed from `position`. */
export interface IteratorValue {
  readonly kind: 'iterator';
  readonly items: readonly Value[];
  position: number;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly qualname: string;
  readonly definition: FunctionDef | Lambda;
  readonly file: string;
  readonly module: string;
  readonly closure: Scope;
  /** The class whose body defines it, for zero-argument `super()`. */
  readonly ownerClass: { value: ClassValue | null };
  /** Defaults, evaluated at definition time, by parameter name. */
  readonly defaults: ReadonlyMap<string, Value>;
  readonly attributes: Map<string, Value>;
}
export interface BoundMethodValue {
  readonly kind: 'bound-method';
  readonly self: Value;
  readonly function: Value;
}
/** One call as a native function sees it: arguments after unpacking, and where the call stands. */
export interface NativeCall {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  /** The call expression. */
  readonly site: Origin;
  readonly interpreter: Interpreter;
}
export interface NativeFunctionValue {
  readonly kind: 'native-function';
  readonly name: string;
  /** When true and found on a class, it binds: `args[0]` is the instance. */
  readonly isMethod: boolean;
  readonly call: (call: NativeCall) => Value;
}
/** `property`, or a native attribute computed on access (`get` receives the instance as `args[0]`). */
export interface PropertyValue {
  readonly kind: 'property';
  readonly get: Value;
  readonly set: Value | null;
}
export interface StaticMethodValue {
  readonly kind: 'staticmethod';
  readonly function: Value;
}
export interface ClassMethodValue {
  readonly kind: 'classmethod';
  readonly function: Value;
}

/** An annotation kept as source; `Interpreter.evaluateAnnotation` resolves it, as late as the asker wants. */
export interface Annotation {
  readonly expression: Expression;
  readonly scope: Scope;
  readonly file: string;
  readonly origin: Origin;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly qualname: string;
  readonly module: string;
  readonly bases: readonly Value[];
  /** C3 order, itself first. Unknown bases are left out here and listed in `bases`. */
  readonly mro: readonly ClassValue[];
  readonly namespace: Map<string, Value>;
  /** Annotations of the class body in order. */
  readonly annotations: Map<string, Annotation>;
  /** Where each name of the body was assigned or annotated (the whole statement), in order of first appearance. */
  readonly memberOrigins: Map<string, Origin>;
  readonly keywords: ReadonlyMap<string, Value>;
  /** The class statement; for a native class, null. */
  readonly origin: Origin | null;
  readonly nameOrigin: Origin | null;
  readonly docstring: string | null;
  readonly hooks: NativeClassHooks | null;
  /** What a library keeps about this class (its mapped table, for instance). */
  readonly native: Map<symbol, unknown>;
}

/** How a native class takes part in the life of itself, its subclasses and instances. All hooks are inherited. */
export interface NativeClassHooks {
  /** Replaces `__new__` and `__init__`. `cls` may be a Python subclass. */
  readonly instantiate?: (cls: ClassValue, call: NativeCall) => Value;
  /** After a Python subclass's body ran and before its decorators: like a metaclass's `__init__`. */
  readonly subclassCreated?: (cls: ClassValue, call: { site: Origin; interpreter: Interpreter }) => void;
  /** After `Cls.name = value` on it or a subclass. */
  readonly classAttributeSet?: (
    cls: ClassValue,
    name: string,
    value: Value,
    call: { site: Origin; interpreter: Interpreter },
  ) => void;
  /** Attribute of an instance that neither its own attributes nor its class have; undefined means AttributeError. */
  readonly getAttribute?: (
    self: InstanceValue,
    name: string,
    call: { site: Origin; interpreter: Interpreter },
  ) => Value | undefined;
  /** The same for attributes of the class itself (`users_class.__table__`). */
  readonly getClassAttribute?: (
    cls: ClassValue,
    name: string,
    call: { site: Origin; interpreter: Interpreter },
  ) => Value | undefined;
  /** `Cls[item]`, for generics such as `Mapped[int]`; absent means a plain GenericAlias. */
  readonly classGetItem?: (
    cls: ClassValue,
    item: Value,
    call: { site: Origin; interpreter: Interpreter },
  ) => Value;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly cls: ClassValue;
  readonly attributes: Map<string, Value>;
  /** What TypeScript keeps in it: a Column builder, a TypeEngine, an exception's data. */
  payload: unknown;
  /** The call that made it. */
  readonly origin: Origin;
}
export interface SuperValue {
  readonly kind: 'super';
  readonly cls: ClassValue;
  readonly self: Value;
}
export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  /** Null for native modules and namespace packages. */
  readonly file: string | null;
  readonly isPackage: boolean;
  readonly namespace: Map<string, Value>;
  /** Module-level `__getattr__` of a native module. */
  readonly getAttribute?: (name: string, site: Origin) => Value | undefined;
}
/** `X[args]` at run time: `list[int]`, `Mapped["User"]`, `Annotated[str, 30]`. */
export interface GenericAliasValue {
  readonly kind: 'generic-alias';
  readonly origin: Value;
  readonly args: readonly Value[];
}
/** `X | Y` of types, and `Optional[X]` / `Union[X, Y]`. */
export interface UnionTypeValue {
  readonly kind: 'union-type';
  readonly members: readonly Value[];
}
/** What cannot be known. Whoever meets one must decide: refuse by name, or go on without. Operations on it give it back. */
export interface UnknownValue {
  readonly kind: 'unknown';
  /** A full phrase for a message: "the package `acme` is not in the workspace". */
  readonly reason: string;
  readonly origin: Origin | null;
  /** What a decorator that is not known made of a function: most likely a function. */
  readonly isDecorated?: boolean;
  /**
   * All that it can be, where a condition that is not known chooses between a few values. Whoever finds that they come to
   * the same may go on with any of them. They hold for the value itself and not for what is computed from it.
   */
  readonly alternatives?: readonly Value[];
}

/** A lexical scope: a module's, a function call's, a class body's or a comprehension's. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension';
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  /** Names that `global` / `nonlocal` send elsewhere. */
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  /** The module scope at the root. */
  readonly module: Scope | null;
}

/** The result of running code: never an exception. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** The Python exception, when one was raised. */ readonly exception: InstanceValue | null;
    };

/** What only running code has: a clock and chance. */
export interface RunTime {
  now(): Date;
  randomBytes(count: number): Uint8Array;
}

/** Where an application may start. */
export interface EntryPoint {
  readonly module: string;
  /** `app` or `create_app()` where the project says it; null when the framework looks for it. */
  readonly attribute: string | null;
  /** The project does not say so: the module only looks like one. */
  readonly isGuess: boolean;
}

/** The evaluator as its users see it: library bindings and script evaluation. It has a budget and never hangs. */
export interface Interpreter {
  /** What evaluation met so far that a user should know (unknown imports, exceptions in modules), in order. */
  readonly problems: readonly Problem[];

  // -- entry points: never throw

  /** Imports by absolute dotted name, with parents; the module stays in `modules`. */
  importModule(name: string): Outcome<ModuleValue>;
  /** Runs a file that is no importable module (a revision script, env.py) under `name`. Its imports are absolute. */
  runModule(module: Module, name: string): Outcome<ModuleValue>;
  /** Calls any callable value. `site` is named when it fails. */
  run(
    callee: Value,
    args: readonly Value[],
    kwargs?: ReadonlyMap<string, Value>,
    site?: Origin,
  ): Outcome<Value>;
  readonly modules: ReadonlyMap<string, ModuleValue>;
  /** A variable of the environment: null when it is not set, undefined when it is not known. */
  environmentVariable(name: string): string | null | undefined;
  /** Whether the workspace or its environment has source of a module. */
  hasSource(moduleName: string): boolean;
  /**
   * `__version__` of a package's own source, also of one that is emulated; where it is not installed, what the project's
   * lock files fix; null where neither is known.
   */
  installedVersion(packageName: string): string | null;
  /** Modules that may start the project's application, best first. Only such that exist. */
  entryPoints(): readonly EntryPoint[];
  /** For the next of several runs: a full budget again, and what was reported once is reported again. */
  renew(): void;

  /**
   * Asked by what only a run can know, with its name; null or absent: it stays Unknown. Set by whoever runs code for
   * its effects.
   */
  runTime: ((what: string, site: Origin) => RunTime | null) | null;
  /** The running code is inside a `try` whose `except` could catch what is raised now. */
  readonly isGuarded: boolean;

  /**
   * Before evaluating again after a change of these files: keeps the modules that it cannot concern, and forgets
   * everything else. False when nothing can be kept; a new interpreter is then as good.
   */
  startAgain(changedFiles: ReadonlySet<string>): boolean;
  /** Ends an evaluation that may be followed by another. False when what it gave does not hold: evaluate anew. */
  settle(): boolean;
  /** Says that an emulated library keeps something of evaluated code that is no value: then no module can be kept. */
  noteHiddenState(): void;
  /** For measurements: modules of the workspace that the evaluation reached, and how many were kept. */
  readonly moduleCounts: { readonly reached: number; readonly kept: number };

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
