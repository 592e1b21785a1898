/** Why a run stopped, as data that the command and the editor show. */
import { DatabaseError } from '../../sqlalchemy/engine/connection.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Refusal } from '../bindings/script-evaluator.ts';
import { OperationError } from '../ddl/errors.ts';
import type { MigrationStep } from './migration-step.ts';
import { PythonFailure } from './project-python.ts';

/** What, where in which script, and what to do. Holds no password. */
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

/** The code of a revision that cannot be evaluated. */
export const refusedRevision = 'refused';
/** The code of a revision that was refused while it ran, and rolled back: it may be run in another way. */
export const refusedWhileRunning = 'refused-while-running';

/** A revision that cannot be evaluated. */
export class RefusedError extends Error {
  readonly origin: Origin | null;
  readonly refusals: readonly Refusal[];
  readonly code: string;

  constructor(step: MigrationStep, refusals: readonly Refusal[], code = refusedRevision) {
    const [first, ...more] = refusals;
    const others = more.length === 0 ? '' : ` (and ${String(more.length)} more)`;
    super(`${first?.message ?? `${revisionOf(step) ?? 'The step'} cannot be evaluated`}${others}`);
    this.name = 'RefusedError';
    this.refusals = refusals;
    this.code = code;
    this.origin = first?.origin ?? null;
  }
}

/** An error of one operation, with the operation's place in the script. */
export class OperationFailure extends Error {
  readonly origin: Origin | null;

  constructor(cause: unknown, origin: Origin | null) {
    super(messageOf(cause), { cause });
    this.name = 'OperationFailure';
    this.origin = origin;
  }
}

/** Any error of a run as data. `step` is the one that was under way. */
export function asRunError(error: unknown, step: MigrationStep | null): RunError {
  const cause = error instanceof OperationFailure ? error.cause : error;
  const fromDatabase = cause instanceof DatabaseError || cause instanceof PythonFailure ? cause : null;
  return {
    message: messageOf(cause),
    hint: fromDatabase?.hint ?? null,
    revision: step === null ? null : revisionOf(step),
    origin: originOf(cause) ?? originOf(error),
    sql: fromDatabase?.sql?.trim() ?? null,
    code: fromDatabase?.code ?? (error instanceof RefusedError ? error.code : null),
  };
}

/** The revision a step is about: for a stamp the one it goes to, or leaves for base. */
export function revisionOf(step: MigrationStep): string | null {
  if (step.kind === 'revision') return step.script.revision;
  return step.to.at(-1) ?? step.from.at(-1) ?? null;
}

/** The place that an error of the engine carries. */
function originOf(error: unknown): Origin | null {
  const known =
    error instanceof OperationFailure ||
    error instanceof RefusedError ||
    error instanceof OperationError ||
    error instanceof PythonFailure;
  return known ? error.origin : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
