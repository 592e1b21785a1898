/** What the files of the evaluator need of each other; `evaluate.ts` ties them together. */
import type { Expression, Statement, BinaryOperator, CompareOperator } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import type { PythonException } from './errors.ts';
import type { Budget, Cost, ModuleLoader, UnknownUse } from './interpreter.ts';
import type {
  ClassValue,
  FunctionValue,
  Interpreter,
  IteratorValue,
  ModuleValue,
  NativeCall,
  Scope,
  Value,
} from './value.ts';

/** One running piece of code: a module, a function call or a class body. */
export interface Frame {
  readonly scope: Scope;
  readonly file: string;
  /** `__name__` of the module. */
  readonly module: string;
  /** What relative imports start from; null when they are not allowed. */
  readonly package: string | null;
  readonly function: FunctionValue | null;
  /** The first argument, for zero-argument `super()`. */
  readonly self: Value | null;
  /** Filled by `return`. */
  returned: Value;
  /** Takes what `yield` yields and gives what it evaluates to. Null outside generators. */
  readonly onYield: ((value: Value) => Value) | null;
  /** The exception that an `except` block is handling. */
  handling: PythonException | null;
  /** In annotations an undefined name is a forward reference, and `|` makes a union of anything. */
  readonly isAnnotation: boolean;
  /** `__qualname__` of the class whose body runs. */
  readonly qualname: string;
  /** The class under construction, filled once its body ran. */
  readonly ownerClass: { value: ClassValue | null } | null;
  /** What a class body collects besides its names. */
  readonly classBody: {
    readonly annotations: ClassValue['annotations'];
    readonly memberOrigins: Map<string, Origin>;
  } | null;
}

/** How a statement ended. */
export type Completion = 'normal' | 'return' | 'break' | 'continue';

/** A generator that has not run yet. `drive` runs it, giving each item to `onItem` in the middle of its body. */
export interface LazyIterator {
  readonly drive: (onItem: (value: Value) => Value) => void;
}

export interface Runtime extends Interpreter {
  readonly budget: Budget;
  readonly loader: ModuleLoader;
  readonly objectClass: ClassValue;
  /** How many `try` bodies with `except` are running. */
  guards: number;
  /** Counts one step; throws when the budget is spent. */
  /** Runs with a budget of its own: see `Meter.apart`. */
  apart<T>(run: () => T): T;
  /** The message of whatever ended an evaluation. */
  explain(error: unknown): string;
  step(file: string, node: { readonly range: Origin['range'] }): void;
  /** Counts that many steps, for work that one native function does. */
  work(steps: number, site: Origin): void;
  /** What was counted since the budgets were full. */
  readonly spent: Cost;
  /** Counts what was spent in an earlier evaluation whose outcome is used. */
  spend(cost: Cost, site: Origin): void;
  /** A name of a module was read, found or not. */
  noteModuleRead(module: ModuleValue, name: string, value: Value | undefined): void;
  checkSize(size: number, site: Origin): void;
  /** Counts the work of a native function on a long text, before it runs. */
  read(value: Value, site: Origin): void;
  /** Counts the memory of a value that was just made, and gives it back. */
  account<T extends Value>(value: T, site: Origin): T;
  /** Counts the items by which a container in place grows. */
  grow(items: number, site: Origin): void;
  enter(site: Origin): void;
  leave(): void;

  evaluate(expression: Expression, frame: Frame): Value;
  execute(statements: readonly Statement[], frame: Frame): Completion;
  callFunction(
    fn: FunctionValue,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: Origin,
  ): Value;
  /** Runs a generator function's body with each `yield` handed to `onYield`. */
  callGenerator(
    fn: FunctionValue,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: Origin,
    onYield: (value: Value) => Value,
  ): Value;
  instantiate(
    cls: ClassValue,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: Origin,
  ): Value;
  createClass(definition: ClassDefinition, site: Origin): Value;
  binary(op: BinaryOperator, left: Value, right: Value, site: Origin): Value;
  compare(op: CompareOperator, left: Value, right: Value, site: Origin): Value;
  getItem(value: Value, index: Value, site: Origin): Value;
  setItem(value: Value, index: Value, item: Value, site: Origin): void;
  deleteItem(value: Value, index: Value, site: Origin): void;
  deleteAttribute(value: Value, name: string, site: Origin): void;
  lazyIterator(drive: LazyIterator['drive']): IteratorValue;
  /** Gives each item to `onItem` until it answers false. False when the value is Unknown. */
  forEach(value: Value, site: Origin, onItem: (item: Value) => boolean): boolean;
  format(value: Value, spec: string, site: Origin): string;
  /** `type(value)`. */
  typeOf(value: Value): ClassValue;
  /** True for a Python exception that is an instance of a builtin class. */
  isException(error: unknown, className: string): error is PythonException;
  /** The key of a value in dictionaries and sets; TypeError when it is unhashable. */
  hash(value: Value, site: Origin): unknown;
  findBuiltin(name: string): Value | undefined;
  /** The package that relative imports of a module start from. */
  packageOf(module: string): string | null;
  importByName(name: string, site: Origin): Value;
  importFrom(module: Value, moduleName: string, name: string, site: Origin): Value;
  /** KeyError with the key itself as its argument. */
  raiseKeyError(key: Value, site: Origin): never;
  /** `NameError: name 'x' is not defined`. */
  describe(error: PythonException): string;
  unknownUse(origin: Origin | null, reason: string, use: UnknownUse): void;
}

export interface ClassDefinition {
  readonly name: string;
  readonly qualname: string;
  readonly module: string;
  readonly bases: readonly Value[];
  readonly namespace: Map<string, Value>;
  readonly annotations: ClassValue['annotations'];
  readonly memberOrigins: Map<string, Origin>;
  readonly keywords: ReadonlyMap<string, Value>;
  readonly origin: Origin | null;
  readonly nameOrigin: Origin | null;
  readonly docstring: string | null;
  readonly owner: { value: ClassValue | null } | null;
}

/** The runtime behind a native call. Every interpreter is one. */
export function runtimeOf(call: Pick<NativeCall, 'interpreter'>): Runtime {
  return call.interpreter as Runtime;
}

export const noKeywords: ReadonlyMap<string, Value> = new Map();
