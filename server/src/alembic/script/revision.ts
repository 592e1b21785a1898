import type { Script } from './script.ts';

const illegalCharacters = ['@', '-', '+', ':'];

/**
 * One node of the revision graph: a script and what the other scripts make of it. Mirrors
 * `alembic.script.revision.Revision`. Only `RevisionMap` changes it, while it is built.
 */
export class Revision {
  readonly script: Script;
  readonly revision: string;
  /** Upstream's `down_revision`, as a tuple. */
  readonly downRevisions: readonly string[];
  /** `depends_on` as written: ids or branch labels. */
  readonly dependencies: readonly string[];
  /** Labels written in this very file. */
  readonly originalBranchLabels: readonly string[];
  /** Those and the labels of the branch it lies on. */
  readonly branchLabels: Set<string>;
  /** Revisions that name this one as their down revision. */
  readonly nextrev = new Set<string>();
  /** Those, and the ones that depend on it. */
  readonly allNextrev = new Set<string>();
  resolvedDependencies: readonly string[] = [];
  /** Without those that an ancestor already depends on. */
  normalizedResolvedDependencies: readonly string[] = [];

  constructor(script: Script) {
    this.script = script;
    this.revision = script.revision;
    this.downRevisions = script.downRevisions;
    this.dependencies = script.dependsOn;
    this.originalBranchLabels = script.branchLabels;
    this.branchLabels = new Set(script.branchLabels);
  }

  addNextrev(revision: Revision): void {
    this.allNextrev.add(revision.revision);
    if (revision.downRevisions.includes(this.revision)) this.nextrev.add(revision.revision);
  }

  get allDownRevisions(): readonly string[] {
    return [...new Set([...this.downRevisions, ...this.resolvedDependencies])];
  }
  get normalizedDownRevisions(): readonly string[] {
    return [...new Set([...this.downRevisions, ...this.normalizedResolvedDependencies])];
  }
  get isHead(): boolean {
    return this.nextrev.size === 0;
  }
  /** Nothing depends on it either. */
  get isRealHead(): boolean {
    return this.allNextrev.size === 0;
  }
  get isBase(): boolean {
    return this.downRevisions.length === 0;
  }
  get isRealBase(): boolean {
    return this.isBase && this.dependencies.length === 0;
  }
  get isBranchPoint(): boolean {
    return this.nextrev.size > 1;
  }
  get isRealBranchPoint(): boolean {
    return this.allNextrev.size > 1;
  }
  get isMergePoint(): boolean {
    return this.downRevisions.length > 1;
  }
}

/** Why a text cannot be a revision id, or null. Upstream: `Revision.verify_rev_id`. */
export function revisionIdProblem(revision: string): string | null {
  const found = illegalCharacters.filter((character) => revision.includes(character)).sort();
  if (found.length === 0) return null;
  return `Character(s) '${found.join(', ')}' not allowed in revision identifier '${revision}'`;
}
