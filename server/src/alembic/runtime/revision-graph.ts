import type { RevisionMap } from '../script/revision-map.ts';
import type { RevisionGraph } from './migration-step.ts';

/** What migration steps ask of a RevisionMap. A revision that the map does not hold has nothing below it. */
export function revisionGraph(map: RevisionMap): RevisionGraph {
  const normalizedDownRevisions = (revision: string): readonly string[] =>
    map.node(revision)?.normalizedDownRevisions ?? [];
  return {
    normalizedDownRevisions,
    ancestors: (revisions) => {
      const seen = new Set(revisions);
      // A Set yields what is added while it is walked.
      for (const revision of seen) {
        for (const below of normalizedDownRevisions(revision)) seen.add(below);
      }
      return seen;
    },
  };
}
