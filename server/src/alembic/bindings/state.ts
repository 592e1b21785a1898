import type { ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Recorder } from './recorder.ts';

/** One `context.run_migrations()`. */
export interface EnvironmentRun {
  readonly configure: ReadonlyMap<string, Value>;
  readonly configureSite: Origin | null;
  /** How many effects on engines came before it, before its `context.configure()`, and before `context.begin_transaction()`. */
  readonly effectsBefore: number;
  readonly effectsBeforeConfigure: number;
  readonly effectsBeforeBegin: number;
  /** Its keyword arguments, which `upgrade()` and `downgrade()` are called with. */
  readonly arguments: ReadonlyMap<string, Value>;
  readonly site: Origin;
}

/** Something that env.py does around the migrations. */
export interface EnvironmentEffect {
  readonly message: string;
  readonly origin: Origin;
  /** A run without it could do something else than Alembic's. */
  readonly isDecisive: boolean;
}

/** What `context.config` reads besides the main options. */
export interface EnvironmentConfig {
  getSection(name: string): ReadonlyMap<string, string> | null;
  /** Upstream: `get_alembic_option`. */
  getAlembicOption(name: string): string | null;
}

/** What env.py told, and what it is told. */
export interface EnvironmentCapture {
  readonly offline: boolean;
  readonly configPath: string | null;
  readonly section: string;
  readonly config: EnvironmentConfig | null;
  /** Main options; `set_main_option` changes them. A value that is not known stays an Unknown. */
  readonly mainOptions: Map<string, Value>;
  readonly xArguments: readonly string[];
  /** `--tag`. */
  readonly tag: string | null;
  /** Each `context.run_migrations()`, with the configuration that it meets. */
  readonly runs: EnvironmentRun[];
  /** What a native run would not do. */
  readonly effects: EnvironmentEffect[];
  /** Keyword arguments of `context.configure()`; null until it is called. Later calls add to them, as upstream. */
  configure: Map<string, Value> | null;
  configureSite: Origin | null;
  /** How many effects on engines there were at `context.configure()` and `context.begin_transaction()`. */
  configuredAt: number;
  begunAt: number | null;
  /** How many effects there are, of this evaluation. */
  readonly countEffects: () => number;
}

/** The `revision` command, while it asks env.py what to make of the new revision. */
interface RevisionCommand {
  /** Of the script directory. */
  readonly heads: readonly string[];
  readonly autogenerate: boolean;
}

interface AlembicState {
  command: RevisionCommand | null;
  /** The revision that is being evaluated. */
  recorder: Recorder | null;
  /** The env.py that is being evaluated. */
  environment: EnvironmentCapture | null;
  /** `register_operation`: names of `op`, and the class and its method that make the operation. */
  readonly operations: Map<string, { readonly cls: ClassValue; readonly method: string }>;
  /** `implementation_for`: functions by the class of the operation. */
  readonly implementations: Map<ClassValue, Value>;
}

const states = new WeakMap<Interpreter, AlembicState>();

/** What the bindings keep for one interpreter. */
export function alembicState(interpreter: Interpreter): AlembicState {
  let state = states.get(interpreter);
  if (state === undefined) {
    state = {
      command: null,
      recorder: null,
      environment: null,
      operations: new Map(),
      implementations: new Map(),
    };
    states.set(interpreter, state);
  }
  return state;
}
