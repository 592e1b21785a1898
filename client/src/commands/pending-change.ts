import type { Retort } from '../retort.ts';
import { keyOf } from './arguments.ts';

/** `Ignore Always`, and back again, on a line of the view of pending changes. */
export function ignoreChange(ignored: boolean) {
  return async (retort: Retort, argument: unknown): Promise<void> => {
    const key = keyOf(argument);
    if (key !== null) await retort.changes.ignore(key, ignored);
  };
}

/** Was it renamed? The answer is kept for the project. */
export function answerRename(answer: boolean) {
  return async (retort: Retort, argument: unknown): Promise<void> => {
    const key = keyOf(argument);
    if (key !== null) await retort.changes.answer(key, answer);
  };
}
