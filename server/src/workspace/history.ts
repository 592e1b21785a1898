import { trackCreated, type CreatedBy } from '../alembic/operations/created-by.ts';
import { emptyState, replay, type ReplayState } from '../alembic/operations/replay.ts';
import type { MigrateOperation } from '../alembic/ops/operations.ts';
import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import type { Script } from '../alembic/script/script.ts';
import type { History } from './project.ts';

interface ReplayedRevision {
  readonly revision: string;
  /** As it is recorded; what it does on the replayed schema is in `state`. */
  readonly evaluation: ScriptEvaluation;
  readonly isRefused: boolean;
  readonly state: ReplayState;
  readonly addedBy: CreatedBy<string>;
}

/** What a revision does, and the schema after it. */
interface Replayed {
  readonly operations: readonly MigrateOperation[];
  readonly state: ReplayState;
}

/** Null where it cannot be followed. */
export type RunOn = (script: Script, state: ReplayState) => Replayed | null;

function recorded(state: ReplayState, { operations, refusals }: ScriptEvaluation): Replayed | null {
  return refusals.length > 0 ? null : { operations, state: replay(state, operations) };
}

/**
 * Replays revisions in order and remembers the state after each, so that a change to one script replays only from
 * there on. A revision that was refused adds nothing and is named in `refused`: what follows is then uncertain.
 */
export class HistoryReplay {
  private replayed: readonly ReplayedRevision[] = [];

  /** `runOn` evaluates a revision that cannot be recorded alone on the database that the history has built before it. */
  run(
    scripts: readonly Script[],
    evaluate: (script: Script) => ScriptEvaluation,
    runOn: RunOn = () => null,
  ): History {
    const replayed: ReplayedRevision[] = [];
    let state = emptyState();
    let addedBy: CreatedBy<string> = new Map();
    let reusing = true;
    for (const [index, script] of scripts.entries()) {
      const evaluation = evaluate(script);
      const before = this.replayed[index];
      reusing &&= before?.revision === script.revision && before.evaluation === evaluation;
      if (reusing && before !== undefined) {
        ({ state, addedBy } = before);
        replayed.push(before);
        continue;
      }
      const done = recorded(state, evaluation) ?? runOn(script, state);
      if (done !== null) {
        ({ state } = done);
        addedBy = trackCreated(addedBy, done.operations, script.revision);
      }
      replayed.push({ revision: script.revision, evaluation, isRefused: done === null, state, addedBy });
    }
    this.replayed = replayed;
    return {
      state,
      addedBy,
      refused: replayed
        .filter(({ isRefused }) => isRefused)
        .map(({ revision, evaluation }) => ({ revision, evaluation })),
    };
  }

  /** The state right after a revision in replay order. */
  stateAfter(revision: string): ReplayState | null {
    return this.replayed.find((entry) => entry.revision === revision)?.state ?? null;
  }
}
