import type { Origin } from '../../util/text-range.ts';
import type { InstanceValue, RunTime } from '../../python/eval/value.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { UpstreamError } from '../ddl/errors.ts';
import type { LiveDatabase } from './live-database.ts';
import type { Refusal, ScriptContext } from './script-evaluation.ts';

/** What upstream's `--sql` raises, by name. */
export type MockFailure = UpstreamError | 'AttributeError' | 'TypeError' | 'NoInspectionAvailable';

/** Collects what one `upgrade()` or `downgrade()` does, and why it cannot be followed where it cannot. */
export class Recorder {
  /** Of an online run; null while operations are only recorded. */
  readonly database: LiveDatabase | null = null;
  readonly context: ScriptContext;
  /** Whether what the database refuses now would be caught by the script. */
  isGuarded: () => boolean = () => false;
  readonly operations: MigrateOperation[] = [];
  readonly refusals: Refusal[] = [];
  private readonly blocks: MigrateOperation[][] = [];
  /** Batches that have begun and not ended. */
  private batches = 0;

  constructor(context: ScriptContext) {
    this.context = context;
  }

  /** Gives the result of an operation that ran, which only those of an online run do. */
  record(operation: MigrateOperation): QueryResult | null {
    // `--sql` meets no error of a database, and neither does upstream's.
    if (!this.context.offline && this.database === null && this.isGuarded()) {
      const reason = 'stands in a try: what follows depends on what the database answers';
      this.refuse(reason, operation.origin, true);
    }
    (this.blocks.at(-1) ?? this.operations).push(operation);
    return null;
  }

  /** Whether operations belong to a block that has begun. */
  protected get inBlock(): boolean {
    return this.blocks.length > 0;
  }

  /** Whether the operations that come now are collected by `batch_alter_table`. */
  protected get inBatch(): boolean {
    return this.batches > 0;
  }

  beginBatch(): void {
    this.batches += 1;
    this.beginBlock();
  }

  endBatch(): readonly MigrateOperation[] {
    this.batches -= 1;
    return this.endBlock();
  }

  /** Operations up to `endBlock` belong to a batch or an autocommit block. */
  protected beginBlock(): void {
    this.blocks.push([]);
  }

  protected endBlock(): readonly MigrateOperation[] {
    return this.blocks.pop() ?? [];
  }

  /** The clock and chance of a run; a recorded revision that asks for them online has to be evaluated while it runs. */
  runTime(what: string, origin: Origin): RunTime | null {
    if (!this.context.offline) this.refuse(`what \`${what}\` gives is known only at run time`, origin, true);
    return null;
  }

  /**
   * What upstream's `--sql` raises where a script asks the connection for something: null where the question is refused
   * instead, because nothing would catch it or because this is no `--sql`.
   */
  mockFailure(_failure: MockFailure, _message: string, _site: Origin): InstanceValue | null {
    return null;
  }

  /** Whether an exception that ended the script is refused here, by what it comes from. */
  explains(_exception: { readonly instance: InstanceValue; readonly origin: Origin }): boolean {
    return false;
  }

  beginAutocommit(_origin: Origin): void {
    this.beginBlock();
  }

  endAutocommit(origin: Origin): void {
    this.record({ kind: 'autocommit_block', ops: this.endBlock(), origin });
  }

  /** The first reason at a place counts; what follows from it says nothing new. */
  refuse(message: string, origin: Origin | null, needsRun = false): void {
    const known = this.refusals.some(
      (refusal) =>
        refusal.origin?.file === origin?.file && refusal.origin?.range.start === origin?.range.start,
    );
    if (!known) this.refusals.push({ message, origin, ...(needsRun ? { needsRun } : {}) });
  }
}

/** Reads rows or the schema of the database: an online run can, by evaluating the revision while it runs. */
export function refuseRows(recorder: Recorder, what: string, origin: Origin): string {
  const message = `reads the database (${what}), which only a run on one can answer`;
  recorder.refuse(message, origin, true);
  return message;
}
