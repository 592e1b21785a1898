import { offlineSyntax } from '../alembic/ddl/version-table.ts';
import { lastEntries, movedByOthers, unfinished, type JournalEntry } from '../alembic/runtime/journal.ts';
import { refusedRevision, refusedWhileRunning } from '../alembic/runtime/run-error.ts';
import type { StepReport } from '../alembic/runtime/run-report.ts';
import { compileOffline } from '../alembic/runtime/offline.ts';
import { isTransactionalDdl, type Evaluate } from '../alembic/runtime/migration-context.ts';
import { logText, type MigrationStep } from '../alembic/runtime/migration-step.ts';
import { headsMoved } from '../alembic/runtime/moved-error.ts';
import { runMigrations, type RunError, type RunReport } from '../alembic/runtime/runner.ts';
import { retriesFor } from '../alembic/runtime/lock-wait.ts';
import { withRunLock } from '../alembic/runtime/run-lock.ts';
import { readHeads } from '../alembic/runtime/version-table-reader.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Connection } from '../sqlalchemy/engine/connection.ts';
import { askPython, pythonAdvice } from './ask-python.ts';
import { appliedRevisions } from '../ide/revision-state.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import { journalName, runJournal } from '../workspace/run-journal.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { logContext } from './context-log.ts';
import { placePrefix } from './context.ts';
import { limitsOf, requireDialect, withConnection } from './database.ts';
import { runOptions } from './run-options.ts';

/** Plans the steps from what the version table holds. */
type Plan = (current: readonly string[]) => readonly MigrationStep[];

const logger = 'alembic.runtime.migration';

/** Runs a plan on the database. Throws CommandError when a step fails; what was done before it is named. */
export async function runOnline(
  context: CommandContext,
  plan: Plan,
  how: { readonly purge?: boolean } = {},
): Promise<CommandResult> {
  const project = context.project();
  const { dialect } = project;
  const configure = runOptions(context);
  return withConnection(context, async (connection, url) => {
    logContext(context, { offline: false });
    const onWaiting = (holder: string): void => {
      // Whatever the log's level: nothing else would tell why nothing happens.
      context.host.stderr(`Waiting for another run to end: ${holder}. Ctrl+C stops waiting.\n`);
    };
    const report = await withRunLock({ connection, dialect, configure, onWaiting }, () =>
      runPlan(context, { connection, url }, plan, how.purge ?? false),
    );
    if (report.error !== null) throw new CommandError(describeRun(context, report.error, report.current));
    return {
      printed: [],
      data: {
        steps: report.steps.map(({ step, outcome }) => ({ step: logText(step), outcome })),
        current: report.current,
      },
    };
  });
}

/** How often a plan is made anew because another run moved the database between plan and transaction. */
const attempts = 20;

/** Plans from where the database is, and runs. Where no lock keeps other runs out, the plan is made again when one was faster. */
async function runPlan(
  context: CommandContext,
  { connection, url }: { readonly connection: Connection; readonly url: Url },
  plan: Plan,
  purge: boolean,
): Promise<RunReport> {
  const project = context.project();
  const { dialect } = project;
  const configure = runOptions(context);
  const { configPath, configPaths, section, xArguments } = context.options;
  const live = context.host.evaluationThread({
    configPath,
    configPaths,
    section,
    xArguments,
    tag: context.value('tag'),
    cwd: context.host.cwd,
    dialect: dialect.name,
    knowsVariables: true,
    documents: new Map(),
  });
  const python = askPython(context, url);
  const database = journalName(url, context.host.cwd);
  /** Revisions that turned out to be beyond an evaluation while they ran. */
  const inPython = new Map<string, string>();
  const done: StepReport[] = [];
  try {
    for (let attempt = 1; ; attempt++) {
      const heads = await readHeads(connection, dialect, configure);
      if (attempt === 1) lookBack(context, database, heads);
      const report = await runMigrations({
        connection,
        dialect,
        revisionMap: project.scriptDirectory.revisionMap,
        steps: plan(heads),
        evaluate: evaluator(context, false),
        live,
        python,
        inPython,
        journal: runJournal({ ...context.host, configPath, configure, database }),
        lockRetries: retriesFor(limitsOf(context).lockTimeout),
        onWaiting: (holder) => {
          context.host.stderr(`Waiting for a lock of ${holder}\n`);
        },
        configure,
        expectedHeads: heads,
        purge,
        asFarAsPossible: true,
        onProgress: ({ step, statement }) => {
          if (statement === null) context.log('INFO', logger, `Running ${logText(step)}`);
        },
      });
      if (attempt === attempts || !isWorthAnother(report.error, inPython)) {
        return { ...report, steps: [...done, ...report.steps] };
      }
      done.push(...report.steps.filter(({ outcome }) => outcome === 'done'));
    }
  } finally {
    await live.close();
  }
}

/** Says what earlier runs have left half done: a person has to look before the next one. */
function lookBack(context: CommandContext, database: string, heads: readonly string[]): void {
  const { host } = context;
  const last = (): readonly JournalEntry[] =>
    lastEntries(host.journal.entries(), { project: context.options.configPath, database });
  const applied = appliedRevisions(context.project().scriptDirectory.revisionMap, heads);
  host.journal.append(movedByOthers(last(), applied, host.now()));
  for (const entry of last()) {
    const text = unfinished(entry);
    if (text !== null) host.stderr(`WARNING: ${text}\n`);
  }
}

/** Whether a run that ended with this may end well when it is planned anew. */
function isWorthAnother(error: RunError | null, inPython: Map<string, string>): boolean {
  if (error?.code === headsMoved) return true;
  if (error?.code !== refusedWhileRunning || error.revision === null) return false;
  inPython.set(error.revision, error.message);
  return true;
}

/** Prints the SQL of a plan that begins at the revisions that `begin` gives. */
export function printOffline(
  context: CommandContext,
  begin: () => readonly string[],
  plan: Plan,
): CommandResult {
  const project = context.project();
  const configure = runOptions(context, 'offline');
  requireDialect(context);
  logContext(context, { offline: true });
  const { dialect } = project;
  const { from, steps } = planOffline();
  const result = compileOffline({
    dialect,
    revisionMap: project.scriptDirectory.revisionMap,
    steps,
    startingHeads: from,
    evaluate: evaluator(context, true),
    configure,
  });
  if (!context.options.json) {
    for (const { step } of result.steps) context.log('INFO', logger, `Running ${logText(step)}`);
    context.host.stdout(result.sql);
  }
  if (result.error !== null) throw new CommandError(describeError(context, result.error, null));
  return {
    printed: [],
    data: { sql: result.sql, steps: result.steps.map(({ step, sql }) => ({ step: logText(step), sql })) },
  };

  function planOffline(): { from: readonly string[]; steps: readonly MigrationStep[] } {
    try {
      const from = begin();
      return { from, steps: plan(from) };
    } catch (error) {
      // Upstream has opened its transaction by the time it looks a revision up.
      const opened = isTransactionalDdl(dialect, configure) && !configure.transactionPerMigration;
      if (opened && !context.options.json)
        context.host.stdout(`${offlineSyntax(dialect, configure.batchSeparator).begin}\n\n`);
      throw error;
    }
  }
}

function evaluator(context: CommandContext, offline: boolean): Evaluate {
  const project = context.project();
  const { host } = context;
  return (script, direction) =>
    project.evaluateRevision(script.revision, direction, {
      dialect: project.dialect,
      offline,
      ...(offline
        ? { offlineRun: { now: () => host.now(), randomBytes: (count) => host.randomBytes(count) } }
        : {}),
    });
}

/** With what would run a revision that cannot be evaluated. */
function describeRun(context: CommandContext, error: RunError, current: readonly string[] | null): string {
  const isRefusal = error.code === refusedRevision || error.code === refusedWhileRunning;
  const hint = isRefusal ? `${error.hint ?? ''} ${pythonAdvice}`.trim() : error.hint;
  return describeError(context, { ...error, hint }, current);
}

function describeError(context: CommandContext, error: RunError, current: readonly string[] | null): string {
  const sentences = [error.message, error.hint ?? ''];
  if (current !== null) {
    sentences.push(`The database is at ${current.length === 0 ? 'base' : current.join(', ')}.`);
  }
  const told = sentences.filter((sentence) => sentence !== '');
  const joined = told.map((sentence, index) =>
    index === told.length - 1 || /[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
  );
  return placePrefix(context.host, error.origin) + joined.join(' ');
}
