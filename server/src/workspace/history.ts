import { replay, type ReplayState } from '../alembic/operations/replay.ts';
import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import type { Script } from '../alembic/script/script.ts';
import type { MetaData, NamingConvention, Table } from '../sqlalchemy/sql/schema.ts';
import type { History, ObjectHistory } from './project.ts';

interface ReplayedRevision {
  readonly revision: string;
  readonly evaluation: ScriptEvaluation;
  readonly state: ReplayState;
  readonly addedBy: ReadonlyMap<string, ObjectHistory>;
}

/** The schema before the first revision. */
export function emptyState(namingConvention: NamingConvention = {}): ReplayState {
  const metadata: MetaData = { kind: 'metadata', schema: null, namingConvention, tables: new Map() };
  return { metadata, uncertain: [], problems: [] };
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
    let addedBy: ReadonlyMap<string, ObjectHistory> = new Map();
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
        const after = replay(state, evaluation.operations);
        addedBy = noteAdded(addedBy, state.metadata, after.metadata, script.revision);
        state = after;
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

/** Tables and columns that are in `after` and not in `before` were added by the revision. */
function noteAdded(
  addedBy: ReadonlyMap<string, ObjectHistory>,
  before: MetaData,
  after: MetaData,
  revision: string,
): ReadonlyMap<string, ObjectHistory> {
  const result = new Map(addedBy);
  for (const [key, table] of after.tables) {
    const old = before.tables.get(key);
    if (old === table) continue;
    if (old === undefined) result.set(key, { revision, origin: table.origin });
    const names = new Set(columnNames(old));
    for (const column of table.columns) {
      if (!names.has(column.name)) result.set(`${key}.${column.name}`, { revision, origin: column.origin });
    }
  }
  for (const [key, table] of before.tables) {
    const rest = new Set(columnNames(after.tables.get(key)));
    if (!after.tables.has(key)) result.delete(key);
    for (const name of columnNames(table)) if (!rest.has(name)) result.delete(`${key}.${name}`);
  }
  return result;
}

function columnNames(table: Table | undefined): readonly string[] {
  return table?.columns.map((column) => column.name) ?? [];
}
