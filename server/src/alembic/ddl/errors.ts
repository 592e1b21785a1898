import type { Origin } from '../../util/text-range.ts';

/** Exceptions that upstream raises for an operation before it has printed or run anything of it. */
export type UpstreamError = 'CommandError' | 'CompileError' | 'NotImplementedError';

/** An operation that the dialect cannot do; the message is upstream's where upstream refuses too. */
export class OperationError extends Error {
  /** The operation's kind, and the table and column that it is about. */
  readonly operation: string | null;
  readonly table: string | null;
  readonly column: string | null;
  /** Where the operation is written. */
  readonly origin: Origin | null;
  /** Null where it is another, or not known. */
  readonly upstream: UpstreamError | null;

  constructor(
    message: string,
    fields: {
      readonly operation?: string | null;
      readonly table?: string | null;
      readonly column?: string | null;
      readonly origin?: Origin | null;
      readonly upstream?: UpstreamError | null;
    } = {},
  ) {
    super(message);
    this.name = 'OperationError';
    this.operation = fields.operation ?? null;
    this.table = fields.table ?? null;
    this.column = fields.column ?? null;
    this.origin = fields.origin ?? null;
    this.upstream = fields.upstream ?? null;
  }
}

/** What SQLite and other databases without ALTER for constraints answer. */
export const noAlterOfConstraints =
  'No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for ' +
  'SQLite migrations using a copy-and-move strategy.';
