import type { Interpreter, InterpreterOptions } from '../../python/eval/interpreter.ts';
import { alembicState } from './state.ts';

const words = {
  condition: 'a condition or loop depends on what is not known: ',
  // The reason names what is called.
  call: '',
  statement: 'a statement whose effect is not known: ',
  error: 'a statement that cannot be read: ',
} as const;

/**
 * The `onUnknownControlFlow` of an interpreter that evaluates scripts: code that could not be followed while
 * `evaluateScript` runs becomes a refusal of that revision. `interpreter` is asked when that happens.
 */
export function refuseUnknownControlFlow(
  interpreter: () => Interpreter,
): NonNullable<InterpreterOptions['onUnknownControlFlow']> {
  return (origin, reason, use) => {
    alembicState(interpreter()).recorder?.refuse(`${words[use]}${reason}`, origin);
  };
}
