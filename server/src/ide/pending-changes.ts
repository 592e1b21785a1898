/** The differences of models and history, as the preview of a revision lists them. */
import type { Project } from '../workspace/project.ts';
import type { Origin } from '../util/text-range.ts';
import { changeId } from './change-id.ts';
import { changeText, destroys } from './change-text.ts';
import { knownDrift } from './known-drift.ts';
import type { Parse } from './model-errors.ts';
import { columnsOf } from './operation-scope.ts';

export interface PendingChange {
  readonly id: string;
  /** The operation's: `add_column`. */
  readonly kind: string;
  /** By key; empty where it is of no table. */
  readonly table: string;
  /** The one column that it is about. */
  readonly column: string | null;
  readonly text: string;
  /** What is lost by it, as a sentence; null: nothing. */
  readonly destructive: string | null;
  readonly origin: Origin | null;
  readonly certain: boolean;
  /** For good, by the user's settings. */
  readonly ignored: boolean;
}

/** In the order of the comparison. */
export function pendingChanges(project: Project, parse: Parse): readonly PendingChange[] {
  const { dialect } = project;
  return knownDrift(project, parse, { withIgnored: true }).map(({ operation, table, origin, certain }) => {
    const columns = columnsOf(operation);
    const id = changeId(operation);
    return {
      id,
      kind: operation.kind,
      table,
      column: columns.length === 1 ? (columns[0] ?? null) : null,
      text: changeText(operation, dialect),
      destructive: destroys(operation, dialect),
      origin,
      certain,
      ignored: project.ignoredChanges.has(id),
    };
  });
}
