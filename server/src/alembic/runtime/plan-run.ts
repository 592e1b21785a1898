import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { Evaluate, MigrationContextOptions } from './migration-context.ts';
import type { MigrationStep } from './migration-step.ts';
import { OperationCompiler } from './operation-compiler.ts';
import { asRunError, OperationFailure, RefusedError, revisionOf, type RunError } from './run-error.ts';

export interface PlannedStep {
  readonly step: MigrationStep;
  /** None for a live step. */
  readonly operations: readonly MigrateOperation[];
  /** The revision asks the database: what it does is known only while it runs. */
  readonly live: boolean;
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
}): {
  readonly steps: readonly PlannedStep[];
  readonly error: RunError | null;
} {
  const planned: PlannedStep[] = [];
  const compiler = new OperationCompiler(options.dialect, { ...options.configure, asSql: false });
  for (const step of options.steps) {
    try {
      const operations = evaluateStep(step, options.evaluate, options.live);
      if (operations !== null) checkAll(operations, compiler);
      planned.push({ step, operations: operations ?? [], live: operations === null });
    } catch (error) {
      return { steps: planned, error: refusal(error, step, planned) };
    }
  }
  return { steps: planned, error: null };
}

/** Null for a step that has to be evaluated while it runs. */
function evaluateStep(
  step: MigrationStep,
  evaluate: Evaluate,
  live: boolean,
): readonly MigrateOperation[] | null {
  if (step.kind === 'stamp') return [];
  const { operations, refusals } = evaluate(step.script, step.direction);
  // What is refused after the first question to the database may follow from its answer.
  if (live && refusals[0]?.needsRun === true) return null;
  if (refusals.length > 0) throw new RefusedError(step, refusals);
  return operations;
}

function checkAll(operations: readonly MigrateOperation[], compiler: OperationCompiler): void {
  for (const operation of operations) {
    if (operation.kind === 'autocommit_block') {
      checkAll(operation.ops, compiler);
      continue;
    }
    try {
      compiler.check(operation);
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
