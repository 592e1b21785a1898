/** One history, compared on every dialect: each revision by itself in both directions, then whole runs. */
import { compareListings, type ListingOutcome } from './listings.ts';
import { OurTree } from './ours.ts';
import { changesOrder, outcomeOf, type Outcome } from './outcomes.ts';
import {
  askAgain,
  askAlembic,
  importsThatNeedTheApplication,
  type Direction,
  type Graph,
  type RevisionJob,
  type WholeJob,
} from './real.ts';
import { treeFolder } from './folders.ts';
import type { ComparedTree } from './trees.ts';

export const urls = {
  postgresql: 'postgresql://me@localhost/db',
  mssql: 'mssql+pyodbc://me@localhost/db',
  sqlite: 'sqlite:///x.db',
} as const;
export type DialectName = keyof typeof urls;
export const dialects = Object.keys(urls) as DialectName[];
export const directions: readonly Direction[] = ['upgrade', 'downgrade'];

export interface RevisionOutcome extends Outcome {
  readonly revision: string;
  readonly direction: Direction;
  readonly dialect: DialectName;
  /** Why its script cannot be imported where only Alembic and the package itself are installed; null where it can. */
  readonly needs: string | null;
}
export interface WholeOutcome extends Outcome {
  readonly direction: Direction;
  readonly dialect: DialectName;
  /** Revisions of the run that do something in it. */
  readonly revisions: number;
}
export interface TreeResult {
  readonly listings: readonly ListingOutcome[];
  readonly tree: ComparedTree;
  readonly graph: Graph;
  readonly revisions: readonly RevisionOutcome[];
  readonly whole: readonly WholeOutcome[];
}

export async function compareTree(tree: ComparedTree): Promise<TreeResult> {
  const folder = treeFolder(tree);
  const ours = new OurTree(folder);
  const { graph } = askAlembic(tree, folder, [] as readonly RevisionJob[]);
  const needs = importsThatNeedTheApplication(tree, folder, graph);
  const pathOf = new Map(graph.graph.map((each) => [each.revision, each.path]));
  const revisions: RevisionOutcome[] = [];
  const whole: WholeOutcome[] = [];
  for (const dialect of dialects) {
    const jobs = graph.graph.flatMap(({ revision }) =>
      directions.map((direction): RevisionJob => ({
        kind: 'revision',
        url: urls[dialect],
        revision,
        direction,
      })),
    );
    const { answers } = askAlembic(tree, folder, jobs);
    const compared = jobs.flatMap((job, index): RevisionOutcome[] => {
      const theirs = answers[index];
      if (theirs === undefined) throw new Error(`${tree.name}: no answer for ${job.revision}`);
      const { revision, direction } = job;
      const needed = needs.get(pathOf.get(revision) ?? '') ?? null;
      const run = ours.run(job);
      const outcome = outcomeOf(run, theirs);
      const isOrder = outcome.kind === 'different' && changesOrder(run, theirs, askAgain(tree, folder, job));
      const judged: Outcome = isOrder
        ? { kind: 'identical', reason: 'but for an order that changes from run to run of Alembic' }
        : outcome;
      return [{ ...judged, revision, direction, dialect, needs: needed }];
    });
    revisions.push(...compared);
    const runs = directions.map((direction): WholeJob => {
      // Where the order changes from run to run, that of a whole run is another again.
      const stops = compared.filter(
        ({ direction: of, kind, reason }) => of === direction && (kind !== 'identical' || reason !== ''),
      );
      return {
        kind: 'whole',
        url: urls[dialect],
        direction,
        from: direction === 'upgrade' ? [] : graph.heads,
        without: stops.map(({ revision }) => revision),
      };
    });
    const wholeAnswers = askAlembic(tree, folder, runs).answers;
    for (const [index, job] of runs.entries()) {
      const theirs = wholeAnswers[index];
      if (theirs === undefined) throw new Error(`${tree.name}: no answer for ${job.direction}`);
      whole.push({
        ...outcomeOf(ours.run(job), theirs),
        direction: job.direction,
        dialect,
        revisions: graph.graph.length - job.without.length,
      });
    }
  }
  return { tree, graph, revisions, whole, listings: await compareListings(tree, folder, graph) };
}
