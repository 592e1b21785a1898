import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Origin } from '../../util/text-range.ts';
import type { RevisionMap } from '../script/revision-map.ts';
import type { Evaluate, MigrationContextOptions } from './migration-context.ts';
import type { MigrationStep } from './migration-step.ts';

export interface RunOptions {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly revisionMap: RevisionMap;
  /** In order, planned for `expectedHeads`. */
  readonly steps: readonly MigrationStep[];
  readonly evaluate: Evaluate;
  readonly configure: MigrationContextOptions;
  /** The heads the plan was made for; a database that is elsewhere by now is left alone. Absent: not checked. */
  readonly expectedHeads?: readonly string[];
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting stops before the next statement (and asks the server to stop the running one); what is open is rolled back. */
  readonly signal?: AbortSignal;
}

/** Said before each step starts (`statement` null) and before each of its statements. */
export interface Progress {
  readonly step: MigrationStep;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly statement: string | null;
}

/** Why a run stopped: what, where in which script, and what to do. Holds no password. */
export interface RunError {
  readonly message: string;
  readonly hint: string | null;
  /** The revision it is about; null for the run as a whole. */
  readonly revision: string | null;
  /** The operation in the script. */
  readonly origin: Origin | null;
  /** The statement that failed. */
  readonly sql: string | null;
  /** SQLSTATE and the like. */
  readonly code: string | null;
}

export interface StepReport {
  readonly step: MigrationStep;
  /** `done` is committed; a step that was rolled back with a later one is `not run`. */
  readonly outcome: 'done' | 'failed' | 'not run';
  readonly error: RunError | null;
}

export interface RunReport {
  readonly steps: readonly StepReport[];
  /** The version table as read after the run; null when it could not be read. */
  readonly current: readonly string[] | null;
  readonly error: RunError | null;
  /** Stopped by the signal. */
  readonly cancelled: boolean;
}

/**
 * Runs the steps on a database. Every revision is evaluated first; one that cannot be evaluated stops the run before
 * the database is touched. Never throws: what went wrong is in the report.
 */
export function runMigrations(_options: RunOptions): Promise<RunReport> {
  return Promise.reject(new Error('not implemented'));
}
