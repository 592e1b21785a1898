import { DatabaseError, type Connection, type QueryResult } from '../../sqlalchemy/engine/connection.ts';
import { dialectFor } from '../../sqlalchemy/dialects/index.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { VersionTableStatements } from '../ddl/version-table.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { RevisionMap } from '../script/revision-map.ts';
import { runBefore, runWithin } from './environment-statements.ts';
import { HeadMaintainer } from './head-maintainer.ts';
import {
  commitsEachStep,
  isTransactionalDdl,
  refuseAutocommit,
  type Evaluate,
  type MigrationContextOptions,
} from './migration-context.ts';
import { logText, type MigrationStep } from './migration-step.ts';
import { OnlineCompiler } from './online-compiler.ts';
import { planRun, type PlannedStep } from './plan-run.ts';
import type { AskPython, PythonRunner } from './project-python.ts';
import { askPython, runInPython } from './python-steps.ts';
import { revisionGraph } from './revision-graph.ts';
import { answerLive } from './live-answer.ts';
import { LockWait } from './lock-wait.ts';
import { errorFrom, type LiveEvaluator } from './live-evaluation.ts';
import { CancelledError } from './cancelled-error.ts';
import { movedError, sameHeads } from './moved-error.ts';
import {
  asRunError,
  OperationFailure,
  RefusedError,
  refusedRevision,
  refusedWhileRunning,
  type RunError,
} from './run-error.ts';
import type { Progress, RunReport, StepReport } from './run-report.ts';
import { StepJournal, type RunJournal } from './step-journal.ts';
import { readHeads, versionTableExists } from './version-table-reader.ts';

export type { RunError, Progress, RunReport };

export interface RunOptions {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly revisionMap: RevisionMap;
  /** In order, planned for `expectedHeads`. */
  readonly steps: readonly MigrationStep[];
  readonly evaluate: Evaluate;
  /** For revisions that ask the database: evaluated while they run. Without it they are refused. */
  readonly live?: LiveEvaluator;
  /** For revisions that cannot be evaluated. Without it they are refused. */
  readonly python?: AskPython;
  /** Revisions to leave to Python whatever they look like, with the reason. */
  readonly inPython?: ReadonlyMap<string, string>;
  readonly configure: MigrationContextOptions;
  /**
   * Where each step commits by itself, a revision that cannot be evaluated stops the run when it is reached, as in Alembic
   * one that fails does. Else, and by default, nothing runs then.
   */
  readonly asFarAsPossible?: boolean;
  /** The heads the plan was made for; a database that is elsewhere by now is left alone. Absent: not checked. */
  readonly expectedHeads?: readonly string[];
  /** Empties the version table first: `stamp --purge`. */
  readonly purge?: boolean;
  /** Hears of each step when it is committed, and of what is left of one that was not run to its end. */
  readonly journal?: RunJournal;
  readonly onProgress?: (progress: Progress) => void;
  /** Says for whose lock a statement waits. */
  readonly onWaiting?: (holder: string) => void;
  /** How often a transaction that another session's lock was in the way of is tried again; 0 when absent. */
  readonly lockRetries?: number;
  /** Aborting stops before the next statement (and asks the server to stop the running one); what is open is rolled back. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the steps on a database. Every revision is evaluated first; one that cannot be evaluated stops the run before
 * the database is touched, unless the project's Python may run it. Never throws: what went wrong is in the report.
 */
export async function runMigrations(options: RunOptions): Promise<RunReport> {
  const stop = (): void => void options.connection.cancel().catch(() => undefined);
  options.signal?.addEventListener('abort', stop);
  try {
    return await new Run(options).run();
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

class Run {
  readonly #options: RunOptions;
  readonly #perStep: boolean;
  readonly #versions: VersionTableStatements;
  readonly #compiler: OnlineCompiler;
  readonly #lockWait: LockWait;
  readonly #journal: StepJournal;
  /** Null until the version table was read. */
  #heads: HeadMaintainer | null = null;
  /** What the version table holds once all that is open is rolled back; null until something was committed. */
  #committedHeads: readonly string[] | null = null;
  /** Steps whose work is committed. */
  #committed = 0;
  /** Steps that ran, committed or not. */
  #completed = 0;
  /** The step under way; null between steps. */
  #running: number | null = null;
  /** An autocommit block of the step under way has committed what came before it. */
  #partlyCommitted = false;
  /** Python runs the step under way. */
  #isPython = false;

  constructor(given: RunOptions) {
    // A caller may have the dialect that writes scripts; some SQL differs where a server's facts are known.
    const options = { ...given, dialect: dialectFor(given.dialect.name, 'online') };
    const { dialect, configure } = options;
    this.#options = options;
    this.#perStep = commitsEachStep(dialect, configure);
    this.#versions = new VersionTableStatements(dialect, {
      name: configure.versionTable,
      schema: configure.versionTableSchema,
    });
    this.#compiler = new OnlineCompiler(dialect, options.connection, configure);
    this.#lockWait = new LockWait(options);
    this.#journal = new StepJournal(options.journal);
  }

  async run(): Promise<RunReport> {
    const options = this.#options;
    const live = options.live !== undefined;
    const withPython = { ...options, live, python: options.python !== undefined };
    let plan = planRun(withPython);
    try {
      const python = await this.#askPython(plan.steps);
      // What would have run in Python is refused when the user does not want that.
      if (python === null && plan.steps.some(({ mode }) => mode === 'python')) {
        plan = planRun({ ...withPython, python: false });
      }
      const refused = plan.error;
      if (refused !== null && (!this.#perStep || plan.steps.length === 0 || !options.asFarAsPossible)) {
        return await this.#report(refused, plan.steps.length);
      }
      await this.#steps(plan.steps, python);
      if (refused === null) return await this.#report(null, null);
      const hint = 'The revisions before it were run. Run this one with Alembic itself, then go on.';
      return await this.#report({ ...refused, hint }, plan.steps.length);
    } catch (error) {
      await this.#rollback();
      if (this.#running !== null) this.#journal.failed();
      return this.#report(this.#explain(error), this.#running);
    }
  }

  /** Where another session's lock is in the way, all that is open is rolled back and tried again. */
  async #steps(steps: readonly PlannedStep[], python: PythonRunner | null): Promise<void> {
    for (let tries = 0, before = 0; ; tries++) {
      try {
        await this.#fromCommitted(steps, python);
        return;
      } catch (error) {
        if (this.#committed > before) tries = 0;
        before = this.#committed;
        const isWhole = !this.#partlyCommitted && !this.#isPython;
        if (!isWhole || !this.#lockWait.isWorthAnother(error, tries)) throw error;
        await this.#rollback();
        this.#compiler.rolledBack();
        this.#completed = this.#committed;
        await this.#lockWait.pause(tries);
        this.#checkCancelled();
      }
    }
  }

  async #fromCommitted(steps: readonly PlannedStep[], python: PythonRunner | null): Promise<void> {
    const { connection, dialect, configure } = this.#options;
    const { environment } = configure;
    this.#checkCancelled();
    if (environment) await runBefore(connection, dialect, environment);
    await this.#begin();
    if (environment) await runWithin(connection, dialect, environment);
    const known = this.#committedHeads;
    let heads = known === null ? await this.#startingHeads() : await this.#readUnmoved(known);
    for (const [index, planned] of steps.entries()) {
      if (index < this.#committed) continue;
      this.#running = index;
      this.#heads = heads;
      if (planned.mode === 'python') {
        heads = await this.#inPython(planned, index, heads, python);
        continue;
      }
      if (!this.#options.connection.inTransaction) {
        await this.#begin();
        heads = await this.#readUnmoved(heads.heads);
        this.#heads = heads;
      }
      this.#progress(index, null);
      this.#journal.begin(planned.step, 'retort');
      if (planned.mode === 'live') await this.#live(planned, index);
      else await this.#operations(planned.operations, index);
      for (const { sql, complaint } of heads.updateToStep(planned.step)) {
        const { rowCount } = await this.#execute(sql, index);
        if (complaint !== null && rowCount !== null && rowCount !== 1) {
          throw new DatabaseError(complaint(rowCount), {
            hint: 'Another run has changed the version table in the meantime: look at the current revision, then run again.',
          });
        }
      }
      this.#completed = index + 1;
      if (this.#perStep) await this.#commit();
      this.#running = null;
    }
    if (this.#options.connection.inTransaction) await this.#commit();
  }

  async #askPython(steps: readonly PlannedStep[]): Promise<PythonRunner | null> {
    const { python, expectedHeads } = this.#options;
    if (python === undefined || steps.every(({ mode }) => mode !== 'python')) return null;
    return askPython(this.#options, python, steps, expectedHeads ?? (await this.#readHeads()));
  }

  /** Lets Python run the step in a session of its own, which nothing of this one is in the way of. */
  async #inPython(
    { step }: PlannedStep,
    index: number,
    heads: HeadMaintainer,
    python: PythonRunner | null,
  ): Promise<HeadMaintainer> {
    if (python === null || step.kind !== 'revision') throw new Error('there is no Python to run this with');
    if (this.#options.connection.inTransaction) await this.#commit();
    this.#checkCancelled();
    this.#progress(index, null);
    const { connection, dialect, configure, signal } = this.#options;
    const before = heads.heads;
    heads.updateToStep(step);
    this.#journal.begin(step, 'python', !isTransactionalDdl(dialect, configure));
    const onStatement = (sql: string): void => {
      this.#progress(index, sql);
      if (!/^\s*SELECT/i.test(sql)) this.#journal.statement(sql);
    };
    this.#isPython = true;
    await runInPython(
      { connection, dialect, configure, signal },
      python,
      { step, heads: before },
      onStatement,
    );
    const after = await this.#readUnmoved(heads.heads);
    this.#committedHeads = after.heads;
    this.#isPython = false;
    this.#completed = index + 1;
    this.#committed = index + 1;
    this.#journal.done([{ step, through: 'python' }]);
    this.#running = null;
    this.#checkCancelled();
    return after;
  }

  /** The heads that the database has, which must be these. */
  async #readUnmoved(expected: readonly string[]): Promise<HeadMaintainer> {
    const found = await this.#readHeads();
    if (!sameHeads(found, expected)) throw movedError(expected, found);
    return this.#headMaintainer(found);
  }

  /** Creates the version table when there is none, and checks that the database is where the plan starts. */
  async #startingHeads(): Promise<HeadMaintainer> {
    const { expectedHeads, purge } = this.#options;
    const found = await this.#readHeads();
    if (expectedHeads !== undefined && !sameHeads(found, expectedHeads))
      throw movedError(expectedHeads, found);
    if (found.length === 0 && !(await this.#hasVersionTable()))
      await this.#execute(this.#versions.create, null);
    if (purge !== true) return this.#headMaintainer(found);
    await this.#execute(this.#versions.deleteAll(), null);
    return this.#headMaintainer([]);
  }

  /** Evaluates the revision while it runs: what it does next may depend on what the database answers. */
  async #live({ step }: PlannedStep, index: number): Promise<void> {
    const { live, connection, dialect } = this.#options;
    if (live === undefined || step.kind !== 'revision') return;
    const { refusals, failure } = await live.run(step.script, step.direction, (request) =>
      answerLive(request, {
        connection,
        dialect,
        isStopped: () => this.#isCancelled(),
        run: (operation) => this.#operations([operation], index),
        execute: (sql) => this.#execute(sql, index),
        autocommit: (edge) => this.#autocommit(edge),
      }),
    );
    this.#checkCancelled();
    if (failure !== null) throw new OperationFailure(errorFrom(failure.error), failure.origin);
    if (refusals.length === 0) return;
    throw new RefusedError(step, refusals, this.#partlyCommitted ? refusedRevision : refusedWhileRunning);
  }

  /** Gives the result of the last statement. */
  async #operations(operations: readonly MigrateOperation[], index: number): Promise<QueryResult> {
    let result: QueryResult = { columns: [], rows: [], rowCount: null };
    for (const operation of operations) {
      if (operation.kind === 'autocommit_block') {
        await this.#autocommit('begin');
        await this.#operations(operation.ops, index);
        await this.#autocommit('end');
        continue;
      }
      try {
        for (const statement of await this.#compiler.statements(operation)) {
          result = await this.#execute(statement.sql, index);
        }
      } catch (error) {
        if (error instanceof CancelledError || error instanceof OperationFailure) throw error;
        throw new OperationFailure(error, operation.origin);
      }
    }
    return result;
  }

  /** Commits what has run so far, as upstream's `autocommit_block` does, and begins anew after the block. */
  async #autocommit(edge: 'begin' | 'end'): Promise<void> {
    if (edge === 'end') {
      await this.#begin();
      this.#journal.autocommit('end');
      return;
    }
    refuseAutocommit(this.#options.configure);
    await this.#commit();
    this.#partlyCommitted = true;
    this.#journal.autocommit('begin');
  }

  async #execute(sql: string, index: number | null): Promise<QueryResult> {
    this.#checkCancelled();
    if (index !== null) {
      this.#progress(index, sql.trim());
      this.#journal.statement(sql);
    }
    return this.#lockWait.watch(this.#options.connection.execute(sql));
  }

  async #begin(): Promise<void> {
    this.#checkCancelled();
    await this.#options.connection.begin();
  }

  async #commit(): Promise<void> {
    this.#checkCancelled();
    await this.#options.connection.commit();
    const done = this.#options.steps.slice(this.#committed, this.#completed);
    this.#journal.done(done.map((step) => ({ step, through: 'retort' })));
    this.#committed = this.#completed;
    this.#committedHeads = this.#heads?.heads ?? null;
    this.#compiler.committed();
    this.#partlyCommitted = false;
  }

  async #rollback(): Promise<void> {
    try {
      await this.#options.connection.rollback();
    } catch {
      // The connection is gone, and with it the transaction; reading the heads will tell.
    }
  }

  #explain(error: unknown): RunError {
    const step = this.#running === null ? null : (this.#options.steps[this.#running] ?? null);
    const cancelled = this.#isCancelled();
    const run = this.#lockWait.explain(asRunError(error, step));
    const stays = step === null ? '' : this.#whatStays(step);
    return { ...run, message: `${cancelled ? 'Cancelled' : run.message}${stays}` };
  }

  #whatStays(step: MigrationStep): string {
    if (this.#partlyCommitted) {
      return `; what "${logText(step)}" did up to its autocommit_block is committed and stays, its version is not recorded`;
    }
    const { dialect, configure } = this.#options;
    return this.#isPython && !isTransactionalDdl(dialect, configure)
      ? `; what "${logText(step)}" had done of it in Python may stay, since Alembic rolls no change of the schema back on this database`
      : '';
  }

  /** `at` is the step that the error is about; null when it is about the run. */
  async #report(error: RunError | null, at: number | null): Promise<RunReport> {
    const cancelled = error !== null && this.#isCancelled();
    const steps = this.#options.steps.map((step, index): StepReport => {
      if (index < this.#committed) return { step, outcome: 'done', error: null };
      return index === at && !cancelled
        ? { step, outcome: 'failed', error }
        : { step, outcome: 'not run', error: null };
    });
    return { steps, current: await this.#currentHeads(), error, cancelled };
  }

  async #currentHeads(): Promise<readonly string[] | null> {
    try {
      return await this.#readHeads();
    } catch {
      return null;
    }
  }

  async #readHeads(): Promise<readonly string[]> {
    const { connection, dialect, configure } = this.#options;
    return readHeads(connection, dialect, configure);
  }

  async #hasVersionTable(): Promise<boolean> {
    const { connection, dialect, configure } = this.#options;
    return versionTableExists(connection, dialect, configure);
  }

  #headMaintainer(heads: readonly string[]): HeadMaintainer {
    return new HeadMaintainer({
      heads,
      graph: revisionGraph(this.#options.revisionMap),
      statements: this.#versions,
      tableName: this.#options.configure.versionTable,
    });
  }

  #progress(index: number, statement: string | null): void {
    const step = this.#options.steps[index];
    if (step === undefined) return;
    this.#options.onProgress?.({ step, index, count: this.#options.steps.length, statement });
  }

  #isCancelled(): boolean {
    return this.#options.signal?.aborted === true;
  }

  #checkCancelled(): void {
    if (this.#isCancelled()) throw new CancelledError('Cancelled');
  }
}
