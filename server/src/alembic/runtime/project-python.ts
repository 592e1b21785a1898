/** The project's own Python, which runs the revisions that cannot be evaluated: the port, and how it fails. */
import type { Origin } from '../../util/text-range.ts';
import type { RevisionStep } from './migration-step.ts';

/** One revision that Alembic itself is to run, and what must hold when it does. */
export interface PythonTask {
  readonly step: RevisionStep;
  /** What the version table must hold at the start. */
  readonly heads: readonly string[];
  /** A query and the answer of the run's own session: env.py must have connected to the same database. */
  readonly identity: { readonly sql: string; readonly answer: string };
  /** Asks for the number of the session that env.py opens; null where there are none. */
  readonly sessionNumber: string | null;
}

export interface PythonEvents {
  onStatement(sql: string): void;
  /** The session that env.py opened, by which its statement can be stopped. */
  onSession(number: string): void;
}

/** An interpreter that the user has agreed to. All reject with PythonFailure. */
export interface PythonRunner {
  /** Loads every script and env.py, and connects as env.py does; changes nothing. */
  check(task: PythonTask, signal?: AbortSignal): Promise<void>;
  /** Runs exactly the task's revision, as `alembic` would, its row of the version table included. */
  run(task: PythonTask, events: PythonEvents, signal?: AbortSignal): Promise<void>;
}

/** A revision that cannot be evaluated, with the reason. */
export interface PythonStep {
  readonly step: RevisionStep;
  readonly reason: string;
  readonly origin: Origin | null;
}

/**
 * Asks, before anything is changed, whether the project's own Python may run exactly these revisions. Null: no; the run
 * then ends as if there were no Python.
 */
export type AskPython = (steps: readonly PythonStep[]) => Promise<PythonRunner | null>;

/** What Python or Alembic said. Holds no password. */
export class PythonFailure extends Error {
  readonly origin: Origin | null;
  readonly sql: string | null;
  readonly code: string | null;
  readonly hint: string | null;

  constructor(
    message: string,
    fields: {
      origin?: Origin | null;
      sql?: string | null;
      code?: string | null;
      hint?: string | null;
    } = {},
  ) {
    super(message);
    this.name = 'PythonFailure';
    this.origin = fields.origin ?? null;
    this.sql = fields.sql ?? null;
    this.code = fields.code ?? null;
    this.hint = fields.hint ?? null;
  }
}
