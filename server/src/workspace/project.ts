/**
 * One Alembic project as the editor and the command see it: memoised queries over an immutable snapshot of its files.
 * Layers below know nothing of it.
 */
import type {
  AutogenContext,
  AutogenFilters,
  PluginName,
  RevisionOps,
  SingleOp,
} from '../alembic/autogenerate/index.ts';
import type {
  Answers,
  BeyondComparison,
  BeyondOptions,
  PlannedRevision,
} from '../alembic/autogenerate/beyond/index.ts';
import type { LiveDatabase } from '../alembic/bindings/live-database.ts';
import type { LiveOutcome } from '../alembic/bindings/live-script.ts';
import type { DatabaseModels } from '../alembic/bindings/environment.ts';
import type { EnvironmentStatements } from '../alembic/bindings/environment-statements.ts';
import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import type { CreatedBy } from '../alembic/operations/created-by.ts';
import type { ReplayState } from '../alembic/operations/replay.ts';
import type { ScriptDirectory } from '../alembic/script/script-directory.ts';
import type { Config } from '../alembic/script/config.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import type { Column, MetaData, NamingConvention, Table } from '../sqlalchemy/sql/schema.ts';
import type { RunTime, Value } from '../python/eval/value.ts';
import type { ProcessDirectives } from './revision-directives.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import type { UnreachedModel } from './unreached-models.ts';

/** How a revision is evaluated. */
export interface EvaluationMode {
  readonly dialect: Dialect;
  readonly offline: boolean;
  /** For `--sql` itself: this run's clock and chance, with which the script is evaluated anew. */
  readonly offlineRun?: RunTime;
}

/** Where the metadata come from: `reason` is the sentence that tells why the workspace's files were searched. */
export type ModelsSource =
  { readonly kind: 'environment' } | { readonly kind: 'workspace'; readonly reason: string };

/** What the model files mean. */
export interface Models {
  /** What env.py gives as `target_metadata`; by `source`, what the workspace's files define. */
  readonly metadata: readonly MetaData[];
  /** Absent: env.py. */
  readonly source?: ModelsSource;
  /** What a MetaData hangs from (`app.models.Base`), or what env.py calls it; absent for one without a name. */
  readonly names?: ReadonlyMap<MetaData, string>;
  /**
   * Where env.py serves several databases: the models of each, by its name. `metadata` are then those of the first, with
   * which the history is compared.
   */
  readonly databases?: readonly DatabaseModels[];
  readonly problems: readonly Problem[];
  /** Every file that was evaluated for them. */
  readonly files: ReadonlySet<string>;
  /** What env.py handed to `context.configure(...)`. */
  readonly configure: ConfigureOptions;
  /** The same for `--sql`, which runs the offline part of env.py. */
  readonly offlineConfigure: ConfigureOptions;
  /** The database URL that env.py comes to (it may set `sqlalchemy.url` itself); null or absent when that is not known. */
  readonly url?: string | null;
  /** The dialect that env.py names where it gives no URL; null or absent when it names none. */
  readonly dialectName?: string | null;
  /** What keeps native runs of each kind from being Alembic's; absent: nothing. */
  readonly runProblems?: { readonly online: readonly Problem[]; readonly offline: readonly Problem[] };
  /** Callables of env.py that a comparison asks; null or absent: there are none. */
  readonly filters?: AutogenFilters | null;
  /** `process_revision_directives` of env.py; null or absent: there is none. */
  readonly processDirectives?: ProcessDirectives | null;
  /** What `upgrade()` and `downgrade()` are called with; absent: nothing. */
  readonly runArguments?: ReadonlyMap<string, Value>;
  /** Why the URL that env.py uses cannot be known: the configuration's is then not the one that Alembic would use. */
  readonly urlProblem?: Problem | null;
}
/** The options of `context.configure()` that a native run follows. */
export interface ConfigureOptions {
  readonly compareType: boolean;
  readonly compareServerDefault: boolean;
  /** `autogenerate_plugins`. */
  readonly plugins: ReadonlySet<PluginName>;
  readonly renderAsBatch: boolean;
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  readonly transactionPerMigration: boolean;
  readonly transactionalDdl: boolean | null;
  readonly includeSchemas: boolean;
  readonly literalBinds: boolean;
  /** Of rendered types that are not SQLAlchemy's; null: their module. */
  readonly userModulePrefix: string | null;
  readonly sqlalchemyModulePrefix: string;
  readonly alembicModulePrefix: string;
  /** Of the offline options: `--sql` doubles percent signs, as for a driver that takes `%(name)s`. */
  readonly doublesPercents: boolean;
  /** `mssql_batch_separator`. */
  readonly batchSeparator: string | null;
  /** What env.py executes around the migrations. */
  readonly environment: EnvironmentStatements | null;
  /** Of the target metadata: constraints that an operation leaves to the database are found by it. */
  readonly namingConvention: NamingConvention | null;
}
export interface History {
  readonly state: ReplayState;
  /** By `createdKey`: the revision that added a table or column. */
  readonly addedBy: CreatedBy<string>;
  /** Revisions that could not be evaluated: the history is then not certain. */
  readonly refused: readonly { readonly revision: string; readonly evaluation: ScriptEvaluation }[];
}
/** One difference between models and history, with its place in the model file (or, for a drop, in the script that made it). */
export interface Drift {
  readonly code:
    | 'missing-table'
    | 'missing-column'
    | 'changed-column'
    | 'missing-index'
    | 'missing-constraint'
    | 'removed-table'
    | 'removed-column'
    | 'removed-index'
    | 'removed-constraint'
    | 'changed-comment';
  readonly message: string;
  readonly origin: Origin | null;
  readonly table: string;
  readonly operation: SingleOp;
}

export interface Project {
  /** `models`: a folder with models and no configuration; it has no scripts, and `configPath` is where one would be. */
  readonly kind: 'alembic' | 'models';
  /** Absolute path of `alembic.ini` or `pyproject.toml`. */
  readonly configPath: string;
  readonly config: Config;
  readonly scriptDirectory: ScriptDirectory;
  /** From the URL of the configuration; `default` when there is none. */
  readonly dialect: Dialect;
  /** Of configuration and graph: unreadable ini, cycles, duplicates, missing down revisions. */
  readonly problems: readonly Problem[];
  /** Those of them that concern settings of Retort's own: known without evaluating anything. */
  readonly typeProblems: readonly Problem[];
  models(): Models;
  /** Models of the project's own MetaData in modules that env.py never imports. */
  unreachedModels(): readonly UnreachedModel[];
  /** Of the last evaluation of the models: modules that it reached, and those of them that were kept from before. */
  moduleCounts(): { readonly reached: number; readonly kept: number };
  history(): History;
  /** The history replayed up to and including `revision`. */
  schemaAt(revision: string): ReplayState;
  evaluateRevision(
    revision: string,
    direction: 'upgrade' | 'downgrade',
    options: EvaluationMode,
  ): ScriptEvaluation;
  /** Evaluates and runs a revision on a database, operation by operation. Blocks while the database answers. */
  runRevision(
    revision: string,
    direction: 'upgrade' | 'downgrade',
    dialect: Dialect,
    database: LiveDatabase,
  ): LiveOutcome;
  /** models against history, with what the project's switches add. */
  upgradeOps(): RevisionOps;
  /** The same with the questions that are open. `answers`: instead of those that the user has given. */
  beyond(answers?: Answers): BeyondComparison;
  /** models against a live database. */
  compareWith(database: MetaData, autogen: AutogenContext): BeyondComparison;
  /** What autogenerate does here that Alembic does not. */
  beyondOptions(): BeyondOptions;
  /** Both directions of a revision with these operations, which are a part of `upgradeOps()` or all of it. */
  planRevision(ops: RevisionOps): PlannedRevision;
  drift(): readonly Drift[];
  /** Ids of changes (`ide/change-id.ts`) that the user wants no revision for, and no word of. */
  readonly ignoredChanges: ReadonlySet<string>;
  /** What the comparison could not compare, or warns about. */
  comparisonProblems(): readonly Problem[];
  autogenContext(): AutogenContext;
  /** Tables and columns of the models whose origin is in this file; in one that env.py does not reach, those there. */
  tablesIn(file: string): readonly { readonly table: Table; readonly columns: readonly Column[] }[];
}
