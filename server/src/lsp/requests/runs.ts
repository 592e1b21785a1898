import { retriesFor } from '../../alembic/runtime/lock-wait.ts';
import { withRunLock } from '../../alembic/runtime/run-lock.ts';
import { refusedWhileRunning } from '../../alembic/runtime/run-error.ts';
import { runMigrations, type RunError, type RunReport } from '../../alembic/runtime/runner.ts';
import type { MigrateResult, PlanResult, ProblemInfo, Requests } from '../../protocol.ts';
import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Project } from '../../workspace/project.ts';
import { runOptions } from '../../workspace/run-options.ts';
import { redact } from '../../util/redact.ts';
import { journalOf } from '../journal.ts';
import type { Session } from '../session.ts';
import { currentHeads, errorProblem, secretsOf, targetOf, withConnection, type Target } from './database.ts';
import { makePlan, runProblem, stepName } from './plan.ts';
import { askPython, leftToPython, unsavedForPython } from './python.ts';

/** Runs what was planned; a plan that no longer holds (scripts or database changed) is refused before anything is done. */
export async function migrate(
  session: Session,
  params: Requests['retort/migrate']['params'],
): Promise<MigrateResult> {
  session.requireTrust();
  const project = session.project(params.configUri);
  const run = new AbortController();
  session.runs.set(params.runId, run);
  let label = '';
  try {
    const target = targetOf(project, params.connection);
    label = target.label;
    return await withConnection(
      session,
      project,
      target,
      (connection) => {
        const onWaiting = (holder: string): void => {
          tellWaiting(session, params.runId, `another run to end: ${holder}`);
        };
        const { dialect } = target;
        const lock = { connection, dialect, configure: runOptions(project), signal: run.signal, onWaiting };
        return withRunLock(lock, () => runPlanned(session, project, params, target, connection, run.signal));
      },
      run,
    );
  } catch (error) {
    const problem = errorProblem(session, error, secretsOf(project, params.connection));
    const nothing = { steps: [], current: null, refused: null };
    return { database: label, ...nothing, error: problem, cancelled: run.signal.aborted };
  } finally {
    session.runs.delete(params.runId);
    session.refreshDiagnostics();
    session.notify('retort/changed', { configUri: params.configUri });
  }
}

/** Plans again from where the database is, compares with what was shown, and runs. */
async function runPlanned(
  session: Session,
  project: Project,
  params: Requests['retort/migrate']['params'],
  target: Target,
  connection: Connection,
  signal: AbortSignal,
): Promise<MigrateResult> {
  const heads = await currentHeads(session, project, target, connection);
  const planned = makePlan(session, project, params, target, heads);
  if (params.planId !== undefined && params.planId !== planned.result.planId) {
    return notRun(planned.result, heads, {
      message:
        'The scripts or the database have changed since the SQL was shown, so nothing was run: look at the new plan and start again.',
      severity: 'error',
      uri: null,
      line: null,
    });
  }
  if (planned.result.error !== null) return notRun(planned.result, heads, planned.result.error);
  const unsaved = unsavedForPython(session, project, planned.result.python);
  if (unsaved !== null) return notRun(planned.result, heads, unsaved);
  const live = session.host.evaluationThread({
    configPath: project.configPath,
    configPaths: null,
    section: project.config.section,
    xArguments: [],
    tag: null,
    cwd: null,
    dialect: target.dialect.name,
    knowsVariables: false,
    documents: session.fs.documents(),
  });
  const report = await runMigrations({
    connection,
    dialect: target.dialect,
    revisionMap: project.scriptDirectory.revisionMap,
    steps: planned.steps,
    evaluate: (script, direction) =>
      project.evaluateRevision(script.revision, direction, { dialect: target.dialect, offline: false }),
    live,
    python: askPython(session, project, params, planned.result.python),
    inPython: leftToPython(params),
    journal: journalOf(session, project, target.url),
    lockRetries: retriesFor(session.settings.lockTimeout),
    onWaiting: (holder) => {
      tellWaiting(session, params.runId, `a lock of ${holder}`);
    },
    configure: runOptions(project),
    expectedHeads: heads,
    signal,
    onProgress: ({ step, index, count, statement }) => {
      const { revision, message } = stepName(step);
      session.notify('retort/progress', {
        runId: params.runId,
        revision,
        message,
        index,
        count,
        statement,
      });
    },
  }).finally(() => live.close());
  session.setCurrent(project.configPath, report.current);
  return migrateResult(session, target.label, report, secretsOf(project, params.connection));
}

function tellWaiting(session: Session, runId: string, waitingFor: string): void {
  const nothing = { revision: '', message: '', index: 0, count: 0, statement: null };
  session.notify('retort/progress', { runId, ...nothing, waitingFor });
}

export function cancel(session: Session, { runId }: Requests['retort/cancel']['params']): null {
  session.runs.get(runId)?.abort();
  return null;
}

function notRun(planned: PlanResult, current: readonly string[], error: ProblemInfo): MigrateResult {
  const steps = planned.steps.map(({ revision, message }) => ({
    revision,
    message,
    outcome: 'not run' as const,
    error: null,
  }));
  return { database: planned.database, steps, current, error, cancelled: false, refused: null };
}

function refusedRevision({ error }: RunReport, secrets: readonly string[]): MigrateResult['refused'] {
  if (error?.code !== refusedWhileRunning || error.revision === null) return null;
  return { revision: error.revision, reason: redact(error.message, secrets) };
}

function migrateResult(
  session: Session,
  database: string,
  report: RunReport,
  secrets: readonly string[],
): MigrateResult {
  const safe = (error: RunError | null): ProblemInfo | null =>
    error === null ? null : runProblem(session, error, secrets);
  return {
    database,
    steps: report.steps.map(({ step, outcome, error }) => ({
      ...stepName(step),
      outcome,
      error: safe(error),
    })),
    current: report.current,
    error: safe(report.error),
    cancelled: report.cancelled,
    refused: refusedRevision(report, secrets),
  };
}
