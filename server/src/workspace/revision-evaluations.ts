import type { LiveDatabase } from '../alembic/bindings/live-database.ts';
import type { LiveOutcome } from '../alembic/bindings/live-script.ts';
import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import type { Script } from '../alembic/script/script.ts';
import type { Value } from '../python/eval/value.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import type { NamingConvention } from '../sqlalchemy/sql/schema.ts';
import type { CachedFileSystem } from './cached-file-system.ts';
import { refuseOverridden, type CompileOverride } from './compile-overrides.ts';
import { createScriptEnvironment, type Environment, type ProjectEnvironment } from './environment.ts';
import { Memo, type QueryContext } from './memo.ts';
import type { EvaluationMode } from './project.ts';
import { evaluateRevisionFile, runRevisionFile, type RevisionRun } from './revision-evaluation.ts';
import type { SourceCache } from './source-cache.ts';

/** What evaluating a script needs to know of its project. */
interface ProjectQueries {
  readonly environment: (context: QueryContext) => ProjectEnvironment;
  readonly namingConvention: Memo<NamingConvention>;
  readonly runArguments: Memo<ReadonlyMap<string, Value>>;
  /** Of all scripts: each changes the SQL of every other. */
  readonly overrides: Memo<readonly CompileOverride[]>;
}

type Direction = RevisionRun['direction'];

/** The evaluations of a project's scripts, each remembered until something that it read changes. */
export class RevisionEvaluations {
  private readonly fs: CachedFileSystem;
  private readonly sources: SourceCache;
  private readonly project: ProjectQueries;
  private readonly queries = new Map<string, Memo<ScriptEvaluation>>();
  /**
   * By dialect, since what a module of the application keeps may depend on it. What one reads while scripts run counts
   * as read by it: it is made anew when any of that changes.
   */
  private readonly environments = new Map<string, Memo<Environment>>();

  constructor(fs: CachedFileSystem, sources: SourceCache, project: ProjectQueries) {
    this.fs = fs;
    this.sources = sources;
    this.project = project;
  }

  /** The interpreter that scripts with imports of the application share. */
  environment(dialectName: string): Memo<Environment> {
    let query = this.environments.get(dialectName);
    query ??= new Memo(this.fs, (context) =>
      createScriptEnvironment(context.fs, this.sources, this.project.environment(context)),
    );
    this.environments.set(dialectName, query);
    return query;
  }

  recorded(
    script: Script,
    direction: Direction,
    { dialect, offline }: EvaluationMode,
  ): Memo<ScriptEvaluation> {
    const key = `${script.path}\n${direction}\n${dialect.name}\n${String(offline)}`;
    let query = this.queries.get(key);
    query ??= new Memo(this.fs, (context) => this.now(context, script, direction, { dialect, offline }));
    this.queries.set(key, query);
    return query;
  }

  /** The same, remembered by nobody: what a run's clock and chance give is of that run. */
  now(
    context: QueryContext,
    script: Script,
    direction: Direction,
    { dialect, offline, offlineRun }: EvaluationMode,
  ): ScriptEvaluation {
    const evaluation = evaluateRevisionFile(
      context.fs,
      this.sources,
      this.project.environment(context),
      () => context.get(this.environment(dialect.name)),
      {
        ...this.runOf(context, script, direction, dialect),
        offline,
        ...(offlineRun === undefined ? {} : { offlineRun }),
      },
    );
    return refuseOverridden(evaluation, context.get(this.project.overrides), dialect.name);
  }

  /** Evaluates and runs it on `database`, operation by operation. */
  runOn(
    context: QueryContext,
    script: Script,
    direction: Direction,
    dialect: Dialect,
    database: LiveDatabase,
  ): LiveOutcome {
    return runRevisionFile(
      context.fs,
      this.sources,
      this.project.environment(context),
      () => context.get(this.environment(dialect.name)),
      { ...this.runOf(context, script, direction, dialect), offline: false },
      database,
    );
  }

  private runOf(
    context: QueryContext,
    script: Script,
    direction: Direction,
    dialect: Dialect,
  ): Omit<RevisionRun, 'offline'> {
    return {
      path: script.path,
      direction,
      dialectName: dialect.name,
      namingConvention: context.get(this.project.namingConvention),
      runArguments: context.get(this.project.runArguments),
    };
  }
}
