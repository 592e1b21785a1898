import type { BinaryOperator, CompareOperator, Expression, Module, Statement } from '../syntax/ast.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import { evaluateAnnotation, evaluateStringAnnotation } from './annotations.ts';
import { deleteAttribute, findAttribute, getAttribute, setAttribute } from './attributes.ts';
import { builtins } from './builtins/index.ts';
import { exceptionAttributes, exceptionClasses } from './builtins/exceptions.ts';
import { isInstanceOf, objectClass } from './builtins/objects.ts';
import { typeOf } from './builtins/type-of.ts';
import { call, callFunction, callGenerator } from './calls.ts';
import { isSubclass } from './classes.ts';
import { hashKey, isHashable } from './containers.ts';
import { createClass } from './create-class.ts';
import { EvaluationStopped, PythonException } from './errors.ts';
import { evaluate } from './expressions.ts';
import { formatValue } from './format-spec.ts';
import { ModuleImporter } from './imports.ts';
import { activeRecord } from './journal.ts';
import { instantiate } from './instances.ts';
import type {
  Budget,
  Cost,
  Interpreter,
  InterpreterOptions,
  ModuleLoader,
  Outcome,
  UnknownUse,
} from './interpreter.ts';
import { deleteItem, getItem, setItem } from './items.ts';
import { forEach, iterate, lazyIterator } from './iteration.ts';
import { Meter } from './meter.ts';
import { str } from './native.ts';
import { binary, compare, equals, isTrue } from './operators.ts';
import type { ClassDefinition, Completion, Frame, LazyIterator, Runtime } from './runtime.ts';
import { execute } from './statements.ts';
import { reprOf, strOf } from './text.ts';
import type {
  Annotation,
  ClassValue,
  EntryPoint,
  FunctionValue,
  InstanceValue,
  IteratorValue,
  ModuleValue,
  UnknownValue,
  Value,
} from './value.ts';

const defaultBudget: Budget = { steps: 5_000_000, depth: 200, size: 1_000_000, memory: 20_000_000 };

/** An exception costs about as much time as this many steps. */
const stepsOfException = 50;

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };

/** Makes an interpreter: a Python world of its own, with its modules, its budget and its problems. */
export function createInterpreter(options: InterpreterOptions): Interpreter {
  return new Evaluator(options);
}

/** What JavaScript's own limits say of the evaluated code; null for a RangeError that is a mistake of ours. */
function limitOf({ message }: RangeError): string | null {
  if (/call stack/.test(message)) return 'the code nests too deeply to evaluate';
  return /Invalid (string|array|typed array) length|Maximum BigInt size/.test(message)
    ? 'a value grows too large and evaluation was stopped'
    : null;
}

class Evaluator implements Runtime {
  readonly problems: Problem[] = [];
  readonly budget: Budget;
  readonly loader: ModuleLoader;
  readonly objectClass = objectClass;
  private readonly options: InterpreterOptions;
  private readonly importer: ModuleImporter;
  private readonly reported = new Set<string>();
  private readonly meter: Meter;
  private depth = 0;
  guards = 0;
  runTime: Interpreter['runTime'] = null;

  constructor(options: InterpreterOptions) {
    this.options = options;
    this.budget = { ...defaultBudget, ...options.budget };
    this.loader = options.loader;
    this.meter = new Meter(this.budget);
    this.importer = new ModuleImporter(this, options.nativeModules, options.keepsModules === true);
  }

  get isGuarded(): boolean {
    return this.guards > 0;
  }

  get modules(): ReadonlyMap<string, ModuleValue> {
    return this.importer.modules;
  }

  entryPoints(): readonly EntryPoint[] {
    return this.loader.entryPoints?.() ?? [];
  }

  environmentVariable(name: string): string | null | undefined {
    return this.options.environment?.(name);
  }

  hasSource(moduleName: string): boolean {
    return this.loader.find(moduleName) !== null;
  }

  installedVersion(packageName: string): string | null {
    const found = this.loader.find(packageName);
    for (const statement of found?.kind === 'source' ? found.module.body : []) {
      if (statement.kind !== 'Assign' || statement.value.kind !== 'Constant') continue;
      const [target] = statement.targets;
      const { value } = statement.value;
      if (target?.kind === 'Name' && target.id === '__version__' && value.type === 'str') return value.value;
    }
    return this.loader.pinnedVersion?.(packageName) ?? null;
  }

  renew(): void {
    this.meter.renew();
    this.reported.clear();
  }

  startAgain(changedFiles: ReadonlySet<string>): boolean {
    if (!this.importer.startAgain(changedFiles)) return false;
    this.renew();
    this.problems.length = 0;
    this.depth = 0;
    return true;
  }

  settle(): boolean {
    return this.importer.records?.settle() ?? true;
  }

  noteHiddenState(): void {
    this.importer.records?.noteHiddenState();
  }

  get moduleCounts(): { readonly reached: number; readonly kept: number } {
    const { records } = this.importer;
    return { reached: records?.reachedCount ?? 0, kept: records?.keptCount ?? 0 };
  }

  // ------------------------------------------------------------ entry points

  importModule(name: string): Outcome<ModuleValue> {
    return this.enterFromOutside(nowhere, () => {
      const value = this.importer.import(name, nowhere);
      if (value.kind === 'module') return value;
      const reason = value.kind === 'unknown' ? value.reason : `'${name}' is no module`;
      return this.raise('ModuleNotFoundError', reason, nowhere);
    });
  }

  runModule(module: Module, name: string): Outcome<ModuleValue> {
    const [error] = module.errors;
    if (error !== undefined) {
      const problem: Problem = {
        code: 'syntax-error',
        severity: 'error',
        message: `SyntaxError: ${error.message}`,
        origin: { file: module.file, range: error.range },
      };
      this.report(problem);
      return { ok: false, problem, exception: null };
    }
    const site: Origin = { file: module.file, range: { start: 0, end: 0 } };
    return this.enterFromOutside(site, () => this.importer.run(module, name));
  }

  run(
    callee: Value,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value> = new Map(),
    site: Origin = nowhere,
  ): Outcome<Value> {
    return this.enterFromOutside(site, () => this.call(callee, args, kwargs, site));
  }

  private enterFromOutside<T>(site: Origin, run: () => T): Outcome<T> {
    const { depth } = this;
    try {
      return { ok: true, value: run() };
    } catch (error) {
      this.depth = depth;
      const [problem, exception] = this.problemOf(error, site);
      this.report(problem);
      return { ok: false, problem, exception };
    }
  }

  private problemOf(error: unknown, site: Origin): [Problem, InstanceValue | null] {
    if (error instanceof PythonException) {
      const message = this.describe(error);
      return [{ code: 'python-exception', severity: 'error', message, origin: error.site }, error.instance];
    }
    const stopped = error instanceof EvaluationStopped ? error : null;
    const limit = stopped?.message ?? (error instanceof RangeError ? limitOf(error) : null);
    const message =
      limit ?? `Retort failed to evaluate this: ${error instanceof Error ? error.message : String(error)}`;
    const code = limit === null ? 'internal-error' : 'budget';
    return [{ code, severity: 'error', message, origin: stopped?.site ?? site }, null];
  }

  /** `NameError: name 'x' is not defined`, as the last line of a traceback. */
  describe(error: PythonException): string {
    const { cls } = error.instance;
    const name = cls.module === 'builtins' ? cls.name : `${cls.module}.${cls.qualname}`;
    let text: string;
    try {
      text = this.str(error.instance, error.site);
    } catch {
      text = '';
    }
    return text === '' ? name : `${name}: ${text}`;
  }

  evaluateAnnotation(annotation: Annotation): Value {
    return evaluateAnnotation(this, annotation);
  }
  evaluateStringAnnotation(text: string, context: Annotation): Value {
    return evaluateStringAnnotation(this, text, context);
  }

  // ------------------------------------------------------------ budgets

  apart<T>(run: () => T): T {
    return this.meter.apart(run);
  }

  explain(error: unknown): string {
    return this.problemOf(error, nowhere)[0].message;
  }

  step(file: string, node: { readonly range: Origin['range'] }): void {
    this.meter.step(file, node);
  }

  work(steps: number, site: Origin): void {
    this.meter.work(steps, site);
  }

  get spent(): Cost {
    return this.meter.spent;
  }

  spend(cost: Cost, site: Origin): void {
    this.meter.spend(cost, site);
  }

  noteModuleRead(module: ModuleValue, name: string, value: Value | undefined): void {
    this.importer.records?.noteRead(module, name, value);
  }

  checkSize(size: number, site: Origin): void {
    this.meter.checkSize(size, site);
  }

  grow(items: number, site: Origin): void {
    this.meter.allocate(items, site);
  }

  read(value: Value, site: Origin): void {
    this.meter.read(value, site);
  }

  account<T extends Value>(value: T, site: Origin): T {
    this.meter.account(value, site);
    return value;
  }

  enter(site: Origin): void {
    if (++this.depth > this.budget.depth) {
      this.depth--;
      this.raise('RecursionError', 'maximum recursion depth exceeded', site);
    }
  }

  leave(): void {
    this.depth--;
  }

  // ------------------------------------------------------------ operations

  evaluate(expression: Expression, frame: Frame): Value {
    return evaluate(this, expression, frame);
  }
  execute(statements: readonly Statement[], frame: Frame): Completion {
    return execute(this, statements, frame);
  }
  call(callee: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value>, site: Origin): Value {
    return this.account(call(this, callee, args, kwargs, site), site);
  }
  callFunction(
    fn: FunctionValue,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: Origin,
  ): Value {
    return callFunction(this, fn, args, kwargs, site);
  }
  callGenerator(
    fn: FunctionValue,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: Origin,
    onYield: (value: Value) => Value,
  ): Value {
    return callGenerator(this, fn, args, kwargs, site, onYield);
  }
  instantiate(
    cls: ClassValue,
    args: readonly Value[],
    kwargs: ReadonlyMap<string, Value>,
    site: Origin,
  ): Value {
    return instantiate(this, cls, args, kwargs, site);
  }
  createClass(definition: ClassDefinition, site: Origin): Value {
    return createClass(this, definition, site);
  }
  getAttribute(value: Value, name: string, site: Origin): Value {
    return getAttribute(this, value, name, site);
  }
  findAttribute(value: Value, name: string, site: Origin): Value | undefined {
    return findAttribute(this, value, name, site);
  }
  setAttribute(value: Value, name: string, attribute: Value, site: Origin): void {
    setAttribute(this, value, name, attribute, site);
  }
  deleteAttribute(value: Value, name: string, site: Origin): void {
    deleteAttribute(this, value, name, site);
  }
  binary(op: BinaryOperator, left: Value, right: Value, site: Origin): Value {
    return this.account(binary(this, op, left, right, site), site);
  }
  compare(op: CompareOperator, left: Value, right: Value, site: Origin): Value {
    this.meter.read(left, site);
    this.meter.read(right, site);
    return compare(this, op, left, right, site);
  }
  getItem(value: Value, index: Value, site: Origin): Value {
    return this.account(getItem(this, value, index, site), site);
  }
  setItem(value: Value, index: Value, item: Value, site: Origin): void {
    setItem(this, value, index, item, site);
  }
  deleteItem(value: Value, index: Value, site: Origin): void {
    deleteItem(this, value, index, site);
  }
  iterate(value: Value, site: Origin): readonly Value[] | null {
    const items = iterate(this, value, site);
    if (items !== null && items.length > 16) this.work(items.length / 16, site);
    return items;
  }
  forEach(value: Value, site: Origin, onItem: (item: Value) => boolean): boolean {
    return forEach(this, value, site, onItem);
  }
  lazyIterator(drive: LazyIterator['drive']): IteratorValue {
    return lazyIterator(this, drive);
  }
  isTrue(value: Value, site: Origin): boolean | null {
    return isTrue(this, value, site);
  }
  equals(left: Value, right: Value, site: Origin): boolean | null {
    return equals(this, left, right, site);
  }
  str(value: Value, site: Origin): string {
    return strOf(this, value, site);
  }
  repr(value: Value, site: Origin): string {
    return reprOf(this, value, site);
  }
  format(value: Value, spec: string, site: Origin): string {
    return formatValue(this, value, spec, site);
  }
  typeOf(value: Value): ClassValue {
    return typeOf(value);
  }
  isInstance(value: Value, cls: ClassValue): boolean {
    return isInstanceOf(typeOf(value), cls);
  }
  hash(value: Value, site: Origin): unknown {
    if (!isHashable(value)) this.raise('TypeError', `unhashable type: '${typeOf(value).name}'`, site);
    return hashKey(value);
  }

  // ------------------------------------------------------------ modules, names, exceptions

  importByName(name: string, site: Origin): Value {
    return this.importer.import(name, site);
  }
  importFrom(module: Value, moduleName: string, name: string, site: Origin): Value {
    return this.importer.importFrom(module, moduleName, name, site);
  }
  packageOf(module: string): string | null {
    return this.importer.packageOf(module);
  }
  findBuiltin(name: string): Value | undefined {
    return builtins.get(name);
  }
  builtin(name: string): Value {
    return builtins.get(name) ?? this.unknown(`Python has no builtin \`${name}\``, null);
  }
  raise(exceptionName: string, message: string, site: Origin): never {
    return this.raiseWith(exceptionName, message === '' ? [] : [str(message)], site);
  }
  raiseKeyError(key: Value, site: Origin): never {
    return this.raiseWith('KeyError', [key], site);
  }
  private raiseWith(exceptionName: string, args: readonly Value[], site: Origin): never {
    this.work(stepsOfException, site);
    const cls = exceptionClasses.get(exceptionName) ?? exceptionClasses.get('Exception') ?? objectClass;
    const instance: InstanceValue = {
      kind: 'instance',
      cls,
      attributes: exceptionAttributes(cls, args),
      payload: { isException: true },
      origin: site,
    };
    throw new PythonException(instance, site);
  }
  raiseInstance(exception: InstanceValue, site: Origin): never {
    this.work(stepsOfException, site);
    throw new PythonException(exception, site);
  }
  isException(error: unknown, className: string): error is PythonException {
    const cls = exceptionClasses.get(className);
    return error instanceof PythonException && cls !== undefined && isSubclass(error.instance.cls, cls);
  }
  unknown(reason: string, origin: Origin | null): UnknownValue {
    return { kind: 'unknown', reason, origin };
  }
  unknownUse(origin: Origin | null, reason: string, use: UnknownUse): void {
    this.options.onUnknownControlFlow?.(origin, reason, use);
    if (use !== 'condition') return;
    const message = `Retort cannot follow this condition: ${reason}`;
    this.report({ code: 'unknown-condition', severity: 'information', message, origin });
  }
  /** A function that runs often meets the same Unknown often; it is told once. */
  report(problem: Problem): void {
    activeRecord()?.events.push({ kind: 'problem', problem });
    const key = `${problem.code} ${problem.message} ${problem.origin?.file ?? ''} ${problem.origin?.range.start ?? ''}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.problems.push(problem);
  }
}
