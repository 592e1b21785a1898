import type { Interpreter } from '../../python/eval/interpreter.ts';
import type { ModuleValue } from '../../python/eval/value.ts';
import { OfflineRecorder } from './offline-recorder.ts';
import { Recorder } from './recorder.ts';
import type { ScriptContext, ScriptEvaluation } from './script-evaluation.ts';
import { runScript } from './script-run.ts';
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
  const { offlineRun } = context;
  const recorder =
    offlineRun === undefined ? new Recorder(context) : new OfflineRecorder(context, offlineRun, interpreter);
  runScript(interpreter, module, direction, recorder, (exception) => recorder.explains(exception));
  for (const unknown of unknownTypes(recorder.operations)) recorder.refuse(unknown.message, unknown.origin);
  return { operations: recorder.operations, refusals: recorder.refusals };
}

export type { Refusal, ScriptContext, ScriptEvaluation } from './script-evaluation.ts';
