import type { Revision } from '../alembic/script/revision.ts';

/** A revision as `--json` gives it. */
export function revisionData(revision: Revision): Record<string, unknown> {
  const { script } = revision;
  return {
    revision: revision.revision,
    down_revision: revision.downRevisions,
    depends_on: revision.dependencies,
    branch_labels: [...revision.branchLabels],
    doc: script.doc,
    long_doc: script.longDoc,
    path: script.path,
    next: [...revision.nextrev],
    is_head: revision.isHead,
    is_base: revision.isBase,
    is_branch_point: revision.isBranchPoint,
    is_merge_point: revision.isMergePoint,
  };
}
