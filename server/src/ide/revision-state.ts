/** What is known of a revision's place in the graph and in the database. */
import type { RevisionMap } from '../alembic/script/revision-map.ts';
import type { Script } from '../alembic/script/script.ts';
import type { Project } from '../workspace/project.ts';

export type RevisionState = 'applied' | 'pending' | 'unknown';

/** Every revision that a database at `current` has had applied: those and all they build or depend on. */
export function appliedRevisions(map: RevisionMap, current: readonly string[]): ReadonlySet<string> {
  const applied = new Set<string>();
  const queue = [...current];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const script = map.scripts.get(id);
    if (script === undefined || applied.has(id)) continue;
    applied.add(id);
    queue.push(...script.downRevisions);
    for (const dependency of script.dependsOn) {
      const target = dependencyOf(map, dependency);
      if (target !== null) queue.push(target.revision);
    }
  }
  return applied;
}

/** `current` null: no connection is chosen or reachable. */
export function revisionState(
  map: RevisionMap,
  revision: string,
  current: readonly string[] | null,
): RevisionState {
  if (current === null) return 'unknown';
  return appliedRevisions(map, current).has(revision) ? 'applied' : 'pending';
}

/** The script that a file holds. */
export function scriptOf(project: Project, file: string): Script | null {
  for (const script of project.scriptDirectory.revisionMap.scripts.values()) {
    if (script.path === file) return script;
  }
  return null;
}

/** `depends_on` may name a revision, part of one, or a branch label. */
export function dependencyOf(map: RevisionMap, name: string): Script | null {
  const node = map.byKey.get(name);
  if (node !== undefined) return node.script;
  try {
    return map.getRevision(name)?.script ?? null;
  } catch {
    // An ambiguous or unknown name is a problem of the graph and reported there.
    return null;
  }
}

/** The first twelve characters, as Alembic's own ids are long: enough to tell them apart. */
export function shortRevision(revision: string): string {
  return revision.length > 12 ? `${revision.slice(0, 12)}…` : revision;
}
