import { RevisionError } from './revision-errors.ts';
import type { Revision } from './revision.ts';

type ByKey = ReadonlyMap<string, Revision>;
interface RelatedOptions {
  /** Follow `depends_on` too; on by default. */
  readonly includeDependencies?: boolean;
  /** Throw when one target is related to another. */
  readonly check?: boolean;
}

/** The targets and all that comes after them. Upstream: `RevisionMap._get_descendant_nodes`. */
export function descendantNodes(
  byKey: ByKey,
  targets: Iterable<Revision>,
  options: RelatedOptions = {},
): Generator<Revision> {
  const next =
    options.includeDependencies === false
      ? (revision: Revision) => revision.nextrev
      : (revision: Revision) => revision.allNextrev;
  return relatedRevisions(byKey, next, targets, options.check ?? false);
}

/** The targets and all that comes before them. Upstream: `RevisionMap._get_ancestor_nodes`. */
export function ancestorNodes(
  byKey: ByKey,
  targets: Iterable<Revision>,
  options: RelatedOptions = {},
): Generator<Revision> {
  const next =
    options.includeDependencies === false
      ? (revision: Revision) => revision.downRevisions
      : (revision: Revision) => revision.normalizedDownRevisions;
  return relatedRevisions(byKey, next, targets, options.check ?? false);
}

/** Depth first, as upstream's `_iterate_related_revisions`. Ids that are not in the graph are passed over. */
export function* relatedRevisions(
  byKey: ByKey,
  next: (revision: Revision) => Iterable<string>,
  targets: Iterable<Revision>,
  check = false,
): Generator<Revision> {
  const all = new Set(targets);
  const seen = new Set<Revision>();
  for (const target of all) {
    const met = new Set<Revision>();
    const todo = [target];
    for (let revision = todo.pop(); revision !== undefined; revision = todo.pop()) {
      if (check) met.add(revision);
      if (seen.has(revision)) continue;
      seen.add(revision);
      for (const id of next(revision)) {
        const node = byKey.get(id);
        if (node !== undefined) todo.push(node);
      }
      yield revision;
    }
    if (!check) continue;
    const overlaps = [...met].filter((revision) => revision !== target && all.has(revision));
    if (overlaps.length > 0) {
      throw new RevisionError(
        `Requested revision ${target.revision} overlaps with other requested revisions ` +
          overlaps.map((revision) => revision.revision).join(', '),
      );
    }
  }
}
