/** A new revision file for what models and history differ in. */
import { renderRevision, type UpgradeOps } from '../alembic/autogenerate/index.ts';
import { basename } from '../util/paths.ts';
import type { Project } from '../workspace/project.ts';
import { renderingProblem, revised } from '../workspace/revision-directives.ts';
import { modelErrors, type Parse } from './model-errors.ts';
import { columnsOf, selectOps, tableOf, type AutogenerateScope } from './operation-scope.ts';
import { newRevision, type GeneratedRevision, type NewRevision, type WriteContext } from './new-revision.ts';

/**
 * The revision that `alembic revision --autogenerate` would write for `scope` on a database at head; null when nothing
 * in scope differs. Throws an Error whose message tells the user why it cannot be: a guess is never written.
 */
export function autogenerateRevision(
  project: Project,
  scope: AutogenerateScope,
  options: Partial<NewRevision>,
  context: WriteContext,
): GeneratedRevision | null {
  assertModelsAreKnown(project, context.parse);
  assertHistoryIsKnown(project);
  const unrendered = renderingProblem(project.models());
  if (unrendered !== undefined) throw new Error(unrendered.message);
  const failed = project.comparisonProblems().find(({ severity }) => severity === 'error');
  if (failed !== undefined) throw new Error(failed.message);
  const ops = selectOps(project.upgradeOps(), scope);
  if (ops.length === 0) return null;
  const rendered = renderRevision(ops, project.autogenContext());
  const revision: NewRevision = {
    ...rendered,
    message: suggestMessage(ops, scope),
    head: 'head',
    ...options,
  };
  const directive = revised(project.models().processDirectives, {
    directive: {
      revisionId: context.revisionId,
      message: revision.message,
      head: revision.head,
      splice: false,
      branchLabel: null,
      dependsOn: [],
    },
    isEmpty: false,
    autogenerate: true,
    heads: project.scriptDirectory.revisionMap.heads,
  });
  return directive === null ? null : newRevision(project, { ...revision, ...directive }, context);
}

/** What the user might have typed as `-m`: `add users.phone`, `create orders`, `alter users`. */
export function suggestMessage(ops: UpgradeOps, scope: AutogenerateScope): string {
  const flat = ops.flatMap((op) => (op.kind === 'modify_table' ? op.ops : [op]));
  const [first] = flat.filter((op) => op.kind !== 'create_index' || flat.length === 1);
  if (first === undefined) return 'model changes';
  const table = tableOf(first) ?? '';
  const column = columnsOf(first)[0];
  const target = column === undefined ? table : `${table}.${column}`;
  const tables = new Set(flat.map(tableOf));
  if (tables.size > 1) return scope.kind === 'all' ? 'model changes' : [...tables].join(' and ').slice(0, 40);
  if (first.kind === 'create_table') return `create ${table}`;
  if (first.kind === 'drop_table') return `drop ${table}`;
  if (flat.length > 1 && scope.kind !== 'column') return `alter ${table}`;
  if (first.kind === 'add_column') return `add ${target}`;
  if (first.kind === 'drop_column') return `drop ${target}`;
  return `alter ${target}`;
}

function assertModelsAreKnown(project: Project, parse: Parse): void {
  const [error] = modelErrors(project, parse);
  if (error === undefined) {
    if (project.models().metadata.length > 0) return;
    // Alembic's own words.
    throw new Error(
      `Can't proceed with --autogenerate option; environment script ${project.scriptDirectory.dir}/env.py does not provide a MetaData object or sequence of objects to the context.`,
    );
  }
  const file = error.origin?.file;
  const place = file === undefined ? '' : `${basename(file)}: `;
  throw new Error(
    `The models cannot be read as a whole, so no revision is written: ${place}${error.message}`,
  );
}

function assertHistoryIsKnown(project: Project): void {
  project.scriptDirectory.revisionMap.assertSound();
  const [refused] = project.history().refused;
  if (refused === undefined) return;
  const reason = refused.evaluation.refusals[0]?.message ?? 'it cannot be evaluated';
  throw new Error(
    `What the migrations build is not certain, so no revision is written: revision ${refused.revision}: ${reason}`,
  );
}
