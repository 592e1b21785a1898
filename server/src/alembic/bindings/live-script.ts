import { EvaluationStopped } from '../../python/eval/errors.ts';
import type { Interpreter } from '../../python/eval/interpreter.ts';
import type { ModuleValue } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import { causeOf } from './database-exceptions.ts';
import type { LiveDatabase } from './live-database.ts';
import { LiveRecorder } from './live-recorder.ts';
import type { Refusal, ScriptContext } from './script-evaluation.ts';
import { runScript } from './script-run.ts';

/** How a revision that ran while it was evaluated ended. Neither refusals nor a failure: it is done. */
export interface LiveOutcome {
  readonly refusals: readonly Refusal[];
  /** What the database refused, or the operation that it cannot do, and where in the script. */
  readonly failure: { readonly error: Error; readonly origin: Origin } | null;
}

/** Evaluates and runs `upgrade()` or `downgrade()` on a database, operation by operation. Blocks; never throws. */
export function evaluateLive(
  interpreter: Interpreter,
  module: ModuleValue,
  direction: 'upgrade' | 'downgrade',
  context: ScriptContext,
  database: LiveDatabase,
): LiveOutcome {
  const recorder = new LiveRecorder(context, database, interpreter);
  let failure: LiveOutcome['failure'] = null;
  try {
    runScript(interpreter, module, direction, recorder, ({ instance, origin }) => {
      const error = causeOf(instance);
      if (error !== null) failure = { error, origin };
      return error !== null;
    });
  } catch (error) {
    // A refusal after the script has ended is in the recorder already.
    if (!(error instanceof EvaluationStopped)) throw error;
  }
  return { refusals: recorder.refusals, failure };
}
