import type { MetaData } from '../../../sqlalchemy/sql/schema.ts';
import type { AutogenContext, RevisionOps } from '../context.ts';
import { reverseOps } from '../reverse-ops.ts';
import { breakCycles } from './cycles.ts';
import { EnumUses, withEnumTypes } from './enum-types.ts';
import { withNames } from './names.ts';
import type { BeyondOptions } from './options.ts';
import { inSafeOrder } from './order.ts';
import { inSteps } from './steps.ts';

/** Both bodies of a revision. */
export interface PlannedRevision {
  readonly upgrades: RevisionOps;
  readonly downgrades: RevisionOps;
}

/**
 * What a revision of these operations does in each direction. `current` and `target` are the schemata that were compared;
 * the operations may be a part of what was found. Throws OperationError for what cannot be reversed.
 */
export function planRevision(
  ops: RevisionOps,
  sides: { readonly current: MetaData; readonly target: readonly MetaData[] },
  autogen: AutogenContext,
  options: BeyondOptions,
): PlannedRevision {
  const { dialect, renderAsBatch } = autogen;
  const split = options.safeOrder && dialect.supportsAlter ? breakCycles(ops) : ops;
  const { current, target } = sides;
  const named = options.constraintNames ? withNames(split, [current, ...target], renderAsBatch) : split;
  const stepped = options.notNullInSteps && !renderAsBatch ? inSteps(named, dialect) : named;
  const reversed = reverseOps(named);
  if (!options.safeOrder) return { upgrades: stepped, downgrades: reversed };
  const uses = new EnumUses(current, dialect);
  const upgrades = withEnumTypes(inSafeOrder(stepped, renderAsBatch), uses);
  return { upgrades, downgrades: withEnumTypes(inSafeOrder(reversed, renderAsBatch), uses) };
}
