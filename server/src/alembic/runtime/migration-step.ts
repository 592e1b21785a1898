/**
 * One step of a run: a revision's upgrade or downgrade, or a stamp. Which rows of the version table each step changes
 * mirrors `alembic.runtime.migration.RevisionStep` and `StampStep`.
 */
import type { Script } from '../script/script.ts';
import type { StampStep } from '../script/stamp-revs.ts';

export interface RevisionStep {
  readonly kind: 'revision';
  readonly script: Script;
  readonly direction: 'upgrade' | 'downgrade';
}
export type MigrationStep = RevisionStep | StampStep;

/** What the steps ask of the revision graph. `revisionGraph()` makes one from a RevisionMap. */
export interface RevisionGraph {
  /** Down revisions and dependencies of a revision. Upstream: `Revision._normalized_down_revisions`. */
  normalizedDownRevisions(revision: string): readonly string[];
  /** The revisions and all below them, dependencies included. Upstream: `RevisionMap._get_ancestor_nodes`. */
  ancestors(revisions: Iterable<string>): ReadonlySet<string>;
}

/** One change of the version table. */
export type VersionChange =
  | { readonly kind: 'insert'; readonly version: string }
  | { readonly kind: 'delete'; readonly version: string }
  | { readonly kind: 'update'; readonly from: string; readonly to: string };

/** `upgrade ae10 -> 27c6`. Upstream: `MigrationStep.short_log`. */
export function shortLog(step: MigrationStep): string {
  const name = step.kind === 'stamp' ? 'stamp_revision' : step.direction;
  return `${name} ${fromRevisionsNoDeps(step).join(', ')} -> ${toRevisionsNoDeps(step).join(', ')}`;
}

/** `upgrade ae10 -> 27c6, Add orders`: what alembic logs after "Running". Upstream: `MigrationStep.__str__`. */
export function logText(step: MigrationStep): string {
  const doc = step.kind === 'revision' ? step.script.doc : '';
  return doc === '' ? shortLog(step) : `${shortLog(step)}, ${doc}`;
}

/**
 * The changes of the version table that take `heads` past the step. Upstream: `HeadMaintainer.update_to_step`. Throws
 * Error where upstream's assertions do: the step does not fit `heads`.
 */
export function versionChanges(
  step: MigrationStep,
  heads: ReadonlySet<string>,
  graph: RevisionGraph,
): VersionChange[] {
  return step.kind === 'stamp' ? stampChanges(step, heads) : revisionChanges(step, heads, graph);
}

function fromRevisionsNoDeps(step: MigrationStep): readonly string[] {
  if (step.kind === 'stamp') return step.from;
  return step.direction === 'upgrade' ? step.script.downRevisions : [step.script.revision];
}

function toRevisionsNoDeps(step: MigrationStep): readonly string[] {
  if (step.kind === 'stamp') return step.to;
  return step.direction === 'upgrade' ? [step.script.revision] : step.script.downRevisions;
}

function revisionChanges(
  step: RevisionStep,
  heads: ReadonlySet<string>,
  graph: RevisionGraph,
): VersionChange[] {
  const revision = step.script.revision;
  const down = graph.normalizedDownRevisions(revision);
  const present = down.filter((id) => heads.has(id));
  if (step.direction === 'upgrade') {
    if (present.length === 0) return [{ kind: 'insert', version: revision }];
    if (down.length > 1 && present.length > 1) {
      return mergeChanges(notBelowOtherHeads(down, down, heads, graph), revision);
    }
    return [{ kind: 'update', from: only(down.length === 1 ? down : present), to: revision }];
  }
  if (heads.has(revision)) {
    const remaining = unmergeToRevisions(revision, down, heads, graph);
    if (remaining.length === 0) return [{ kind: 'delete', version: revision }];
    if (down.length > 1) return unmergeChanges(revision, remaining);
  }
  return [{ kind: 'update', from: revision, to: only(down.length === 1 ? down : present) }];
}

function stampChanges(step: StampStep, heads: ReadonlySet<string>): VersionChange[] {
  const { from, to } = step;
  if (step.direction === 'downgrade' && step.branchMove) return [{ kind: 'delete', version: only(from) }];
  const isNew = to.some((id) => !heads.has(id));
  if (step.direction === 'upgrade' && (step.branchMove || from.some((id) => !heads.has(id))) && isNew) {
    return [{ kind: 'insert', version: only(to) }];
  }
  if (from.length > 1) return mergeChanges(from, only(to.slice(0, 1)));
  if (to.length > 1) return unmergeChanges(only(from), to);
  return [{ kind: 'update', from: only(from), to: only(to) }];
}

/** All but the last are deleted, the last becomes the merge. */
function mergeChanges(from: readonly string[], to: string): VersionChange[] {
  return [
    ...from.slice(0, -1).map((version) => ({ kind: 'delete', version }) as const),
    { kind: 'update', from: only(from.slice(-1)), to },
  ];
}

function unmergeChanges(from: string, to: readonly string[]): VersionChange[] {
  return [
    ...to.slice(0, -1).map((version) => ({ kind: 'insert', version }) as const),
    { kind: 'update', from, to: only(to.slice(-1)) },
  ];
}

/** The down revisions that no other head implies. Upstream: `RevisionStep._unmerge_to_revisions`. */
function unmergeToRevisions(
  revision: string,
  down: readonly string[],
  heads: ReadonlySet<string>,
  graph: RevisionGraph,
): readonly string[] {
  if ([...heads].some((head) => head !== revision)) {
    return notBelowOtherHeads(down, [revision], heads, graph);
  }
  return down.filter((id) => !down.some((other) => other !== id && graph.ancestors([other]).has(id)));
}

/** Of `revisions`, those that are not at or below a head outside `own`. */
function notBelowOtherHeads(
  revisions: readonly string[],
  own: readonly string[],
  heads: ReadonlySet<string>,
  graph: RevisionGraph,
): readonly string[] {
  const others = [...heads].filter((head) => !own.includes(head));
  if (others.length === 0) return revisions;
  const implied = graph.ancestors(others);
  return revisions.filter((id) => !implied.has(id));
}

function only(revisions: readonly string[]): string {
  const [first, ...rest] = revisions;
  if (first === undefined || rest.length > 0) {
    throw new Error(
      `the version table does not fit the step: one revision expected, found ${revisions.join(', ') || 'none'}`,
    );
  }
  return first;
}
