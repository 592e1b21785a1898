import type { NamingConvention } from '../../sqlalchemy/sql/schema.ts';
import type { RunTime, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';

/** Why a revision cannot be evaluated. Names the place; a revision with a refusal is never run natively, not even in part. */
export interface Refusal {
  readonly message: string;
  readonly origin: Origin | null;
  /** The script asks what only a run knows (the database, the clock): it can be evaluated while it runs. */
  readonly needsRun?: boolean;
}

export interface ScriptContext {
  /** What `op.get_bind().dialect.name` answers. */
  readonly dialectName: string;
  /** `context.is_offline_mode()`; replay evaluates as offline too. */
  readonly offline: boolean;
  /**
   * `--sql` itself: the script is written now, so it has this run's clock and chance, and what it asks of the connection
   * fails where it would catch that. Absent wherever the operations stand for what a database would get.
   */
  readonly offlineRun?: RunTime;
  /** `%(here)s`-free main options for `context.config.get_main_option`. */
  readonly mainOptions: ReadonlyMap<string, string>;
  /** `-x`: what `context.get_x_argument()` gives. */
  readonly xArguments?: readonly string[];
  /** `--tag`: what `context.get_tag_argument()` gives. */
  readonly tag?: string | null;
  /** Keyword arguments of `context.run_migrations()`, which the function is called with. */
  readonly runArguments?: ReadonlyMap<string, Value>;
  /** `target_metadata.naming_convention`: names of constraints that `op` makes follow it, as upstream. */
  readonly namingConvention?: NamingConvention;
}

export interface ScriptEvaluation {
  readonly operations: readonly MigrateOperation[];
  readonly refusals: readonly Refusal[];
}
