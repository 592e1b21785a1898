import { ancestorNodes } from './related-revisions.ts';
import { RevisionError } from './revision-errors.ts';
import type { RevisionMap } from './revision-map.ts';
import type { Revision } from './revision.ts';

/**
 * Newest first: every revision before its down revisions and dependencies, one branch as far as it goes before the
 * next. Mirrors `RevisionMap._topological_sort`, whose choices between branches show in every listing and run. Throws a
 * RevisionError when the heads do not lead to every revision.
 */
export function topologicalSort(
  map: RevisionMap,
  revisions: ReadonlySet<Revision>,
  heads: readonly Revision[],
): readonly Revision[] {
  const todo = new Set(revisions);
  const position = new Map([...map.byKey.keys()].map((key, index) => [key, index]));
  const place = (revision: Revision): number => position.get(revision.revision) ?? 0;
  const currentHeads = [...new Set(heads)]
    .filter((head) => todo.has(head))
    .sort((a, b) => place(a) - place(b));
  const ancestorsOf = (revision: Revision): Set<Revision> => new Set(ancestorNodes(map.byKey, [revision]));
  const ancestors = currentHeads.map(ancestorsOf);
  const output: Revision[] = [];
  let index = 0;
  for (let candidate = currentHeads[index]; candidate !== undefined; candidate = currentHeads[index]) {
    const current = candidate;
    const above = ancestors.findIndex((set, other) => other !== index && set.has(current));
    if (above >= 0) {
      index = above;
      continue;
    }
    if (todo.delete(current)) output.push(current);
    const toAdd = current.normalizedDownRevisions.flatMap((id) => {
      const node = map.byKey.get(id);
      return node !== undefined && todo.has(node) && !currentHeads.includes(node) ? [node] : [];
    });
    const [first, ...rest] = toAdd;
    if (first === undefined) {
      currentHeads.splice(index, 1);
      ancestors.splice(index, 1);
      index = Math.max(index - 1, 0);
      continue;
    }
    currentHeads[index] = first;
    if (current.normalizedResolvedDependencies.length === 0 && current.downRevisions.length === 1) {
      // On a straight line the ancestors are the same, less the one that was just put out.
      ancestors[index]?.delete(current);
      continue;
    }
    ancestors[index] = ancestorsOf(first);
    currentHeads.push(...rest);
    ancestors.push(...rest.map(ancestorsOf));
  }
  if (todo.size > 0) {
    // Upstream fails an assertion here: a range whose lower end cuts a head off from a dependency.
    const left = [...todo].map((revision) => revision.revision).join(', ');
    throw new RevisionError(
      `The range holds revisions that no head of it leads to (${left}); name its heads one by one`,
    );
  }
  return output;
}
