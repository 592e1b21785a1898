import { reverseOperation } from '../ops/reverse.ts';
import type { UpgradeOps } from './context.ts';

/** Upstream's `UpgradeOps.reverse()`: every operation reversed, in reversed order, inside tables too. */
export function reverseOps(ops: UpgradeOps): UpgradeOps {
  return ops
    .map((op) =>
      op.kind === 'modify_table'
        ? { ...op, ops: op.ops.map(reverseOperation).reverse() }
        : reverseOperation(op),
    )
    .reverse();
}
