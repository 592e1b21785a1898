import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { Refusal, ScriptContext } from './script-evaluation.ts';

/** Collects what one `upgrade()` or `downgrade()` does, and why it cannot be followed where it cannot. */
export class Recorder {
  readonly context: ScriptContext;
  readonly operations: MigrateOperation[] = [];
  readonly refusals: Refusal[] = [];
  private readonly blocks: MigrateOperation[][] = [];

  constructor(context: ScriptContext) {
    this.context = context;
  }

  record(operation: MigrateOperation): void {
    (this.blocks.at(-1) ?? this.operations).push(operation);
  }

  /** Operations up to `endBlock` belong to a batch or an autocommit block. */
  beginBlock(): void {
    this.blocks.push([]);
  }

  endBlock(): readonly MigrateOperation[] {
    return this.blocks.pop() ?? [];
  }

  /** The first reason at a place counts; what follows from it says nothing new. */
  refuse(message: string, origin: Origin | null): void {
    const known = this.refusals.some(
      (refusal) =>
        refusal.origin?.file === origin?.file && refusal.origin?.range.start === origin?.range.start,
    );
    if (!known) this.refusals.push({ message, origin });
  }
}

/** Reads rows or the schema of the database: not followed by this evaluation. */
export function refuseRows(recorder: Recorder, what: string, origin: Origin): string {
  const message = `reads rows from the database (${what}): Retort evaluates this in a later version; run this revision with Alembic itself`;
  recorder.refuse(message, origin);
  return message;
}
