import { ProgressLocation, window } from 'vscode';
import type {
  ConnectionParams,
  MigrateParams,
  MigrateResult,
  PlanResult,
  ProblemInfo,
} from '../../../server/src/protocol.ts';
import { requireTrust } from '../trust.ts';
import { requireConnection } from '../connections/pick-connection.ts';
import type { ProjectState } from '../projects.ts';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { confirmRun } from './confirm.ts';
import { nothingToDo, progressText, report } from './texts.ts';

type Request = Pick<MigrateParams, 'direction' | 'target'>;

/** Plan, question, run, report: the one way by which a command changes a database. */
export async function runMigration(retort: Retort, project: ProjectState, request: Request): Promise<void> {
  if (!requireTrust('change a database')) return;
  const active = await requireConnection(retort, project);
  if (active === null) return;
  const { configUri } = project.info;
  const planned = await retort.connections.withPassword(
    active,
    (connection) => plan(retort, { configUri, connection, ...request }),
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
  if (!(await confirmRun(retort, request.direction, result))) return;
  const outcome = await run(retort, project, request, connection, result);
  await retort.projects.refresh();
  await tell(retort, request.direction, outcome, result.stopsBefore);
}

function plan(retort: Retort, params: MigrateParams): Thenable<PlanResult> {
  return window.withProgress({ location: ProgressLocation.Window, title: 'Planning the migration' }, () =>
    retort.server.request('retort/plan', params),
  );
}

function run(
  retort: Retort,
  project: ProjectState,
  request: Request,
  connection: ConnectionParams,
  { planId, database, steps }: PlanResult,
): Thenable<MigrateResult> {
  const title = `Alembic ${request.direction}: ${database}`;
  retort.log.info(`${title}, ${steps.length} steps, target ${request.target}`);
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      let reached = -1;
      return retort.server.migrate(
        { configUri: project.info.configUri, connection, ...request, planId },
        ({ index, count, revision, message, statement, waitingFor }) => {
          if (waitingFor !== undefined) {
            retort.log.info(`Waiting for another run to end: ${waitingFor}`);
            progress.report({ message: `waiting for another run to end: ${waitingFor}` });
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
