import type { Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Recorder } from './recorder.ts';

/** What env.py told, and what it is told. */
export interface EnvironmentCapture {
  readonly offline: boolean;
  readonly configPath: string | null;
  readonly section: string;
  /** Main options; `set_main_option` changes them. A value that is not known stays an Unknown. */
  readonly mainOptions: Map<string, Value>;
  readonly xArguments: readonly string[];
  /** `--tag`. */
  readonly tag: string | null;
  /** Keyword arguments of `context.configure()`; null until it is called. Later calls add to them, as upstream. */
  configure: Map<string, Value> | null;
  configureSite: Origin | null;
}

interface AlembicState {
  /** The revision that is being evaluated. */
  recorder: Recorder | null;
  /** The env.py that is being evaluated. */
  environment: EnvironmentCapture | null;
}

const states = new WeakMap<Interpreter, AlembicState>();

/** What the bindings keep for one interpreter. */
export function alembicState(interpreter: Interpreter): AlembicState {
  let state = states.get(interpreter);
  if (state === undefined) {
    state = { recorder: null, environment: null };
    states.set(interpreter, state);
  }
  return state;
}
