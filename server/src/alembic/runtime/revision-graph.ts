import type { RevisionMap } from '../script/revision-map.ts';
import type { Script } from '../script/script.ts';
import type { RevisionGraph } from './migration-step.ts';

/** What migration steps ask of a RevisionMap. A revision that the map does not hold has nothing below it. */
export function revisionGraph(map: RevisionMap): RevisionGraph {
  const resolve = (id: string): Script | null =>
    map.scripts.get(id) ??
    map.get(id) ??
    [...map.scripts.values()].find((script) => script.branchLabels.includes(id)) ??
    null;
  const dependencies = (script: Script): string[] =>
    script.dependsOn.map((id) => resolve(id)?.revision).filter((id) => id !== undefined);

  const normalized = new Map<string, readonly string[]>();
  const normalizedDownRevisions = (revision: string): readonly string[] => {
    const known = normalized.get(revision);
    if (known !== undefined) return known;
    const script = map.scripts.get(revision);
    if (script === undefined) return [];
    // Dependencies that an ancestor has too are left out: `RevisionMap._normalize_depends_on`.
    const own = new Set(dependencies(script));
    if (own.size > 0) {
      for (const ancestor of walk([revision], (id) => map.scripts.get(id)?.downRevisions ?? [])) {
        const below = map.scripts.get(ancestor);
        if (ancestor === revision || below === undefined) continue;
        for (const dependency of dependencies(below)) own.delete(dependency);
      }
    }
    const result = [...new Set([...script.downRevisions, ...own])];
    normalized.set(revision, result);
    return result;
  };

  return {
    normalizedDownRevisions,
    ancestors: (revisions) => walk(revisions, normalizedDownRevisions),
  };
}

/** `start` and everything reached from it. */
function walk(start: Iterable<string>, next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set<string>(start);
  const todo = [...seen];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    for (const found of next(id)) {
      if (seen.has(found)) continue;
      seen.add(found);
      todo.push(found);
    }
  }
  return seen;
}
