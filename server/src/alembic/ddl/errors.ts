import type { Origin } from '../../util/text-range.ts';

/** An operation that the dialect cannot do; the message is upstream's where upstream refuses too. */
export class OperationError extends Error {
  /** The operation's kind, and the table and column that it is about. */
  readonly operation: string | null;
  readonly table: string | null;
  readonly column: string | null;
  /** Where the operation is written. */
  readonly origin: Origin | null;

  constructor(
    message: string,
    fields: {
      readonly operation?: string | null;
      readonly table?: string | null;
      readonly column?: string | null;
      readonly origin?: Origin | null;
    } = {},
  ) {
    super(message);
    this.name = 'OperationError';
    this.operation = fields.operation ?? null;
    this.table = fields.table ?? null;
    this.column = fields.column ?? null;
    this.origin = fields.origin ?? null;
  }
}

/** What SQLite and other databases without ALTER for constraints answer. */
export const noAlterOfConstraints =
  'No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for ' +
  'SQLite migrations using a copy-and-move strategy.';
