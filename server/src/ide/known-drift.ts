import { tableKey } from '../sqlalchemy/sql/schema.ts';
import type { Drift, Project } from '../workspace/project.ts';
import { changeId } from './change-id.ts';
import { modelErrors, type Parse } from './model-errors.ts';
import type { SingleOp } from '../alembic/autogenerate/index.ts';
import { columnsOf, tableOf } from './operation-scope.ts';

/** A difference, and whether it is certain: not when a revision could not be evaluated, which may have made it good. */
export interface KnownDrift extends Drift {
  readonly certain: boolean;
}

/**
 * The differences of models and history that may be told:
 * nothing when env.py names no metadata, as in a project that writes its scripts by hand;
 * nothing where there are no scripts to compare with;
 * nothing while the graph of revisions has a defect, so that there is no history to compare with;
 * nothing of what the user ignores for good (`withIgnored` gives it too);
 * no removal of what a model defines that env.py does not import: that is told at the model;
 * no removals while the models cannot be read as a whole (a line is being typed);
 * with a word of doubt when a revision could not be evaluated, or the models were found without env.py.
 */
export function knownDrift(
  project: Project,
  parse: Parse,
  { withIgnored = false }: { readonly withIgnored?: boolean } = {},
): readonly KnownDrift[] {
  const { metadata, source } = project.models();
  if (metadata.length === 0 || project.scriptDirectory.dir === '') return [];
  if (project.scriptDirectory.revisionMap.defect !== null) return [];
  const unreached = unreachedTables(project);
  const isIgnored = ({ operation }: Drift): boolean =>
    !withIgnored && project.ignoredChanges.has(changeId(operation));
  const drift = project.drift().filter((each) => !isUnreached(each, unreached) && !isIgnored(each));
  const removals = new Set(drift.filter(({ code }) => code.startsWith('removed-')));
  const known =
    removals.size > 0 && modelErrors(project, parse).length > 0
      ? drift.filter((each) => !removals.has(each))
      : drift;
  const [refused] = project.history().refused;
  const doubt =
    refused !== undefined
      ? `not certain: revision ${refused.revision} cannot be evaluated`
      : source?.kind === 'workspace'
        ? 'not certain: env.py does not tell which models are meant'
        : null;
  if (doubt === null) return known.map((each) => ({ ...each, certain: true }));
  return known.map((each) => ({ ...each, certain: false, message: `${each.message} (${doubt})` }));
}

type Unreached = ReadonlyMap<string, ReadonlySet<string>>;

/** By key of the table: the columns, or none where it is the whole table. */
function unreachedTables(project: Project): Unreached {
  return new Map(
    project
      .unreachedModels()
      .map(({ table, columns }) => [
        tableKey(table.name, table.schema),
        new Set(columns.map(({ name }) => name)),
      ]),
  );
}

function isUnreached({ operation }: Drift, unreached: Unreached): boolean {
  return isRemovalOf(operation, unreached);
}

function isRemovalOf(op: SingleOp, unreached: Unreached): boolean {
  const columns = unreached.get(tableOf(op) ?? '');
  if (columns === undefined || !op.kind.startsWith('drop_') || op.kind === 'drop_table_comment') return false;
  return columns.size === 0 || columnsOf(op).some((column) => columns.has(column));
}

/** Whether an operation takes away what a model defines that env.py never imports: nobody has asked for that. */
export function unreachedRemovals(project: Project): (op: SingleOp) => boolean {
  const unreached = unreachedTables(project);
  return (op) => isRemovalOf(op, unreached);
}
