import { ancestorNodes, descendantNodes } from './related-revisions.ts';
import { RangeNotAncestorError, RevisionError } from './revision-errors.ts';
import type { RevisionArgument, RevisionMap, RevisionOrBase } from './revision-map.ts';
import { Revision } from './revision.ts';
import { parseDowngradeTarget, parseUpgradeTarget } from './revision-targets.ts';
import { topologicalSort } from './topological-sort.ts';

export interface IterateOptions {
  /** Dependencies from other bases come too. */
  readonly implicitBase?: boolean;
  /** The lower end comes too. */
  readonly inclusive?: boolean;
  /** Throw when `+n` or `-n` leads out of the graph; on by default. */
  readonly assertRelativeLength?: boolean;
  readonly selectForDowngrade?: boolean;
}

/** From `upper` down to `lower`, newest first. Mirrors `RevisionMap.iterate_revisions`; throws a RevisionError. */
export function iterateRevisions(
  map: RevisionMap,
  upper: RevisionArgument,
  lower: RevisionArgument,
  options: IterateOptions = {},
): readonly Revision[] {
  map.assertSound();
  const { revisions, heads } = options.selectForDowngrade
    ? collectDowngradeRevisions(map, upper, lower, options)
    : collectUpgradeRevisions(map, upper, lower, options);
  return topologicalSort(map, revisions, heads);
}

interface Collected {
  readonly revisions: ReadonlySet<Revision>;
  readonly heads: readonly Revision[];
}

function collectDowngradeRevisions(
  map: RevisionMap,
  upper: RevisionArgument,
  lower: RevisionArgument,
  options: IterateOptions,
): Collected {
  const target = parseDowngradeTarget(map, upper, lower, options.assertRelativeLength ?? true);
  const targetRevision = target.revision instanceof Revision ? target.revision : null;
  let roots: readonly Revision[];
  if (targetRevision === null) roots = uniqueNodes(map).filter((node) => node.isBase);
  else if (options.inclusive) roots = [targetRevision];
  else roots = map.requireRevisions([...targetRevision.nextrev]);

  if (target.branchLabel !== null && roots.length > 1) {
    const branch = [map.resolveBranch(target.branchLabel)];
    const ancestors = new Set(ancestorNodes(map.byKey, branch, { includeDependencies: false }));
    roots = roots.filter((root) => ancestors.has(root));
    if (roots.length === 0) throw new RevisionError('Not a valid downgrade target from current heads');
  }

  const heads = map.requireRevisions(upper);
  const active = new Set(ancestorNodes(map.byKey, heads));
  const revisions = new Set([...descendantNodes(map.byKey, roots)].filter((node) => active.has(node)));
  if (options.implicitBase) {
    const below = new Set(ancestorNodes(map.byKey, roots));
    for (const node of active) if (!below.has(node)) revisions.add(node);
  }
  if (targetRevision !== null && revisions.size === 0 && !heads.includes(targetRevision)) {
    throw new RangeNotAncestorError('Nothing to drop', describe(upper));
  }
  return { revisions, heads };
}

function collectUpgradeRevisions(
  map: RevisionMap,
  upper: RevisionArgument,
  lower: RevisionArgument,
  options: IterateOptions,
): Collected {
  const assertRelativeLength = options.assertRelativeLength ?? true;
  let targets = parseUpgradeTarget(map, lower, upper, assertRelativeLength).map((target) => {
    if (target instanceof Revision) return target;
    throw new RevisionError(`Relative revision ${describe(upper) ?? 'base'} leads out of the history`);
  });
  if (typeof lower === 'string' && lower.includes('@')) {
    const branch = branchNameOf(map, lower.slice(0, lower.indexOf('@')));
    targets = [...new Set(targets)].filter((target) => target.branchLabels.has(branch));
  }
  const required = new Set(ancestorNodes(map.byKey, targets, { check: true }));

  let lowerRevisions: readonly (RevisionOrBase | null)[] = map.getRevisions(lower);
  let lowerEnd = lower;
  if (
    !options.implicitBase &&
    lowerRevisions.some((each) => each === 'base' || (each !== null && !required.has(each)))
  ) {
    throw new RangeNotAncestorError(describe(lower), describe(upper));
  }
  // `lower` is relative, and the walk from the heads left the graph: read it from the upper end.
  if (lowerRevisions.length > 0 && lowerRevisions[0] === null) {
    const { revision } = parseDowngradeTarget(map, upper, lower, assertRelativeLength);
    lowerRevisions = revision instanceof Revision ? [revision] : [];
    lowerEnd = revision instanceof Revision ? revision.revision : null;
  }
  const current = lowerRevisions.filter((each) => each instanceof Revision);
  const done = new Set(ancestorNodes(map.byKey, current, { check: true }));
  let needs = new Set([...required].filter((node) => !done.has(node)));
  if (options.inclusive) for (const node of map.requireRevisions(lowerEnd)) needs.add(node);
  if (current.length > 0 && !options.implicitBase) {
    const descendants = new Set(
      descendantNodes(map.byKey, current, { check: true, includeDependencies: false }),
    );
    needs = new Set([...needs].filter((node) => descendants.has(node)));
  }
  return { revisions: needs, heads: targets };
}

/** A revision may stand for its branch in `revision@base`. */
function branchNameOf(map: RevisionMap, name: string): string {
  const revision = map.getRevision(name);
  if (revision?.revision !== name) return name;
  const [label] = revision.branchLabels;
  if (label === undefined || revision.branchLabels.size > 1) {
    throw new RevisionError(`Revision ${name} does not name one branch`);
  }
  return label;
}

function uniqueNodes(map: RevisionMap): readonly Revision[] {
  return [...new Set(map.byKey.values())];
}

function describe(argument: RevisionArgument): string | null {
  if (argument === null || typeof argument === 'string') return argument;
  return argument.length === 0 ? null : argument.join(', ');
}
