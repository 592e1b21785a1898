import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { RevisionMap } from '../script/revision-map.ts';
import type { Evaluate, MigrationContextOptions } from './migration-context.ts';
import type { MigrationStep } from './migration-step.ts';
import type { RunError } from './runner.ts';

export interface OfflineOptions {
  readonly dialect: Dialect;
  readonly revisionMap: RevisionMap;
  readonly steps: readonly MigrationStep[];
  /** Where the script starts: the `a` of `a:b`; empty for base. */
  readonly startingHeads: readonly string[];
  readonly evaluate: Evaluate;
  readonly configure: MigrationContextOptions;
}

export interface OfflineResult {
  /** What `alembic … --sql` prints on stdout; when `error` is set, what it had printed when it stopped. */
  readonly sql: string;
  /** The text of each step alone, in order, as far as it came. */
  readonly steps: readonly { readonly step: MigrationStep; readonly sql: string }[];
  readonly error: RunError | null;
}

/** The text of `alembic upgrade|downgrade|stamp --sql`. Never throws. */
export function compileOffline(_options: OfflineOptions): OfflineResult {
  throw new Error('not implemented');
}
