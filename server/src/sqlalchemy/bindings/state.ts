import type { Interpreter } from '../../python/eval/value.ts';
import type { MetaDataBuilder } from '../orm/builders.ts';

/** What the bindings keep for one interpreter. */
export interface BindingsState {
  /** Every `MetaData()` in the order of creation. */
  readonly metadata: MetaDataBuilder[];
}

const states = new WeakMap<Interpreter, BindingsState>();

export function stateOf(interpreter: Interpreter): BindingsState {
  let state = states.get(interpreter);
  if (state === undefined) {
    state = { metadata: [] };
    states.set(interpreter, state);
  }
  return state;
}
