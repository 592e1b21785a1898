import type { ModifyTableOps, RevisionOps, SingleOp } from '../context.ts';
import { resourcesOf, type Resources } from './resources.ts';

/** One operation, or the whole of a table's where they are one statement to the database (a batch). */
interface Unit {
  readonly op: SingleOp | ModifyTableOps;
  /** The table that an operation stands under; null: by itself. */
  readonly under: ModifyTableOps | null;
  readonly resources: Resources;
}

/**
 * The same operations so that each finds what it needs and nothing is dropped before what leans on it; else in the order
 * given. `isBatch`: those of one table stay together.
 */
export function inSafeOrder(ops: RevisionOps, isBatch: boolean): RevisionOps {
  const units = ops.flatMap((op): Unit[] => {
    if (op.kind !== 'modify_table') return [{ op, under: null, resources: resourcesOf(op) }];
    if (isBatch) return [{ op, under: null, resources: together(op.ops.map(resourcesOf)) }];
    return op.ops.map((inner) => ({ op: inner, under: op, resources: resourcesOf(inner) }));
  });
  return grouped(sorted(units));
}

function together(all: readonly Resources[]): Resources {
  const makes = all.flatMap((each) => each.makes);
  const takes = all.flatMap((each) => each.takes);
  const own = new Set([...makes, ...takes]);
  return {
    makes,
    takes,
    needs: all.flatMap((each) => each.needs).filter((resource) => !own.has(resource)),
    frees: all.flatMap((each) => each.frees).filter((resource) => !own.has(resource)),
  };
}

function sorted(units: readonly Unit[]): readonly Unit[] {
  const before = predecessors(units);
  const left = new Set(units.keys());
  const result: Unit[] = [];
  while (left.size > 0) {
    let next: number | null = null;
    for (const index of left) {
      if ([...(before[index] ?? [])].some((other) => left.has(other))) continue;
      next = index;
      break;
    }
    // What waits for itself keeps its place.
    const chosen = next ?? Math.min(...left);
    left.delete(chosen);
    const unit = units[chosen];
    if (unit !== undefined) result.push(unit);
  }
  return result;
}

/** For each unit those that must come before it. */
function predecessors(units: readonly Unit[]): readonly ReadonlySet<number>[] {
  const makers = by(units, ({ makes }) => makes);
  const takers = by(units, ({ takes }) => takes);
  const freers = by(units, ({ frees }) => frees);
  return units.map(({ resources }, index) => {
    const found = new Set<number>();
    const add = (others: readonly number[] | undefined): void => {
      for (const other of others ?? []) if (other !== index) found.add(other);
    };
    for (const resource of resources.needs) add(makers.get(resource));
    for (const resource of resources.takes) add(freers.get(resource));
    // A name that is taken again must have been given up.
    for (const resource of resources.makes) add(takers.get(resource));
    return found;
  });
}

function by(
  units: readonly Unit[],
  select: (resources: Resources) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [index, { resources }] of units.entries()) {
    for (const resource of select(resources)) {
      const list = found.get(resource);
      if (list === undefined) found.set(resource, [index]);
      else list.push(index);
    }
  }
  return found;
}

/** Neighbours of the same table are one block again. */
function grouped(units: readonly Unit[]): RevisionOps {
  const result: RevisionOps[number][] = [];
  let last: ModifyTableOps | null = null;
  for (const { op, under } of units) {
    if (under === null || op.kind === 'modify_table' || op.kind === 'change') {
      result.push(op);
      last = null;
      continue;
    }
    const block = result.at(-1);
    if (last === under && block?.kind === 'modify_table') {
      result[result.length - 1] = { ...block, ops: [...block.ops, op] };
    } else result.push({ ...under, ops: [op] });
    last = under;
  }
  return result;
}
