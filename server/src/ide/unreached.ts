/** Models that env.py never imports: what is said at them, and the import that makes them known. */
import { singleOps, type RevisionOps } from '../alembic/autogenerate/index.ts';
import { tableKey } from '../sqlalchemy/sql/schema.ts';
import { basename } from '../util/paths.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import type { ImportFix, UnreachedModel } from '../workspace/unreached-models.ts';
import type { Origin } from '../util/text-range.ts';
import { unreachedRemovals } from './known-drift.ts';
import { tableOf } from './operation-scope.ts';
import { originIn } from './schema-at.ts';

export interface UnreachedDiagnostic {
  readonly origin: Origin | null;
  readonly message: string;
}

/** A quick fix that inserts one import. */
export interface ImportAction {
  readonly title: string;
  readonly isPreferred: boolean;
  /** The diagnostics that it takes away. */
  readonly messages: readonly string[];
  readonly fix: ImportFix;
}

export function unreachedDiagnostics(project: Project): readonly UnreachedDiagnostic[] {
  return project.unreachedModels().map((model) => ({
    origin: placeOf(model),
    message: messageOf(project, model),
  }));
}

/** What these operations would drop only because env.py never imports its model. */
export function droppedUnreached(project: Project, ops: RevisionOps): readonly UnreachedDiagnostic[] {
  const isUnreached = unreachedRemovals(project);
  const tables = new Set(singleOps(ops).filter(isUnreached).map(tableOf));
  if (tables.size === 0) return [];
  return project
    .unreachedModels()
    .filter(({ table }) => tables.has(tableKey(table.name, table.schema)))
    .map((model) => ({ origin: placeOf(model), message: messageOf(project, model) }));
}

export function importActions(project: Project, file: string, selection: TextRange): readonly ImportAction[] {
  const unreached = project.unreachedModels();
  const here = unreached.filter((model) => {
    const range = originIn(placeOf(model), file);
    return range !== null && range.start <= selection.end && selection.start <= range.end;
  });
  const actions = new Map<string, ImportAction>();
  for (const { module, fixes } of here) {
    const messages = unreached
      .filter((other) => other.module === module)
      .map((other) => messageOf(project, other));
    for (const [index, fix] of fixes.entries()) {
      const title = `Add "${fix.statement}" to ${basename(fix.file)}`;
      if (!actions.has(title)) actions.set(title, { title, isPreferred: index === 0, messages, fix });
    }
  }
  return [...actions.values()];
}

function placeOf({ table, columns }: UnreachedModel): Origin | null {
  return columns[0]?.origin ?? table.nameOrigin ?? table.origin;
}

function messageOf(project: Project, { table, columns, module }: UnreachedModel): string {
  const key = tableKey(table.name, table.schema);
  const built = project.history().state.metadata.tables.get(key);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const what = columns.length === 0 ? `table "${key}"` : `${names} of table "${key}"`;
  const isBuilt =
    built !== undefined && columns.every((column) => built.columns.some(({ name }) => name === column.name));
  const consequence = isBuilt ? 'autogenerate would drop it' : 'autogenerate does not see it';
  return `env.py never imports ${module}, so Alembic does not know ${what}: ${consequence}`;
}
