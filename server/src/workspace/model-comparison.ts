/** Models against history: Alembic's comparison, and what the project's switches add to it. */
import {
  compareMetadata,
  type AutogenContext,
  type KnownComparisons,
  type RevisionOps,
  type UpgradeOps,
} from '../alembic/autogenerate/index.ts';
import {
  compareBeyond,
  isAnyOn,
  planRevision,
  type Answers,
  type BeyondComparison,
  type BeyondOptions,
  type PlannedRevision,
} from '../alembic/autogenerate/beyond/index.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import { describeDrift } from './drift.ts';
import type { Drift, History, Models } from './project.ts';

export interface Comparison {
  readonly ops: UpgradeOps;
  readonly problems: readonly Problem[];
  readonly history: History;
  readonly models: Models;
}

/** Keeps what does not change from one comparison to the next. */
export class ModelComparison {
  /** Of the comparisons with the options of the last one. */
  private known: { readonly signature: string; readonly tables: KnownComparisons } = {
    signature: '',
    tables: new WeakMap(),
  };
  private last: {
    readonly comparison: Comparison;
    readonly key: string;
    readonly beyond: BeyondComparison;
  } | null = null;
  private described: { readonly ops: RevisionOps; readonly drift: readonly Drift[] } | null = null;

  /** What cannot be compared becomes a problem at its place; an editor never sees an exception. */
  compare(history: History, models: Models, options: AutogenContext): Comparison {
    const problems: Problem[] = [];
    const plugins = [...(options.plugins ?? [])];
    const signature = JSON.stringify({ ...options, dialect: options.dialect.name, plugins, filters: null });
    if (signature !== this.known.signature) this.known = { signature, tables: new WeakMap() };
    const context: AutogenContext = {
      ...options,
      known: this.known.tables,
      report: (problem) => {
        // A callable of env.py that is not known is asked about every object.
        if (problems.every((other) => !isSameProblem(other, problem))) problems.push(problem);
      },
    };
    try {
      const ops = compareMetadata(history.state.metadata, models.metadata, context);
      return { ops, problems, history, models };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const message = `Models and history cannot be compared: ${error.message}`;
      problems.push({ code: 'comparison', severity: 'error', message, origin: originOf(error) });
      return { ops: [], problems, history, models };
    }
  }

  /** The same comparison with what Alembic does not see; where a switch is off nothing of it. */
  beyond(
    comparison: Comparison,
    options: BeyondOptions,
    answers: Answers,
    autogen: AutogenContext,
  ): BeyondComparison {
    const { history, models, ops } = comparison;
    const { metadata: current } = history.state;
    if (!isAnyOn(options)) return { ops, questions: [], current };
    const key = JSON.stringify([options, answers]);
    if (this.last?.comparison === comparison && this.last.key === key) return this.last.beyond;
    const input = {
      current,
      target: models.metadata,
      answers,
      isUncertainType: (name: string): boolean => history.state.unreadTypes.some((sql) => sql.includes(name)),
      serverVersion: null,
    };
    const beyond = compareBeyond(ops, input, autogen, options);
    this.last = { comparison, key, beyond };
    return beyond;
  }

  /** The two bodies of a revision with these operations. */
  plan(
    ops: RevisionOps,
    comparison: Comparison,
    options: BeyondOptions,
    autogen: AutogenContext,
  ): PlannedRevision {
    const sides = { current: comparison.history.state.metadata, target: comparison.models.metadata };
    return planRevision(ops, sides, autogen, options);
  }

  drift(ops: RevisionOps, models: Models, autogen: AutogenContext): readonly Drift[] {
    if (this.described?.ops !== ops) {
      this.described = { ops, drift: describeDrift(ops, models.metadata, autogen.dialect) };
    }
    return this.described.drift;
  }
}

function isSameProblem(one: Problem, other: Problem): boolean {
  return one.message === other.message && one.origin?.range.start === other.origin?.range.start;
}

/** CompileError, OperationError and AutogenerateError know their place. */
function originOf(error: Error): Origin | null {
  return 'origin' in error ? (error.origin as Origin | null) : null;
}
