import { reverseOperation } from '../ops/reverse.ts';
import type { RevisionOps, UpgradeOps } from './context.ts';

/** Upstream's `UpgradeOps.reverse()`: every operation reversed, in reversed order, inside tables too. */
export function reverseOps(ops: UpgradeOps): UpgradeOps;
export function reverseOps(ops: RevisionOps): RevisionOps;
export function reverseOps(ops: RevisionOps): RevisionOps {
  return ops
    .map((op): RevisionOps[number] => {
      if (op.kind === 'modify_table') return { ...op, ops: op.ops.map(reverseOperation).reverse() };
      if (op.kind !== 'change') return reverseOperation(op);
      const { upgrades, downgrades, notes } = op;
      return {
        ...op,
        upgrades: downgrades,
        downgrades: upgrades,
        ...(notes === undefined ? {} : { notes: { upgrade: notes.downgrade, downgrade: notes.upgrade } }),
      };
    })
    .reverse();
}
