import { ProgressLocation, window } from 'vscode';
import type {
  MigrateParams,
  MigrateResult,
  PlanResult,
  ProblemInfo,
  PythonParams,
} from '../../../server/src/protocol.ts';
import { requireTrust } from '../trust.ts';
import { requireConnection } from '../connections/pick-connection.ts';
import type { ProjectState } from '../projects.ts';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { confirmRun } from './confirm.ts';
import { activeInterpreter } from './active-interpreter.ts';
import { nothingToDo, progressText, refusedQuestion, report } from './texts.ts';

interface Request extends Pick<MigrateParams, 'direction' | 'target'> {
  /** What an earlier run could not follow to its end, with the reasons. */
  readonly inPython?: PythonParams['revisions'];
}

/** Plan, question, run, report: the one way by which a command changes a database. */
export async function runMigration(retort: Retort, project: ProjectState, request: Request): Promise<void> {
  if (!requireTrust('change a database')) return;
  const active = await requireConnection(retort, project);
  if (active === null) return;
  const { configUri } = project.info;
  const python = { interpreter: await activeInterpreter(configUri), revisions: request.inPython ?? {} };
  const { direction, target } = request;
  const params = { configUri, direction, target, python };
  const planned = await retort.connections.withPassword(
    active,
    (connection) => plan(retort, { ...params, connection }),
    (result) => result.error,
  );
  if (planned === null) return;
  const { result, params: connection } = planned;
  if (result.error !== null) {
    await showProblem(retort, result.error);
    return;
  }
  if (result.steps.length === 0) {
    void window.showInformationMessage(nothingToDo(request.direction, request.target, result));
    return;
  }
  if (!(await confirmRun(retort, request.direction, result, active.mark))) return;
  const outcome = await run(retort, { ...params, connection, planId: result.planId }, result);
  await retort.projects.refresh();
  await tell(retort, request.direction, outcome, result.stopsBefore);
  const { refused } = outcome;
  if (refused !== null && (await offerPython(refused))) {
    const inPython = { ...request.inPython, [refused.revision]: refused.reason };
    await runMigration(retort, project, { ...request, inPython });
  }
}

/** Whether to plan again with Python for a revision that could not be followed while it ran. */
async function offerPython(refused: NonNullable<MigrateResult['refused']>): Promise<boolean> {
  const { message, button } = refusedQuestion(refused);
  return (await window.showWarningMessage(message, button)) === button;
}

function plan(retort: Retort, params: MigrateParams): Thenable<PlanResult> {
  return window.withProgress({ location: ProgressLocation.Window, title: 'Planning the migration' }, () =>
    retort.server.request('retort/plan', params),
  );
}

function run(
  retort: Retort,
  params: MigrateParams,
  { database, steps, python }: PlanResult,
): Thenable<MigrateResult> {
  const title = `Alembic ${params.direction}: ${database}`;
  retort.log.info(`${title}, ${steps.length} steps, target ${params.target}`);
  if (python !== null) retort.log.info(`${python.steps.length} of them with ${python.interpreter}`);
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      let reached = -1;
      return retort.server.migrate(
        // The question before the run has named them.
        { ...params, agreesToPython: python !== null },
        ({ index, count, revision, message, statement, waitingFor }) => {
          if (waitingFor !== undefined) {
            retort.log.info(`Waiting for ${waitingFor}`);
            progress.report({ message: `waiting for ${waitingFor}. Cancel stops waiting` });
            return;
          }
          if (statement !== null) retort.log.debug(statement);
          const increment = index > reached ? 100 / Math.max(count, 1) : 0;
          reached = Math.max(reached, index);
          progress.report({ message: progressText(index, count, revision, message), increment });
        },
        token,
      );
    },
  );
}

async function tell(
  retort: Retort,
  direction: Request['direction'],
  result: MigrateResult,
  stopsBefore: ProblemInfo | null,
): Promise<void> {
  for (const step of result.steps) {
    const reason = step.error === null ? '' : `: ${step.error.message}`;
    retort.log.info(`${step.outcome}: ${step.revision} ${step.message}${reason}`);
  }
  const { severity, message } = report(direction, result, stopsBefore);
  const error = result.steps.find((step) => step.error !== null)?.error ?? result.error ?? stopsBefore;
  switch (severity) {
    case 'information':
      void window.showInformationMessage(message);
      return;
    case 'warning':
      void window.showWarningMessage(message);
      return;
    case 'error':
      await showProblem(retort, {
        message,
        severity: 'error',
        uri: error?.uri ?? null,
        line: error?.line ?? null,
      });
      return;
  }
}
