/** A revision with a trigger that keeps `updated_at` true whoever writes the row. */
import { updatedAtTrigger } from '../alembic/ddl/updated-at-trigger.ts';
import { resolveType } from '../sqlalchemy/sql/type-resolution.ts';
import { pythonRepr } from '../sqlalchemy/sql/python-repr.ts';
import { tableKey, type Column, type Table } from '../sqlalchemy/sql/schema.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { newRevision, type GeneratedRevision, type WriteContext } from './new-revision.ts';
import { originIn } from './schema-at.ts';

export interface TriggerAction {
  readonly title: string;
  /** Key of the table. */
  readonly table: string;
  readonly column: string;
}

const usualNames = /^(?:date_|last_)?(?:updated|modified|changed)(?:_(?:at|on|time|date))?$/;
const times = new Set(['DateTime', 'DATETIME', 'TIMESTAMP']);

/** For columns at the cursor that the migrations build, and for which no script has made the trigger. */
export function triggerActions(
  project: Project,
  file: string,
  selection: TextRange,
): readonly TriggerAction[] {
  const built = project.history().state.metadata.tables;
  return project.tablesIn(file).flatMap(({ table, columns }) =>
    columns.flatMap((column): TriggerAction[] => {
      const range = originIn(column.origin, file);
      const isHere = range !== null && range.start <= selection.end && selection.start <= range.end;
      if (!isHere || !isTime(project, column) || !usualNames.test(column.name)) return [];
      const key = tableKey(table.name, table.schema);
      const isBuilt = built.get(key)?.columns.some(({ name }) => name === column.name) === true;
      const trigger = updatedAtTrigger(table, column.name, project.dialect);
      if (!isBuilt || trigger === null || isMade(project, trigger.name)) return [];
      return [
        {
          title: `Add a trigger that keeps ${key}.${column.name} up to date`,
          table: key,
          column: column.name,
        },
      ];
    }),
  );
}

/** The revision after the head. Throws an Error for the user where the table is not there any more. */
export function triggerRevision(
  project: Project,
  { table: key, column }: Pick<TriggerAction, 'table' | 'column'>,
  context: WriteContext,
): GeneratedRevision {
  const table = tableOf(project, key);
  const trigger = table === null ? null : updatedAtTrigger(table, column, project.dialect);
  if (trigger === null) throw new Error(`There is no table ${key} for which a trigger can be made.`);
  const prefix = project.autogenContext().alembicModulePrefix;
  const body = (statements: readonly string[]): string =>
    statements.map((sql) => `${prefix}execute(${pythonRepr(sql)})`).join('\n');
  return newRevision(
    project,
    {
      message: `keep ${key}.${column} up to date`,
      head: 'head',
      upgrades: body(trigger.create),
      downgrades: body(trigger.drop),
      imports: [],
    },
    context,
  );
}

function isTime(project: Project, { type }: Column): boolean {
  const resolved = resolveType(type, project.dialect.name);
  const kind = resolved.kind === 'decorated' ? resolved.impl.kind : resolved.kind;
  return times.has(resolved.kind === 'dialect' ? resolved.name : kind);
}

function isMade(project: Project, trigger: string): boolean {
  const { scripts } = project.scriptDirectory.revisionMap;
  return [...scripts.values()].some(({ revision }) =>
    project
      .evaluateRevision(revision, 'upgrade', { dialect: project.dialect, offline: true })
      .operations.some(
        (op) => op.kind === 'execute' && 'sql' in op.statement && op.statement.sql.includes(trigger),
      ),
  );
}

function tableOf(project: Project, key: string): Table | null {
  for (const { tables } of project.models().metadata) {
    const table = tables.get(key);
    if (table !== undefined) return table;
  }
  return null;
}
