import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation, OperationKind } from './operations.ts';

/** An operation that cannot be used as asked; names the operation and its place. */
export class OperationError extends Error {
  readonly operation: OperationKind;
  readonly origin: Origin | null;

  constructor(op: MigrateOperation, reason: string) {
    super(`${op.kind}: ${reason}`);
    this.name = 'OperationError';
    this.operation = op.kind;
    this.origin = op.origin;
  }
}
