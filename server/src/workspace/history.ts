import { trackCreated, type CreatedBy } from '../alembic/operations/created-by.ts';
import { emptyState, replay, type ReplayState } from '../alembic/operations/replay.ts';
import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import type { Script } from '../alembic/script/script.ts';
import type { History } from './project.ts';

interface ReplayedRevision {
  readonly revision: string;
  readonly evaluation: ScriptEvaluation;
  readonly state: ReplayState;
  readonly addedBy: CreatedBy<string>;
}

/**
 * Replays revisions in order and remembers the state after each, so that a change to one script replays only from
 * there on. A revision that was refused adds nothing and is named in `refused`: what follows is then uncertain.
 */
export class HistoryReplay {
  private replayed: readonly ReplayedRevision[] = [];

  run(scripts: readonly Script[], evaluate: (script: Script) => ScriptEvaluation): History {
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
      if (evaluation.refusals.length === 0) {
        state = replay(state, evaluation.operations);
        addedBy = trackCreated(addedBy, evaluation.operations, script.revision);
      }
      replayed.push({ revision: script.revision, evaluation, state, addedBy });
    }
    this.replayed = replayed;
    return {
      state,
      addedBy,
      refused: replayed
        .filter(({ evaluation }) => evaluation.refusals.length > 0)
        .map(({ revision, evaluation }) => ({ revision, evaluation })),
    };
  }

  /** The state right after a revision in replay order. */
  stateAfter(revision: string): ReplayState | null {
    return this.replayed.find((entry) => entry.revision === revision)?.state ?? null;
  }
}
