/** A new revision file for what models and history differ in. */
import { renderRevision, type RenderedRevision } from '../alembic/autogenerate/index.ts';
import { basename } from '../util/paths.ts';
import type { Project } from '../workspace/project.ts';
import { renderingProblem, revised } from '../workspace/revision-directives.ts';
import { changeId } from './change-id.ts';
import { unreachedRemovals } from './known-drift.ts';
import { danglingForeignKey, modelErrors, type Parse } from './model-errors.ts';
import { selectOps, type AutogenerateScope } from './operation-scope.ts';
import { suggestMessage } from './suggest-message.ts';
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
  const rendered = renderScope(project, scope, context.parse);
  if (rendered === null) return null;
  const revision: NewRevision = {
    ...rendered,
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

/** Both bodies of a revision for what is in scope, with a message; null when nothing is. Throws as `autogenerateRevision`. */
export function renderScope(
  project: Project,
  scope: AutogenerateScope,
  parse: Parse,
): (RenderedRevision & { readonly message: string }) | null {
  assertCanBeWritten(project, parse);
  const ops = selectOps(project.upgradeOps(), withoutIgnored(project, scope));
  if (ops.length === 0) return null;
  const { upgrades, downgrades } = project.planRevision(ops);
  return {
    ...renderRevision(upgrades, project.autogenContext(), downgrades),
    message: suggestMessage(ops),
  };
}

/** Throws an Error whose message tells the user why no revision can be written, whatever is chosen. */
export function assertCanBeWritten(project: Project, parse: Parse): void {
  assertModelsAreKnown(project, parse);
  assertHistoryIsKnown(project);
  const unrendered = renderingProblem(project.models());
  if (unrendered !== undefined) throw new Error(unrendered.message);
  const failed = project.comparisonProblems().find(({ severity }) => severity === 'error');
  if (failed !== undefined) throw new Error(failed.message);
}

/**
 * Everything is everything that the user wants told: not what is ignored, and not the end of a table whose model env.py
 * only fails to import. What is chosen by name is chosen.
 */
function withoutIgnored(project: Project, scope: AutogenerateScope): AutogenerateScope {
  if (scope.kind !== 'all') return scope;
  const { ignoredChanges } = project;
  const isUnreached = unreachedRemovals(project);
  return { kind: 'changes', isChosen: (op) => !ignoredChanges.has(changeId(op)) && !isUnreached(op) };
}

function assertModelsAreKnown(project: Project, parse: Parse): void {
  const [error] = modelErrors(project, parse);
  if (error === undefined) {
    const dangling = danglingForeignKey(project.models());
    if (dangling !== null) throw new Error(dangling.message);
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
