import { ancestorNodes, descendantNodes } from './related-revisions.ts';
import type { RevisionArgument, RevisionMap } from './revision-map.ts';
import { RevisionError } from './revision-errors.ts';
import { Revision } from './revision.ts';

/** One change of the version table without running a script. Mirrors `alembic.runtime.migration.StampStep`. */
export interface StampStep {
  readonly kind: 'stamp';
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly direction: 'upgrade' | 'downgrade';
  /** A branch appears or goes, rather than moves. */
  readonly branchMove: boolean;
}

/** Mirrors `ScriptDirectory._stamp_revs`. `heads` is what the version table holds. */
export function stampRevs(
  map: RevisionMap,
  revision: RevisionArgument,
  heads: RevisionArgument,
): readonly StampStep[] {
  const headRevisions = map.requireRevisions(heads);
  const targets = targetList(revision);
  const filtered = [
    ...new Set(
      targets.flatMap((target) =>
        target === '' ? [] : map.filterForLineage(headRevisions, target, { includeDependencies: true }),
      ),
    ),
  ];
  const ids = filtered.map((head) => head.revision);
  const destinations: readonly (Revision | null)[] = map.getRevisions(targets).map((destination) => {
    // A walk past base is base, as upstream takes it.
    if (destination instanceof Revision || destination === null) return destination;
    throw new RevisionError(`Relative revision ${targets.join(', ')} leads to base; write 'base'`);
  });
  const steps: StampStep[] = [];
  for (const destination of destinations.length > 0 ? destinations : [null]) {
    if (destination === null) {
      for (const head of ids) {
        steps.push({ kind: 'stamp', from: [head], to: [], direction: 'downgrade', branchMove: true });
      }
      continue;
    }
    if (filtered.includes(destination)) continue;
    const descendants = new Set(descendantNodes(map.byKey, [destination]));
    const ancestors = new Set(ancestorNodes(map.byKey, [destination]));
    const to = [destination.revision];
    if (filtered.some((head) => descendants.has(head))) {
      if (filtered.some((head) => ancestors.has(head))) {
        throw new RevisionError(
          `Revision ${destination.revision} lies between the current revisions ${ids.join(', ')}; stamp with --purge`,
        );
      }
      steps.push({ kind: 'stamp', from: ids, to, direction: 'downgrade', branchMove: false });
    } else if (filtered.some((head) => ancestors.has(head))) {
      steps.push({ kind: 'stamp', from: ids, to, direction: 'upgrade', branchMove: false });
    } else {
      steps.push({ kind: 'stamp', from: [], to, direction: 'upgrade', branchMove: true });
    }
  }
  return steps;
}

function targetList(revision: RevisionArgument): readonly string[] {
  if (revision === null || revision === '') return ['base'];
  if (typeof revision === 'string') return [revision];
  return revision.length === 0 ? ['base'] : revision;
}
