import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import { refuseAutocommit, type Evaluate, type MigrationContextOptions } from './migration-context.ts';
import type { MigrationStep } from './migration-step.ts';
import { OperationCompiler } from './operation-compiler.ts';
import { asRunError, OperationFailure, RefusedError, revisionOf, type RunError } from './run-error.ts';

export interface PlannedStep {
  readonly step: MigrationStep;
  /**
   * `native`: its operations are known. `live`: it asks the database, so that what it does is known only while it runs.
   * `python`: it cannot be evaluated, and is left to the project's own Python.
   */
  readonly mode: 'native' | 'live' | 'python';
  /** None for a step that is not native. */
  readonly operations: readonly MigrateOperation[];
  /** Why the step is not native. */
  readonly refusal: RunError | null;
}

/**
 * Evaluates all steps and compiles what can be compiled without a database, so that a run that cannot end well never
 * begins. The error names the first bad revision and how far a run could go.
 */
export function planRun(options: {
  steps: readonly MigrationStep[];
  dialect: Dialect;
  evaluate: Evaluate;
  configure: MigrationContextOptions;
  /** Revisions that ask the database are evaluated while they run; else they are refused. */
  live: boolean;
  /** Revisions that cannot be evaluated are left to Python; else they are refused. */
  python?: boolean;
  /** Revisions that are left to Python whatever they look like, with the reason. */
  inPython?: ReadonlyMap<string, string>;
}): {
  readonly steps: readonly PlannedStep[];
  readonly error: RunError | null;
} {
  const planned: PlannedStep[] = [];
  const compiler = new OperationCompiler(options.dialect, { ...options.configure, asSql: false });
  for (const step of options.steps) {
    try {
      planned.push(planStep(step, options, compiler));
    } catch (error) {
      // What the database itself cannot do, Python cannot do either.
      if (options.python !== true || !(error instanceof RefusedError)) {
        return { steps: planned, error: refusal(error, step, planned) };
      }
      planned.push({ step, mode: 'python', operations: [], refusal: asRunError(error, step) });
    }
  }
  return { steps: planned, error: null };
}

function planStep(
  step: MigrationStep,
  {
    evaluate,
    live,
    inPython,
    configure,
  }: {
    evaluate: Evaluate;
    live: boolean;
    inPython?: ReadonlyMap<string, string>;
    configure: MigrationContextOptions;
  },
  compiler: OperationCompiler,
): PlannedStep {
  if (step.kind === 'stamp') return { step, mode: 'native', operations: [], refusal: null };
  const { operations, refusals } = evaluate(step.script, step.direction);
  const [first] = refusals;
  const reason = inPython?.get(step.script.revision);
  if (reason !== undefined)
    throw new RefusedError(step, [{ message: reason, origin: first?.origin ?? null }]);
  // What is refused after the first question to the database may follow from its answer.
  if (live && first?.needsRun === true) {
    return {
      step,
      mode: 'live',
      operations: [],
      refusal: asRunError(new RefusedError(step, refusals), step),
    };
  }
  if (first !== undefined) throw new RefusedError(step, refusals);
  checkAll(operations, compiler, configure);
  return { step, mode: 'native', operations, refusal: null };
}

function checkAll(
  operations: readonly MigrateOperation[],
  compiler: OperationCompiler,
  configure: MigrationContextOptions,
): void {
  for (const operation of operations) {
    if (operation.kind === 'autocommit_block') checkAll(operation.ops, compiler, configure);
    try {
      if (operation.kind === 'autocommit_block') refuseAutocommit(configure);
      else compiler.check(operation);
    } catch (error) {
      throw new OperationFailure(error, operation.origin);
    }
  }
}

function refusal(error: unknown, step: MigrationStep, before: readonly PlannedStep[]): RunError {
  const runError = asRunError(error, step);
  const last = before.at(-1);
  const reach =
    last === undefined ? '' : ` A run up to ${revisionOf(last.step) ?? 'the step before'} is possible.`;
  return { ...runError, hint: `Nothing was changed.${reach}` };
}
