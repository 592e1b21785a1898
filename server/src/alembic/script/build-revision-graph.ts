import type { Problem } from '../../util/problem.ts';
import { ancestorNodes, descendantNodes, relatedRevisions } from './related-revisions.ts';
import {
  CycleDetected,
  DependencyCycleDetected,
  DependencyLoopDetected,
  LoopDetected,
  RevisionError,
} from './revision-errors.ts';
import { Revision, revisionIdProblem } from './revision.ts';
import type { Script } from './script.ts';

/** What `RevisionMap` is made of. */
export interface RevisionGraph {
  readonly byKey: ReadonlyMap<string, Revision>;
  readonly heads: readonly string[];
  readonly bases: readonly string[];
  readonly realHeads: readonly string[];
  readonly realBases: readonly string[];
  readonly problems: readonly Problem[];
  /** The first thing for which upstream raises; null for a sound graph. */
  readonly defect: RevisionError | null;
}

/** Links scripts into a graph, as upstream's `RevisionMap._revision_map`; goes on after a defect, and reports it. */
export function buildRevisionGraph(scripts: readonly Script[]): RevisionGraph {
  const builder = new GraphBuilder();
  const revisions = scripts.map((script) => builder.add(script));
  // Taken before labels join the map: cycles are looked for among ids.
  const byId = new Map(builder.byKey);
  builder.mapBranchLabels(revisions);
  builder.resolveDependencies(revisions);
  builder.link();
  builder.normalizeDependencies(revisions);
  builder.detectCycles(byId);
  builder.spreadBranchLabels(revisions);
  return builder.graph();
}

class GraphBuilder {
  readonly byKey = new Map<string, Revision>();
  private readonly heads = new Set<Revision>();
  private readonly realHeads = new Set<Revision>();
  private readonly bases: Revision[] = [];
  private readonly realBases: Revision[] = [];
  private readonly problems: Problem[] = [];
  private defect: RevisionError | null = null;

  graph(): RevisionGraph {
    const ids = (revisions: Iterable<Revision>): string[] => [...revisions].map((each) => each.revision);
    return {
      byKey: this.byKey,
      heads: ids(this.heads),
      bases: ids(this.bases),
      realHeads: ids(this.realHeads),
      realBases: ids(this.realBases),
      problems: this.problems,
      defect: this.defect,
    };
  }

  add(script: Script): Revision {
    const revision = new Revision(script);
    const id = script.revision;
    if (script.downRevisions.includes(id)) {
      this.fail(new LoopDetected(id), script, 'down', 'point down_revision at the revision before it');
    } else if (script.dependsOn.includes(id)) {
      this.fail(new DependencyLoopDetected(id), script, 'revision', 'remove it from its own depends_on');
    }
    const illegal = revisionIdProblem(id);
    if (illegal !== null) {
      this.fail(new RevisionError(illegal), script, 'revision', 'use letters and digits');
    }
    const other = this.byKey.get(id);
    if (other !== undefined) {
      this.problems.push({
        code: 'duplicate-revision',
        severity: 'error',
        message: `Revision ${id} is present more than once: also in ${other.script.path}; give one of the two a new id`,
        origin: script.revisionOrigin ?? { file: script.path, range: { start: 0, end: 0 } },
      });
    }
    this.byKey.set(id, revision);
    this.heads.add(revision);
    this.realHeads.add(revision);
    if (revision.isBase) this.bases.push(revision);
    if (revision.isRealBase) this.realBases.push(revision);
    return revision;
  }

  mapBranchLabels(revisions: readonly Revision[]): void {
    for (const revision of revisions) {
      for (const label of revision.originalBranchLabels) {
        const other = this.byKey.get(label);
        if (other === undefined) {
          this.byKey.set(label, revision);
          continue;
        }
        const message = `Branch name '${label}' in revision ${revision.revision} already used by revision ${other.revision}`;
        this.fail(new RevisionError(message), revision.script, 'revision', 'choose another branch label');
      }
    }
  }

  resolveDependencies(revisions: readonly Revision[]): void {
    for (const revision of revisions) {
      revision.resolvedDependencies = revision.dependencies.flatMap((name) => {
        const node = this.byKey.get(name);
        if (node === undefined) {
          this.missing(name, revision, 'depends_on');
          return [];
        }
        return [node.revision];
      });
    }
  }

  link(): void {
    for (const [key, revision] of this.byKey) {
      for (const downId of revision.allDownRevisions) {
        const down = this.byKey.get(downId);
        if (down === undefined) {
          if (key === revision.revision) this.missing(downId, revision, 'down_revision');
          continue;
        }
        down.addNextrev(revision);
        if (revision.downRevisions.includes(downId)) this.heads.delete(down);
        this.realHeads.delete(down);
      }
    }
  }

  normalizeDependencies(revisions: readonly Revision[]): void {
    for (const revision of revisions) {
      const normalized = new Set(revision.resolvedDependencies);
      if (normalized.size > 0) {
        for (const ancestor of ancestorNodes(this.byKey, [revision], { includeDependencies: false })) {
          if (ancestor === revision) continue;
          for (const dependency of ancestor.resolvedDependencies) normalized.delete(dependency);
        }
      }
      revision.normalizedResolvedDependencies = [...normalized];
    }
  }

  /** Whatever cannot be reached both from a head and from a base lies on a cycle. Upstream: `_detect_cycles`. */
  detectCycles(byId: ReadonlyMap<string, Revision>): void {
    // A missing down revision cuts the graph the same way; it is already reported.
    if (byId.size === 0 || this.defect !== null) return;
    const outside = (
      heads: Iterable<Revision>,
      bases: Iterable<Revision>,
      down: (revision: Revision) => Iterable<string>,
      up: (revision: Revision) => Iterable<string>,
    ): string[] => {
      const fromHeads = new Set(relatedRevisions(byId, down, heads));
      const fromBases = new Set(relatedRevisions(byId, up, bases));
      return [...byId.values()]
        .filter((node) => !fromHeads.has(node) || !fromBases.has(node))
        .map((node) => node.revision)
        .sort();
    };
    if (this.heads.size === 0 || this.bases.length === 0) {
      this.failCycle(new CycleDetected([...byId.keys()]), byId);
      return;
    }
    const cycle = outside(
      this.heads,
      this.bases,
      (revision) => revision.downRevisions,
      (revision) => revision.nextrev,
    );
    if (cycle.length > 0) {
      this.failCycle(new CycleDetected(cycle), byId);
      return;
    }
    if (this.realHeads.size === 0 || this.realBases.length === 0) {
      this.failCycle(new DependencyCycleDetected([...byId.keys()]), byId);
      return;
    }
    const dependencyCycle = outside(
      this.realHeads,
      this.realBases,
      (revision) => revision.allDownRevisions,
      (revision) => revision.allNextrev,
    );
    if (dependencyCycle.length > 0) this.failCycle(new DependencyCycleDetected(dependencyCycle), byId);
  }

  /** A label names the whole branch: every descendant, and back to the last branch or merge point. */
  spreadBranchLabels(revisions: readonly Revision[]): void {
    for (const revision of revisions) {
      if (revision.originalBranchLabels.length === 0) continue;
      const labels = [...revision.branchLabels];
      let last: Revision = revision;
      for (const node of descendantNodes(this.byKey, [revision], { includeDependencies: false })) {
        addAll(node.branchLabels, labels);
        last = node;
      }
      const met = new Set<Revision>();
      let parent: Revision | undefined = last;
      while (parent !== undefined && !parent.isRealBranchPoint && !parent.isMergePoint && !met.has(parent)) {
        met.add(parent);
        addAll(parent.branchLabels, labels);
        const down: string | undefined = parent.downRevisions[0];
        parent = down === undefined ? undefined : this.byKey.get(down);
      }
    }
  }

  private missing(id: string, revision: Revision, where: 'down_revision' | 'depends_on'): void {
    const message = `Revision ${id} referenced from ${revision.revision} is not present`;
    const advice = `restore its file, or correct ${where}`;
    this.fail(
      new RevisionError(message),
      revision.script,
      where === 'down_revision' ? 'down' : 'revision',
      advice,
      'missing-revision',
    );
  }

  /** One problem for the whole circle, at the revision that closes it. */
  private failCycle(error: CycleDetected, byId: ReadonlyMap<string, Revision>): void {
    this.defect ??= error;
    const closing = closingRevision(error.revisions, byId);
    if (closing === null) return;
    const { script } = closing;
    this.problems.push({
      code: 'revision-cycle',
      severity: 'error',
      message: `${error.brief}; correct the down_revision that closes the circle, maybe this one`,
      origin: script.downRevisionOrigin ??
        script.revisionOrigin ?? { file: script.path, range: { start: 0, end: 0 } },
    });
  }

  private fail(
    error: RevisionError,
    script: Script,
    place: 'revision' | 'down',
    advice: string,
    code = 'revision-graph',
  ): void {
    const origin =
      place === 'down' ? (script.downRevisionOrigin ?? script.revisionOrigin) : script.revisionOrigin;
    this.problems.push({
      code: error instanceof CycleDetected ? 'revision-cycle' : code,
      severity: 'error',
      message: `${error.message}; ${advice}`,
      origin: origin ?? { file: script.path, range: { start: 0, end: 0 } },
    });
    this.defect ??= error;
  }
}

function addAll(set: Set<string>, values: Iterable<string>): void {
  for (const value of values) set.add(value);
}

/**
 * The member of a circle to look at first: one that was written before the revision that it says it follows; without
 * dates the first one that can reach itself.
 */
function closingRevision(ids: readonly string[], byId: ReadonlyMap<string, Revision>): Revision | null {
  const members = new Map(
    ids.flatMap((id): (readonly [string, Revision])[] => {
      const node = byId.get(id);
      return node === undefined ? [] : [[id, node]];
    }),
  );
  // What only hangs on the circle is no part of it: members without a neighbour inside fall away, again and again.
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const [id, { allDownRevisions, allNextrev }] of members) {
      const isPart = (neighbours: Iterable<string>): boolean =>
        [...neighbours].some((each) => members.has(each));
      if (!isPart(allDownRevisions) || !isPart(allNextrev)) members.delete(id);
    }
  }
  const date = ({ script }: Revision): string =>
    /^Create Date:\s*(.+)$/m.exec(script.longDoc)?.[1]?.trim() ?? '';
  const follows = (revision: Revision): readonly Revision[] =>
    revision.allDownRevisions.flatMap((id) => members.get(id) ?? []);
  const all = [...members.values()];
  const early = all.find(
    (member) => date(member) !== '' && follows(member).some((down) => date(member) < date(down)),
  );
  return early ?? all[0] ?? null;
}
