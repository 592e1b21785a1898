import { createHash } from 'node:crypto';
import { versionChanges, type MigrationStep } from '../../alembic/runtime/migration-step.ts';
import { compileOffline, type OfflineResult } from '../../alembic/runtime/offline.ts';
import { commitsEachStep } from '../../alembic/runtime/migration-context.ts';
import { planRun } from '../../alembic/runtime/plan-run.ts';
import { revisionGraph } from '../../alembic/runtime/revision-graph.ts';
import type { RunError } from '../../alembic/runtime/runner.ts';
import { CommandError } from '../../alembic/script/revision-errors.ts';
import type {
  MigrateParams,
  PlanResult,
  PlanStep,
  ProblemInfo,
  Requests,
  TextResult,
} from '../../protocol.ts';
import { dialectFor } from '../../sqlalchemy/dialects/index.ts';
import { DatabaseError } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { dialectNameOf, makeUrl } from '../../sqlalchemy/engine/url.ts';
import type { Project } from '../../workspace/project.ts';
import { runOptions } from '../../workspace/run-options.ts';
import { redact } from '../../util/redact.ts';
import { unfinishedOn } from '../journal.ts';
import type { Session } from '../session.ts';
import * as to from '../to-proto.ts';
import { interpreterOf, leftToPython, pythonPlan, withPythonAdvice } from './python.ts';
import {
  currentHeads,
  errorProblem,
  secretsOf,
  sentences,
  targetOf,
  withConnection,
  type Target,
} from './database.ts';

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
    const empty = { planId: '', database: label, from: [], to: [], steps: [], stopsBefore: null, sql: '' };
    return {
      ...empty,
      unfinished: [],
      python: null,
      error: errorProblem(session, error, secretsOf(project, params.connection)),
    };
  }
}

/** The text of `alembic upgrade|downgrade <range> --sql`; without a URL in the dialect of the configuration. */
export function sql(session: Session, params: Requests['retort/sql']['params']): TextResult {
  const project = session.project(params.configUri);
  try {
    const named = params.url === null ? null : dialectNameOf(makeUrl(params.url));
    const dialect = named === null ? project.dialect : dialectFor(named);
    if (dialect.name === 'default') {
      throw new DatabaseError('No database is configured, so it is not known whose SQL to write', {
        hint: 'Set sqlalchemy.url in alembic.ini, or add a connection.',
      });
    }
    const [from, to_] = splitRange(params.range, params.direction);
    const start =
      from === 'base' ? [] : project.scriptDirectory.getRevisions(from).map(({ revision }) => revision);
    const steps = stepsTo(project, params.direction, to_, start);
    const result = compile(project, dialect, steps, start, { preview: false });
    return { text: result.sql, error: result.error === null ? null : runProblem(session, result.error) };
  } catch (error) {
    return { text: '', error: errorProblem(session, error) };
  }
}

export interface Planned {
  readonly result: PlanResult;
  readonly steps: readonly MigrationStep[];
}

/** The plan for a database that is at `heads`. Throws for a target that cannot be reached from there. */
export function makePlan(
  session: Session,
  project: Project,
  params: MigrateParams,
  target: Target,
  heads: readonly string[],
): Planned {
  const wanted = stepsTo(project, params.direction, params.target, heads);
  const configure = runOptions(project);
  const interpreter = interpreterOf(session, project, params.python?.interpreter ?? null);
  const checked = planRun({
    steps: wanted,
    live: true,
    python: interpreter !== null,
    inPython: leftToPython(params),
    dialect: target.dialect,
    configure,
    evaluate: (script, direction) =>
      project.evaluateRevision(script.revision, direction, { dialect: target.dialect, offline: false }),
  });
  // Where each step commits by itself, a run may end before the first revision that cannot be evaluated; the question
  // says so. Else it is all or nothing.
  const goesPartway =
    checked.error !== null && checked.steps.length > 0 && commitsEachStep(target.dialect, configure);
  const steps = goesPartway ? checked.steps.map(({ step }) => step) : wanted;
  const stopsBefore = goesPartway ? runProblem(session, { ...checked.error, hint: null }) : null;
  const error = goesPartway ? null : checked.error;
  const python =
    interpreter === null ? null : pythonPlan(interpreter, checked.steps, target.dialect, configure);
  const inPython = new Set(python?.steps.map(({ revision }) => revision));
  const compiled = compile(project, target.dialect, steps, heads, { preview: true, inPython });
  const planSteps = steps.map((step, index): PlanStep => {
    const text = compiled.steps[index]?.sql;
    // Batch operations on SQLite copy a table whose shape is known only from the database.
    const sqlText =
      text ?? `-- The SQL of this step is known when it runs: ${compiled.error?.message ?? ''}\n`;
    return { ...stepName(step), direction: params.direction, sql: sqlText };
  });
  const refusal = error === null ? null : runProblem(session, withPythonAdvice(error, interpreter));
  const whole = compiled.error === null ? compiled.sql : planSteps.map((step) => step.sql).join('\n');
  const described = {
    database: target.label,
    from: heads,
    to: headsAfter(project, steps, heads),
    steps: planSteps,
    stopsBefore,
    unfinished: unfinishedOn(session, project, target.url),
    python,
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
  { preview, inPython }: { readonly preview: boolean; readonly inPython?: ReadonlySet<string> },
): OfflineResult {
  return compileOffline({
    dialect,
    revisionMap: project.scriptDirectory.revisionMap,
    steps,
    startingHeads,
    evaluate: (script, direction) =>
      project.evaluateRevision(script.revision, direction, { dialect, offline: !preview }),
    configure: runOptions(project, preview ? 'online' : 'offline'),
    preview,
    ...(inPython === undefined ? {} : { inPython }),
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

/** What a step is called in reports. */
export function stepName(step: MigrationStep): { revision: string; message: string } {
  if (step.kind === 'revision') return { revision: step.script.revision, message: step.script.doc };
  return { revision: step.to.join(', '), message: 'stamp' };
}

/** A run's error with its place, and never with a password. */
export function runProblem(session: Session, error: RunError, secrets: readonly string[] = []): ProblemInfo {
  const { message, hint, revision, origin } = error;
  const named =
    revision === null || message.includes(revision) ? message : `Revision ${revision}: ${message}`;
  const text = redact(sentences(named, hint), secrets);
  return to.problemInfo(session, { message: text, origin });
}
