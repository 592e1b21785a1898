import type { ModuleValue } from '../../python/eval/value.ts';
import type { Interpreter } from '../../python/eval/interpreter.ts';
import type { Origin } from '../../util/text-range.ts';
import { Recorder } from './recorder.ts';
import type { ScriptContext, ScriptEvaluation } from './script-evaluation.ts';
import { alembicState } from './state.ts';
import { unknownTypes } from './unknown-types.ts';

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

export type { Refusal, ScriptContext, ScriptEvaluation } from './script-evaluation.ts';
