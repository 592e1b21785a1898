/** All comparisons with Alembic's own tests. */
import { initTestParser } from '../../support/python.ts';
import { compareCommands } from './compare-commands.ts';
import { compareGraph } from './compare-graph.ts';
import { compareOperations } from './compare-operations.ts';
import { compareRendering } from './compare-rendering.ts';
import { compareRoundTrips } from './compare-round-trips.ts';
import type { Comparison, Outcome } from './outcome.ts';
import type { Suite } from './suite.ts';

export interface Part {
  readonly title: string;
  readonly comparisons: readonly Comparison[];
}

export async function conformance(suite: Suite): Promise<readonly Part[]> {
  await initTestParser();
  return [
    { title: 'Operations', comparisons: compareOperations(suite) },
    { title: 'Live SQLite', comparisons: await compareRoundTrips(suite) },
    { title: 'Rendering', comparisons: compareRendering(suite) },
    { title: 'Revision graph', comparisons: compareGraph(suite) },
    { title: '`--sql` commands', comparisons: await compareCommands(suite) },
  ];
}

export function count(comparisons: readonly Comparison[], outcome: Outcome): number {
  return comparisons.filter((each) => each.outcome === outcome).length;
}

/** Identical, of those that have an answer here. */
export function share(comparisons: readonly Comparison[]): number {
  const applicable = comparisons.length - count(comparisons, 'not applicable');
  return applicable === 0 ? 1 : count(comparisons, 'identical') / applicable;
}
