import type { Problem } from '../../util/problem.ts';
import { buildRevisionGraph, type RevisionGraph } from './build-revision-graph.ts';
import { ancestorNodes, descendantNodes } from './related-revisions.ts';
import { MultipleHeads, ResolutionError, RevisionError } from './revision-errors.ts';
import { Revision } from './revision.ts';
import type { Script } from './script.ts';

/** What a walk or a lookup ends at: a revision, below the first one, or nothing. */
export type RevisionOrBase = Revision | 'base';
export type RevisionArgument = string | readonly string[] | null;

/**
 * The graph of all revisions and the names that users give them. Mirrors `alembic.script.revision.RevisionMap`.
 * A graph with a defect (cycle, missing down revision) still answers what it can, for a tree view; `assertSound` throws
 * what upstream would raise on first use.
 */
export class RevisionMap {
  readonly heads: readonly string[];
  readonly bases: readonly string[];
  /** Heads that no other revision depends on: what `alembic_version` holds after a full upgrade. */
  readonly realHeads: readonly string[];
  readonly realBases: readonly string[];
  /** By full id. */
  readonly scripts: ReadonlyMap<string, Script>;
  readonly problems: readonly Problem[];
  readonly defect: RevisionError | null;
  /** Ids first, then branch labels, each in the order of the files: the order that sorting falls back to. */
  readonly byKey: ReadonlyMap<string, Revision>;

  constructor(scripts: readonly Script[]) {
    const graph: RevisionGraph = buildRevisionGraph(scripts);
    this.heads = graph.heads;
    this.bases = graph.bases;
    this.realHeads = graph.realHeads;
    this.realBases = graph.realBases;
    this.problems = graph.problems;
    this.defect = graph.defect;
    this.byKey = graph.byKey;
    this.scripts = new Map(
      [...graph.byKey].flatMap(([key, node]) => (key === node.revision ? [[key, node.script] as const] : [])),
    );
  }

  get(revision: string): Script | null {
    return this.scripts.get(revision) ?? null;
  }

  /** The node of a full id; null when there is none. */
  node(revision: string): Revision | null {
    const node = this.byKey.get(revision);
    return node?.revision === revision ? node : null;
  }

  /** Throws what makes the graph unusable for a run. */
  assertSound(): void {
    if (this.defect !== null) throw this.defect;
  }

  /** Upstream: `get_current_head`. */
  getCurrentHead(branchLabel: string | null = null): string | null {
    let heads = this.heads;
    if (branchLabel !== null && branchLabel !== '') heads = this.filterForLineage(heads, branchLabel);
    if (heads.length > 1) {
      throw new MultipleHeads(heads, branchLabel === null ? 'head' : `${branchLabel}@head`);
    }
    return heads[0] ?? null;
  }

  /**
   * Upstream: `get_revisions`. Takes ids, partial ids of four letters and more, `head`, `heads`, `base`, `label@…` and
   * `label@-n`. An entry is null where a walk leaves the graph.
   */
  getRevisions(id: RevisionArgument): readonly (RevisionOrBase | null)[] {
    if (id !== null && typeof id !== 'string') return id.flatMap((element) => this.getRevisions(element));
    const { ids, branchLabel } = this.resolveRevisionNumber(id);
    const [only] = ids;
    if (ids.length === 1 && only !== undefined && /^-\d+$/.test(only) && Number(only) < 0) {
      const heads = this.requireRevisions('heads').filter(
        (head) => branchLabel === null || head.branchLabels.has(branchLabel),
      );
      return heads.map((head) => this.walk(head, Number(only)));
    }
    return ids.map((each) => this.revisionForIdent(each, branchLabel));
  }

  /** `getRevisions` for callers that can only go on with revisions; `base` and overshot walks are left out. */
  requireRevisions(id: RevisionArgument): readonly Revision[] {
    return this.getRevisions(id).filter((each) => each instanceof Revision);
  }

  /** Upstream: `get_revision`. Null for `base`. */
  getRevision(id: string | null): Revision | null {
    const { ids, branchLabel } = this.resolveRevisionNumber(id);
    if (ids.length > 1) throw new MultipleHeads(ids, id);
    return this.revisionForIdent(ids[0] ?? null, branchLabel);
  }

  /** Upstream: `_resolve_revision_number`: symbols become ids; a partial id stays as it is. */
  resolveRevisionNumber(id: RevisionArgument): {
    readonly ids: readonly string[];
    readonly branchLabel: string | null;
  } {
    this.assertSound();
    let symbol = id;
    let branchLabel: string | null = null;
    if (typeof symbol === 'string' && symbol.includes('@')) {
      const at = symbol.indexOf('@');
      branchLabel = symbol.slice(0, at);
      symbol = symbol.slice(at + 1);
    }
    if (symbol === 'heads') {
      if (branchLabel === null || branchLabel === '') return { ids: this.realHeads, branchLabel };
      return { ids: this.filterForLineage(this.heads, branchLabel), branchLabel };
    }
    if (symbol === 'head') {
      const head = this.getCurrentHead(branchLabel === '' ? null : branchLabel);
      return { ids: head === null ? [] : [head], branchLabel };
    }
    if (symbol === 'base' || symbol === null) return { ids: [], branchLabel };
    return { ids: typeof symbol === 'string' ? [symbol] : symbol, branchLabel };
  }

  /** Upstream: `_resolve_branch`. */
  resolveBranch(branchLabel: string): Revision {
    const known = this.byKey.get(branchLabel);
    if (known !== undefined) return known;
    try {
      const revision = this.revisionForIdent(branchLabel, null);
      if (revision !== null) return revision;
    } catch (error) {
      if (!(error instanceof ResolutionError)) throw error;
    }
    throw new ResolutionError(`No such branch: '${branchLabel}'`, branchLabel);
  }

  /** The targets that are ancestors or descendants of the branch. Upstream: `filter_for_lineage`. */
  filterForLineage<T extends string | Revision>(
    targets: readonly T[],
    checkAgainst: string | null,
    options: { includeDependencies?: boolean } = {},
  ): readonly T[] {
    const { ids, branchLabel } = this.resolveRevisionNumber(checkAgainst);
    const shares = branchLabel === null || branchLabel === '' ? [...ids] : [branchLabel, ...ids];
    if (shares.length === 0 || targets.length === 0) return targets;
    const against = shares.map((share) => this.revisionForIdent(share, null));
    return targets.filter((target) =>
      this.sharesLineage(target, against, options.includeDependencies ?? false),
    );
  }

  /** Upstream: `_walk`. Null when it leaves the graph and `noOverwalk` holds; throws on an ambiguous step. */
  walk(
    start: RevisionOrBase | null,
    steps: number,
    options: { branchLabel?: string | null; noOverwalk?: boolean } = {},
  ): RevisionOrBase | null {
    let at = start;
    for (let step = 0; step < Math.abs(steps); step++) {
      const children = steps > 0 ? this.stepUp(at, options.branchLabel ?? null) : this.stepDown(at);
      const [child] = children;
      if (child === undefined) return options.noOverwalk === false ? at : null;
      if (children.length > 1) throw new RevisionError('Ambiguous walk');
      at = child;
    }
    return at;
  }

  private stepUp(at: RevisionOrBase | null, branchLabel: string | null): readonly RevisionOrBase[] {
    const next = this.requireRevisions(at instanceof Revision ? [...at.nextrev] : this.bases);
    return branchLabel === null ? next : this.filterForLineage(next, branchLabel);
  }

  private stepDown(at: RevisionOrBase | null): readonly RevisionOrBase[] {
    if (at === 'base') return [];
    const below = this.requireRevisions(at === null ? this.heads : at.downRevisions);
    return below.length > 0 ? below : ['base'];
  }

  private revisionForIdent(id: string | null, checkBranch: string | null): Revision | null {
    const branch = checkBranch === null || checkBranch === '' ? null : this.resolveBranch(checkBranch);
    if (id === null) return null;
    const revision = this.byKey.get(id) ?? this.partialMatch(id, branch === null ? null : checkBranch);
    if (branch !== null && !this.sharesLineage(revision, [branch], false)) {
      throw new ResolutionError(
        `Revision ${revision.revision} is not a member of branch '${checkBranch ?? ''}'`,
        id,
      );
    }
    return revision;
  }

  private partialMatch(id: string, branch: string | null): Revision {
    let keys: readonly string[] = [...this.byKey.keys()].filter(
      (key) => key.length > 3 && key.startsWith(id),
    );
    if (branch !== null) keys = this.filterForLineage(keys, branch);
    const [first] = keys;
    const revision = first === undefined ? undefined : this.byKey.get(first);
    if (revision === undefined) {
      const hint =
        id.length < 4
          ? '; please ensure at least four characters are present for partial revision identifier matches'
          : '';
      throw new ResolutionError(`No such revision or branch '${id}'${hint}`, id);
    }
    if (keys.length > 1) {
      const some = keys.slice(0, 3).map((key) => `'${key}'`);
      throw new ResolutionError(`Multiple revisions start with '${id}': ${some.join(', ')}...`, id);
    }
    return revision;
  }

  private sharesLineage(
    target: string | Revision,
    against: readonly (Revision | null)[],
    includeDependencies: boolean,
  ): boolean {
    const revision = typeof target === 'string' ? this.revisionForIdent(target, null) : target;
    if (revision === null) return false;
    const options = { includeDependencies };
    for (const node of descendantNodes(this.byKey, [revision], options))
      if (against.includes(node)) return true;
    for (const node of ancestorNodes(this.byKey, [revision], options))
      if (against.includes(node)) return true;
    return false;
  }
}
