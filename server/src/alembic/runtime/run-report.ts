/** What a run tells while it goes on and when it has ended, as data. */
import type { MigrationStep } from './migration-step.ts';
import type { RunError } from './run-error.ts';

/** Said before each step starts (`statement` null) and before each of its statements. */
export interface Progress {
  readonly step: MigrationStep;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly statement: string | null;
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
