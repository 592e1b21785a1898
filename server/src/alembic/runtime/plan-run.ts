import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import { compileOperation } from './compile-operation.ts';
import type { Evaluate } from './migration-context.ts';
import type { MigrationStep } from './migration-step.ts';
import { asRunError, OperationFailure, RefusedError, revisionOf, type RunError } from './run-error.ts';

export interface PlannedStep {
  readonly step: MigrationStep;
  readonly operations: readonly MigrateOperation[];
}

/**
 * Evaluates all steps and compiles what can be compiled without a database, so that a run that cannot end well never
 * begins. The error names the first bad revision and how far a run could go.
 */
export function planRun(options: { steps: readonly MigrationStep[]; dialect: Dialect; evaluate: Evaluate }): {
  readonly steps: readonly PlannedStep[];
  readonly error: RunError | null;
} {
  const planned: PlannedStep[] = [];
  const createdEnums = new Set<string>();
  for (const step of options.steps) {
    try {
      const operations = evaluateStep(step, options.evaluate);
      compileAll(operations, { dialect: options.dialect, createdEnums });
      planned.push({ step, operations });
    } catch (error) {
      return { steps: planned, error: refusal(error, step, planned) };
    }
  }
  return { steps: planned, error: null };
}

function evaluateStep(step: MigrationStep, evaluate: Evaluate): readonly MigrateOperation[] {
  if (step.kind === 'stamp') return [];
  const { operations, refusals } = evaluate(step.script, step.direction);
  if (refusals.length > 0) throw new RefusedError(step, refusals);
  return operations;
}

function compileAll(
  operations: readonly MigrateOperation[],
  context: { dialect: Dialect; createdEnums: Set<string> },
): void {
  for (const operation of operations) {
    if (operation.kind === 'autocommit_block') {
      compileAll(operation.ops, context);
      continue;
    }
    try {
      // What a batch makes of a reflected table is not known before the run comes to it.
      compileOperation(operation, { ...context, asSql: false, recreate: () => [] });
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
