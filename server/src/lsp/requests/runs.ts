import { createHash } from 'node:crypto';
import { compileOffline, type OfflineResult } from '../../alembic/runtime/offline.ts';
import { versionChanges, type MigrationStep } from '../../alembic/runtime/migration-step.ts';
import { planRun } from '../../alembic/runtime/plan-run.ts';
import { revisionGraph } from '../../alembic/runtime/revision-graph.ts';
import { runMigrations, type RunError, type RunReport } from '../../alembic/runtime/runner.ts';
import { CommandError } from '../../alembic/script/revision-errors.ts';
import type {
  MigrateParams,
  MigrateResult,
  PlanResult,
  PlanStep,
  ProblemInfo,
  Requests,
  TextResult,
} from '../../protocol.ts';
import { dialectFor } from '../../sqlalchemy/dialects/index.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { dialectNameOf, makeUrl } from '../../sqlalchemy/engine/url.ts';
import type { Project } from '../../workspace/project.ts';
import { redact } from '../redact.ts';
import type { Session } from '../session.ts';
import * as to from '../to-proto.ts';
import { currentHeads, errorProblem, sentences, targetOf, withConnection, type Target } from './database.ts';

/** What a run would do, with its SQL. The id stands for exactly this: database, start, steps and their text. */
export async function plan(session: Session, params: MigrateParams): Promise<PlanResult> {
  session.requireTrust();
  const project = session.project(params.configUri);
  let label = '';
  try {
    const target = targetOf(project, params.connection);
    label = target.label;
    const heads = await withConnection(session, project, target, (connection) =>
      currentHeads(session, project, target, connection),
    );
    return makePlan(session, project, params, target, heads).result;
  } catch (error) {
    const empty = { planId: '', database: label, from: [], to: [], steps: [], sql: '' };
    return { ...empty, error: errorProblem(session, error, params.connection) };
  }
}

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
      async (connection) => {
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
        const report = await runMigrations({
          connection,
          dialect: target.dialect,
          revisionMap: project.scriptDirectory.revisionMap,
          steps: planned.steps,
          evaluate: (script, direction) =>
            project.evaluateRevision(script.revision, direction, { dialect: target.dialect, offline: false }),
          configure: project.models().configure,
          expectedHeads: heads,
          signal: run.signal,
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
        });
        session.setCurrent(project.configPath, report.current);
        return migrateResult(session, label, report, params);
      },
      run.signal,
    );
  } catch (error) {
    const problem = errorProblem(session, error, params.connection);
    return { database: label, steps: [], current: null, error: problem, cancelled: run.signal.aborted };
  } finally {
    session.runs.delete(params.runId);
    session.notify('retort/changed', { configUri: params.configUri });
  }
}

export function cancel(session: Session, { runId }: Requests['retort/cancel']['params']): null {
  session.runs.get(runId)?.abort();
  return null;
}

/** The text of `alembic upgrade|downgrade <range> --sql`; without a URL in the dialect of the configuration. */
export function sql(session: Session, params: Requests['retort/sql']['params']): TextResult {
  const project = session.project(params.configUri);
  try {
    const named = params.url === null ? null : dialectNameOf(makeUrl(params.url));
    const dialect = named === null ? project.dialect : dialectFor(named);
    const [from, to_] = splitRange(params.range, params.direction);
    const start =
      from === 'base' ? [] : project.scriptDirectory.getRevisions(from).map(({ revision }) => revision);
    const steps = stepsTo(project, params.direction, to_, start);
    const result = compile(project, dialect, steps, start);
    return { text: result.sql, error: result.error === null ? null : runProblem(session, result.error) };
  } catch (error) {
    return { text: '', error: errorProblem(session, error, null) };
  }
}

interface Planned {
  readonly result: PlanResult;
  readonly steps: readonly MigrationStep[];
}

function makePlan(
  session: Session,
  project: Project,
  params: MigrateParams,
  target: Target,
  heads: readonly string[],
): Planned {
  const steps = stepsTo(project, params.direction, params.target, heads);
  const compiled = compile(project, target.dialect, steps, heads);
  const planSteps = steps.map((step, index): PlanStep => {
    const text = compiled.steps[index]?.sql;
    // Batch operations on SQLite copy a table whose shape is known only from the database.
    const sqlText =
      text ?? `-- The SQL of this step is known when it runs: ${compiled.error?.message ?? ''}\n`;
    return { ...stepName(step), direction: params.direction, sql: sqlText };
  });
  const { error } = planRun({
    steps,
    dialect: target.dialect,
    configure: project.models().configure,
    evaluate: (script, direction) =>
      project.evaluateRevision(script.revision, direction, { dialect: target.dialect, offline: false }),
  });
  const refusal = error === null ? null : runProblem(session, error);
  const whole = compiled.error === null ? compiled.sql : planSteps.map((step) => step.sql).join('\n');
  const described = {
    database: target.label,
    from: heads,
    to: headsAfter(project, steps, heads),
    steps: planSteps,
  };
  const planId = createHash('sha256')
    .update(JSON.stringify([described, whole]))
    .digest('hex')
    .slice(0, 32);
  return { steps, result: { planId, ...described, sql: whole, error: refusal } };
}

function stepsTo(
  project: Project,
  direction: MigrateParams['direction'],
  target: string,
  heads: readonly string[],
): readonly MigrationStep[] {
  const { scriptDirectory } = project;
  switch (direction) {
    case 'upgrade':
      return scriptDirectory
        .upgradeRevs(target, heads)
        .map((script): MigrationStep => ({ kind: 'revision', script, direction }));
    case 'downgrade':
      return scriptDirectory
        .downgradeRevs(target, heads)
        .map((script): MigrationStep => ({ kind: 'revision', script, direction }));
    case 'stamp':
      return scriptDirectory.stampRevs(target, heads);
  }
}

function compile(
  project: Project,
  dialect: Dialect,
  steps: readonly MigrationStep[],
  startingHeads: readonly string[],
): OfflineResult {
  return compileOffline({
    dialect,
    revisionMap: project.scriptDirectory.revisionMap,
    steps,
    startingHeads,
    evaluate: (script, direction) =>
      project.evaluateRevision(script.revision, direction, { dialect, offline: true }),
    configure: project.models().configure,
  });
}

function headsAfter(
  project: Project,
  steps: readonly MigrationStep[],
  heads: readonly string[],
): readonly string[] {
  const graph = revisionGraph(project.scriptDirectory.revisionMap);
  const after = new Set(heads);
  for (const step of steps) {
    for (const change of versionChanges(step, after, graph)) {
      if (change.kind === 'insert') after.add(change.version);
      if (change.kind === 'delete') after.delete(change.version);
      if (change.kind === 'update') {
        after.delete(change.from);
        after.add(change.to);
      }
    }
  }
  return [...after];
}

/** `a:b`, or for an upgrade a target alone; a single revision id means that revision's own step. */
function splitRange(range: string, direction: 'upgrade' | 'downgrade'): readonly [string, string] {
  const colon = range.indexOf(':');
  if (colon >= 0) return [range.slice(0, colon) || 'base', range.slice(colon + 1)];
  if (direction === 'upgrade') return ['base', range];
  throw new CommandError('downgrade with --sql requires <fromrev>:<torev>');
}

function stepName(step: MigrationStep): { revision: string; message: string } {
  if (step.kind === 'revision') return { revision: step.script.revision, message: step.script.doc };
  return { revision: step.to.join(', '), message: 'stamp' };
}

function notRun(planned: PlanResult, current: readonly string[], error: ProblemInfo): MigrateResult {
  const steps = planned.steps.map(({ revision, message }) => ({
    revision,
    message,
    outcome: 'not run' as const,
    error: null,
  }));
  return { database: planned.database, steps, current, error, cancelled: false };
}

function migrateResult(
  session: Session,
  database: string,
  report: RunReport,
  params: MigrateParams,
): MigrateResult {
  const safe = (error: RunError | null): ProblemInfo | null =>
    error === null ? null : runProblem(session, error, params.connection.password);
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
  };
}

function runProblem(session: Session, error: RunError, password: string | null = null): ProblemInfo {
  const { message, hint, revision, origin } = error;
  const named =
    revision === null || message.includes(revision) ? message : `Revision ${revision}: ${message}`;
  const text = redact(sentences(named, hint), password === null ? [] : [password]);
  return to.problemInfo(session, { message: text, origin });
}
