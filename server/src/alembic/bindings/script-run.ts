import type { Interpreter } from '../../python/eval/interpreter.ts';
import type { InstanceValue, ModuleValue } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Recorder } from './recorder.ts';
import { alembicState } from './state.ts';

/** The Python exception that ended a script, where one did. */
export interface ScriptException {
  readonly instance: InstanceValue;
  readonly origin: Origin;
}

/**
 * Calls `upgrade()` or `downgrade()` of an evaluated module with `op` and `context` bound to the recorder. What went wrong
 * is refused there, unless `onException` takes the exception.
 */
export function runScript(
  interpreter: Interpreter,
  module: ModuleValue,
  direction: 'upgrade' | 'downgrade',
  recorder: Recorder,
  onException: (exception: ScriptException) => boolean = () => false,
): void {
  const start: Origin | null =
    module.file === null ? null : { file: module.file, range: { start: 0, end: 0 } };
  const callee = module.namespace.get(direction);
  if (callee === undefined) {
    recorder.refuse(`the script has no ${direction}() function`, start);
    return;
  }
  if (callee.kind === 'unknown') {
    recorder.refuse(`${direction}() is not known: ${callee.reason}`, callee.origin ?? start);
    return;
  }
  const state = alembicState(interpreter);
  const known = interpreter.problems.length;
  state.recorder = recorder;
  recorder.isGuarded = () => interpreter.isGuarded;
  interpreter.runTime = (what, site) => recorder.runTime(what, site);
  const runArguments = recorder.context.runArguments ?? new Map<string, never>();
  const outcome = interpreter.run(callee, [], runArguments, start ?? undefined);
  state.recorder = null;
  interpreter.runTime = null;
  const { ok } = outcome;
  const taken =
    !ok &&
    outcome.exception !== null &&
    onException({ instance: outcome.exception, origin: outcome.problem.origin ?? outcome.exception.origin });
  for (const problem of interpreter.problems.slice(known)) {
    if (taken && problem === outcome.problem) continue;
    if (problem.severity === 'error' || problem.severity === 'warning')
      recorder.refuse(problem.message, problem.origin);
  }
  if (!ok && !taken) recorder.refuse(outcome.problem.message, outcome.problem.origin ?? start);
}
