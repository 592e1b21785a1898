/** What the light bulb offers on a model file: a revision for one column, one table, the file, or everything. */
import type { Answers } from '../alembic/autogenerate/beyond/index.ts';
import { tableKey } from '../sqlalchemy/sql/schema.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Drift, Project } from '../workspace/project.ts';
import { knownDrift } from './known-drift.ts';
import type { Parse } from './model-errors.ts';
import { columnsOf, type AutogenerateScope } from './operation-scope.ts';
import { originIn } from './schema-at.ts';

export type CodeActionKind = 'quickfix' | 'source';

/** Cheap to list: the text of the revision is made only for the one that is chosen (see `autogenerate.ts`). */
export interface CodeAction {
  readonly title: string;
  /** Best first. Editors keep source actions out of the light bulb, so on a drifted line those are quick fixes too. */
  readonly kinds: readonly CodeActionKind[];
  readonly isPreferred: boolean;
  /** The differences that it takes away. */
  readonly fixes: readonly Drift[];
  readonly scope: AutogenerateScope;
  /** What the user says by choosing it. */
  readonly answers?: Answers;
}

/** The actions for a selection (or cursor) in `file`. */
export function codeActions(
  project: Project,
  file: string,
  selection: TextRange,
  parse: Parse,
): readonly CodeAction[] {
  const all = knownDrift(project, parse);
  if (all.length === 0) return [];
  const here = all.filter((drift) => {
    const range = originIn(drift.origin, file);
    return range !== null && range.start <= selection.end && selection.start <= range.end;
  });
  const actions = [...new Map(here.map((drift) => [titleOf(drift), drift])).values()].map(
    (drift, index): CodeAction => ({
      title: `Autogenerate migration for ${titleOf(drift)}`,
      kinds: ['quickfix'],
      isPreferred: index === 0,
      fixes: here.filter((other) => titleOf(other) === titleOf(drift)),
      scope: scopeOf(drift),
    }),
  );
  actions.unshift(...renameActions(project, here));
  const tables = tablesOfFile(project, file);
  const inFile = all.filter((drift) => tables.has(drift.table) || drift.origin?.file === file);
  const kinds: readonly CodeActionKind[] = here.length > 0 ? ['quickfix', 'source'] : ['source'];
  const isModelFile = project.models().files.has(file);
  if (inFile.length > 0 && isModelFile) {
    const scope: AutogenerateScope = {
      kind: 'tables',
      tables: [...new Set(inFile.map(({ table }) => table))],
    };
    actions.push(sourceAction("Autogenerate migration for this file's changes", inFile, scope, kinds));
  }
  if (isModelFile || here.length > 0) {
    actions.push(sourceAction('Autogenerate migration for all model changes', all, { kind: 'all' }, kinds));
  }
  return actions;
}

/** For each open question about what is drifted here: a revision that renames, which is what the user then has said. */
function renameActions(project: Project, here: readonly Drift[]): readonly CodeAction[] {
  return project.beyond().questions.flatMap(({ id, kind, table, from, to }): CodeAction[] => {
    if (table === null || kind === 'rename_enum_value') return [];
    const isTable = kind === 'rename_table';
    const fixes = here.filter(({ table: drifted, operation }) => {
      const isNew = operation.kind === (isTable ? 'create_table' : 'add_column');
      return drifted === table && isNew && (isTable || columnOf({ operation }) === to);
    });
    if (fixes.length === 0) return [];
    return [
      {
        title: `Autogenerate migration: rename ${isTable ? 'table' : 'column'} ${from} to ${to}`,
        kinds: ['quickfix'],
        isPreferred: false,
        fixes,
        scope: isTable ? { kind: 'tables', tables: [table] } : { kind: 'column', table, column: to },
        answers: { [id]: true },
      },
    ];
  });
}

function sourceAction(
  title: string,
  fixes: readonly Drift[],
  scope: AutogenerateScope,
  kinds: readonly CodeActionKind[],
): CodeAction {
  return { title, kinds, isPreferred: false, fixes, scope };
}

function scopeOf(drift: Drift): AutogenerateScope {
  const column = columnOf(drift);
  if (column !== null) return { kind: 'column', table: drift.table, column };
  return { kind: 'tables', tables: [drift.table] };
}

function titleOf(drift: Drift): string {
  const column = columnOf(drift);
  return column === null ? `table ${drift.table}` : `column ${drift.table}.${column}`;
}

/** The one column that a difference is about. */
function columnOf({ operation }: Pick<Drift, 'operation'>): string | null {
  const columns = columnsOf(operation);
  return columns.length === 1 ? (columns[0] ?? null) : null;
}

function tablesOfFile(project: Project, file: string): ReadonlySet<string> {
  return new Set(project.tablesIn(file).map(({ table }) => tableKey(table.name, table.schema)));
}
