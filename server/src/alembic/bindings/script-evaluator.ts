import type { ModuleValue } from '../../python/eval/value.ts';
import type { Interpreter } from '../../python/eval/interpreter.ts';
import type { NamingConvention } from '../../sqlalchemy/sql/schema.ts';
import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import { Recorder } from './recorder.ts';
import { alembicState } from './state.ts';
import { unknownTypes } from './unknown-types.ts';

/** Why a revision cannot be evaluated. Names the place; a revision with a refusal is never run natively, not even in part. */
export interface Refusal {
  readonly message: string;
  readonly origin: Origin | null;
}

export interface ScriptContext {
  /** What `op.get_bind().dialect.name` answers. */
  readonly dialectName: string;
  /** `context.is_offline_mode()`; replay evaluates as offline too. */
  readonly offline: boolean;
  /** `%(here)s`-free main options for `context.config.get_main_option`. */
  readonly mainOptions: ReadonlyMap<string, string>;
  /** `target_metadata.naming_convention`: names of constraints that `op` makes follow it, as upstream. */
  readonly namingConvention?: NamingConvention;
}

export interface ScriptEvaluation {
  readonly operations: readonly MigrateOperation[];
  readonly refusals: readonly Refusal[];
}

/**
 * Runs `upgrade()` or `downgrade()` of an evaluated revision module with a recording `op`. All operations of a
 * revision, or refusals; never both used. The interpreter has `refuseUnknownControlFlow` as its hook.
 */
export function evaluateScript(
  interpreter: Interpreter,
  module: ModuleValue,
  direction: 'upgrade' | 'downgrade',
  context: ScriptContext,
): ScriptEvaluation {
  const recorder = new Recorder(context);
  const start: Origin | null =
    module.file === null ? null : { file: module.file, range: { start: 0, end: 0 } };
  const callee = module.namespace.get(direction);
  if (callee === undefined) {
    recorder.refuse(`the script has no ${direction}() function`, start);
    return { operations: [], refusals: recorder.refusals };
  }
  if (callee.kind === 'unknown') {
    recorder.refuse(`${direction}() is not known: ${callee.reason}`, callee.origin ?? start);
    return { operations: [], refusals: recorder.refusals };
  }
  const state = alembicState(interpreter);
  const known = interpreter.problems.length;
  state.recorder = recorder;
  const outcome = interpreter.run(callee, [], new Map(), start ?? undefined);
  state.recorder = null;
  for (const problem of interpreter.problems.slice(known)) {
    if (problem.severity === 'error' || problem.severity === 'warning')
      recorder.refuse(problem.message, problem.origin);
  }
  if (!outcome.ok) recorder.refuse(outcome.problem.message, outcome.problem.origin ?? start);
  for (const unknown of unknownTypes(recorder.operations)) recorder.refuse(unknown.message, unknown.origin);
  return { operations: recorder.operations, refusals: recorder.refusals };
}
