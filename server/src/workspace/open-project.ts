import {
  compareBeyond,
  type Answers,
  type BeyondComparison,
  type BeyondOptions,
  type PlannedRevision,
} from '../alembic/autogenerate/beyond/index.ts';
import { compareMetadata, type AutogenContext, type RevisionOps } from '../alembic/autogenerate/index.ts';
import type { LiveDatabase } from '../alembic/bindings/live-database.ts';
import type { LiveOutcome } from '../alembic/bindings/live-script.ts';
import type { ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
import { emptyState, type ReplayState } from '../alembic/operations/replay.ts';
import { configPathsOf, readConfig, type Config } from '../alembic/script/config.ts';
import { openScriptDirectory, type ScriptDirectory } from '../alembic/script/script-directory.ts';
import { readScriptSettings, type ScriptSettings } from '../alembic/script/script-settings.ts';
import type { Script } from '../alembic/script/script.ts';
import { dialectFor } from '../sqlalchemy/dialects/index.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import { ArgumentError, dialectNameOf, makeUrl } from '../sqlalchemy/engine/url.ts';
import {
  tableKey,
  type Column,
  type MetaData,
  type NamingConvention,
  type Table,
} from '../sqlalchemy/sql/schema.ts';
import { dirname } from '../util/paths.ts';
import { withoutTrace } from '../python/eval/journal.ts';
import type { Value } from '../python/eval/value.ts';
import type { Problem } from '../util/problem.ts';
import { readAutogenerateSettings, type AutogenerateSettings } from './autogenerate-settings.ts';
import { CachedFileSystem } from './cached-file-system.ts';
import { overridesOf, type CompileOverride } from './compile-overrides.ts';
import type { FileSystem } from './file-system.ts';
import { withScriptLocation } from './flask-migrate.ts';
import { HistoryReplay } from './history.ts';
import { Memo, type QueryContext } from './memo.ts';
import { ModelComparison, type Comparison } from './model-comparison.ts';
import type { ProjectEnvironment } from './environment.ts';
import { withModelsByBase } from './found-models.ts';
import { findModelFiles, type ModelFileCache } from './model-files.ts';
import { ModelsEvaluation } from './models.ts';
import type { Drift, EvaluationMode, History, Models, Project } from './project.ts';
import { RevisionEvaluations } from './revision-evaluations.ts';
import { evaluatedIdentifiers } from './script-identifiers.ts';
import { SourceCache } from './source-cache.ts';
import { ReplayedDatabase } from './replayed-database.ts';
import type { OpenProjectOptions } from './open-project-options.ts';
import { readTypeSettings, type TypeSettings } from './type-settings.ts';
import { findUnreachedModels, type UnreachedModel } from './unreached-models.ts';

/**
 * Opens the project of a configuration file. Never throws: what is wrong is among the project's problems. The project
 * stays valid when files change, as long as `fs` is a CachedFileSystem that is told of it.
 */
export function openProject(fs: FileSystem, configPath: string, options: OpenProjectOptions = {}): Project {
  return new OpenedProject(
    fs instanceof CachedFileSystem ? fs : new CachedFileSystem(fs),
    configPath,
    options,
  );
}

class OpenedProject implements Project {
  readonly kind: Project['kind'];
  readonly configPath: string;
  readonly ignoredChanges: ReadonlySet<string>;
  private readonly fs: CachedFileSystem;
  private readonly options: OpenProjectOptions;
  private readonly sources: SourceCache;
  private readonly replayer = new HistoryReplay();
  private readonly comparison = new ModelComparison();
  private readonly revisions: RevisionEvaluations;
  private readonly configQuery: Memo<Config>;
  private readonly settingsQuery: Memo<ScriptSettings>;
  private readonly typesQuery: Memo<TypeSettings>;
  private readonly scriptsQuery: Memo<ScriptDirectory>;
  private readonly evaluation: ModelsEvaluation;
  private readonly modelsQuery: Memo<Models>;
  private readonly unreachedQuery: Memo<readonly UnreachedModel[]>;
  /** A name, so that what depends on it stands while a keystroke leaves it the same. */
  private readonly dialectNameQuery: Memo<Dialect['name']>;
  private readonly historyQuery: Memo<History>;
  private readonly upgradeOpsQuery: Memo<Comparison>;
  private readonly autogenerateQuery: Memo<AutogenerateSettings>;

  constructor(fs: CachedFileSystem, configPath: string, options: OpenProjectOptions) {
    this.fs = fs;
    this.kind = options.kind ?? 'alembic';
    this.configPath = configPath;
    this.options = options;
    this.ignoredChanges = new Set(options.ignoredChanges);
    this.sources = options.sources ?? new SourceCache(options.keepsModules ?? false);
    this.configQuery = new Memo(fs, (query) =>
      withScriptLocation(
        query.fs,
        readConfig(query.fs, options.paths ?? configPathsOf(configPath), options.section),
      ),
    );
    this.settingsQuery = new Memo(fs, (query) => {
      const config = query.get(this.configQuery);
      return readScriptSettings(query.fs, config, options.cwd ?? dirname(config.path));
    });
    this.typesQuery = new Memo(fs, (query) => readTypeSettings(query.fs, dirname(configPath), options.types));
    this.scriptsQuery = new Memo(fs, (query) =>
      openScriptDirectory(query.fs, query.get(this.configQuery), {
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        parse: (path, text) => this.sources.parseScript(path, text),
        evaluate: (module) =>
          evaluatedIdentifiers(
            query.get(this.revisions.environment('')),
            this.sources.parse(query.fs, module.file) ?? module,
          ),
      }),
    );
    const modelFiles = options.modelFiles ?? (new Map() as ModelFileCache);
    this.evaluation = new ModelsEvaluation(
      this.sources,
      options.keepsModules ?? false,
      () => this.dialect.name,
    );
    const { evaluation } = this;
    const byBase = (query: QueryContext, models: Models): Models => {
      const environment = this.projectEnvironment(query);
      return withModelsByBase(query.fs, this.sources, models, {
        configPath,
        hasConfig: this.kind === 'alembic',
        hasScripts: environment.settings.dir !== '',
        modelFiles,
        knownTypes: environment.knownTypes,
      });
    };
    this.modelsQuery = new Memo(
      fs,
      (query) => byBase(query, evaluation.evaluate(query.fs, this.projectEnvironment(query))),
      (query, changedFiles) => {
        const models = evaluation.evaluateAgain(query.fs, this.projectEnvironment(query), changedFiles);
        return models === null ? null : byBase(query, models);
      },
    );
    // The same objects while a keystroke leaves them the same, so that what depends on them stands.
    let reached: ReadonlySet<string> = new Set();
    const reachedFiles = new Memo(fs, (query) => {
      const now = query.get(this.modelsQuery).files;
      if (now.size !== reached.size || [...now].some((file) => !reached.has(file))) reached = now;
      return reached;
    });
    let candidates: readonly string[] = [];
    const candidateFiles = new Memo(fs, (query) => {
      const known = query.get(reachedFiles);
      const now = findModelFiles(query.fs, dirname(configPath), modelFiles).filter(
        (file) => !known.has(file),
      );
      if (now.join('\n') !== candidates.join('\n')) candidates = now;
      return candidates;
    });
    this.unreachedQuery = new Memo(fs, (query) => {
      // A keystroke in a file that is reached changes nothing about those that are not.
      const files = exceptFor(query.get(reachedFiles), query.fs, fs);
      const environment = this.projectEnvironment(query);
      return findUnreachedModels(files, this.sources, environment, query.get(candidateFiles));
    });
    let runArguments: ReadonlyMap<string, Value> = new Map();
    const runArgumentsQuery = new Memo(fs, (query) => {
      const now = query.get(this.modelsQuery).runArguments ?? new Map<string, Value>();
      if (textOfArguments(now) !== textOfArguments(runArguments)) runArguments = now;
      return runArguments;
    });
    let convention: NamingConvention = {};
    const conventionQuery = new Memo(fs, (query) => {
      const now = query.get(this.modelsQuery).metadata[0]?.namingConvention ?? {};
      // The same object while the convention says the same, so that a keystroke in a model leaves the scripts' results.
      if (JSON.stringify(now) !== JSON.stringify(convention)) convention = now;
      return convention;
    });
    let overrides: readonly CompileOverride[] = [];
    const overridesQuery = new Memo(fs, (query) => {
      const now = overridesOf(
        query.fs,
        this.sources,
        query.get(this.scriptsQuery).revisionMap.scripts.values(),
      );
      if (JSON.stringify(now) !== JSON.stringify(overrides)) overrides = now;
      return overrides;
    });
    this.revisions = new RevisionEvaluations(fs, this.sources, {
      environment: (context) => this.projectEnvironment(context),
      namingConvention: conventionQuery,
      runArguments: runArgumentsQuery,
      overrides: overridesQuery,
    });
    this.dialectNameQuery = new Memo(fs, (query) => {
      query.get(this.configQuery);
      query.get(this.modelsQuery);
      return this.dialectName();
    });
    this.historyQuery = new Memo(fs, (query) => {
      const scripts = query.get(this.scriptsQuery);
      const dialect = dialectFor(query.get(this.dialectNameQuery));
      return this.replayer.run(
        replayOrder(scripts),
        (script) => query.get(this.revisions.recorded(script, 'upgrade', { dialect, offline: true })),
        (script, state) => {
          const database = new ReplayedDatabase(state, dialect);
          const { refusals, failure } = withoutTrace(() =>
            this.revisions.runOn(query, script, 'upgrade', dialect, database),
          );
          return refusals.length > 0 || failure !== null ? null : database;
        },
      );
    });
    this.upgradeOpsQuery = new Memo(fs, (query) => {
      const models = query.get(this.modelsQuery);
      return this.comparison.compare(query.get(this.historyQuery), models, this.autogenContext());
    });
    this.autogenerateQuery = new Memo(fs, (query) =>
      readAutogenerateSettings(query.fs, dirname(configPath), options.autogenerate),
    );
  }

  get config(): Config {
    return this.configQuery.get();
  }

  get scriptDirectory(): ScriptDirectory {
    return this.scriptsQuery.get();
  }

  get dialect(): Dialect {
    return dialectFor(this.dialectNameQuery.get());
  }

  get problems(): readonly Problem[] {
    // That there is no configuration is what such a project is.
    const ofTypes = this.typeProblems;
    if (this.kind === 'models') return ofTypes;
    const problems = [...this.scriptDirectory.problems, ...ofTypes];
    const url = this.url();
    if (url !== null) {
      try {
        dialectNameOf(makeUrl(url));
      } catch (error) {
        if (!(error instanceof ArgumentError)) throw error;
        problems.push(this.urlProblem(error.message));
      }
    }
    return problems;
  }

  get typeProblems(): readonly Problem[] {
    return [...this.typesQuery.get().problems, ...this.autogenerateQuery.get().problems];
  }

  models(): Models {
    return this.modelsQuery.get();
  }

  unreachedModels(): readonly UnreachedModel[] {
    const { metadata, source } = this.models();
    if (metadata.length === 0 || source?.kind === 'workspace') return [];
    return this.unreachedQuery.get().filter(({ table, columns }) => {
      const known = metadata.flatMap(({ tables }) => tables.get(tableKey(table.name, table.schema)) ?? []);
      if (columns.length === 0) return known.length === 0;
      return known.some((each) => !each.columns.some(({ name }) => name === columns[0]?.name));
    });
  }

  moduleCounts(): { readonly reached: number; readonly kept: number } {
    return this.evaluation.moduleCounts;
  }

  history(): History {
    return this.historyQuery.get();
  }

  schemaAt(revision: string): ReplayState {
    this.history();
    return this.replayer.stateAfter(revision) ?? emptyState();
  }

  evaluateRevision(
    revision: string,
    direction: 'upgrade' | 'downgrade',
    options: EvaluationMode,
  ): ScriptEvaluation {
    const script = this.scriptDirectory.revisionMap.get(revision);
    if (script === null) {
      return { operations: [], refusals: [{ message: `There is no revision ${revision}`, origin: null }] };
    }
    // What a run's clock and chance give is of that run.
    if (options.offlineRun !== undefined) return this.revisions.now(this.query, script, direction, options);
    return this.revisions.recorded(script, direction, options).get();
  }

  runRevision(
    revision: string,
    direction: 'upgrade' | 'downgrade',
    dialect: Dialect,
    database: LiveDatabase,
  ): LiveOutcome {
    const script = this.scriptDirectory.revisionMap.get(revision);
    if (script === null) {
      return { refusals: [{ message: `There is no revision ${revision}`, origin: null }], failure: null };
    }
    return this.revisions.runOn(this.query, script, direction, dialect, database);
  }

  upgradeOps(): RevisionOps {
    return this.beyond().ops;
  }

  beyond(answers: Answers = this.options.answers?.(this.configPath) ?? {}): BeyondComparison {
    const comparison = this.upgradeOpsQuery.get();
    return this.comparison.beyond(comparison, this.beyondOptions(), answers, this.autogenContext());
  }

  compareWith(database: MetaData, autogen: AutogenContext): BeyondComparison {
    const target = this.models().metadata;
    const found = compareMetadata(database, target, autogen);
    const answers = this.options.answers?.(this.configPath) ?? {};
    const input = { current: database, target, answers, isUncertainType: () => false, serverVersion: null };
    return compareBeyond(found, input, autogen, this.beyondOptions());
  }

  beyondOptions(): BeyondOptions {
    return this.autogenerateQuery.get().options;
  }

  planRevision(ops: RevisionOps): PlannedRevision {
    const comparison = this.upgradeOpsQuery.get();
    return this.comparison.plan(ops, comparison, this.beyondOptions(), this.autogenContext());
  }

  comparisonProblems(): readonly Problem[] {
    return this.upgradeOpsQuery.get().problems;
  }

  drift(): readonly Drift[] {
    return this.comparison.drift(this.upgradeOps(), this.models(), this.autogenContext());
  }

  autogenContext(): AutogenContext {
    const { configure, filters } = this.models();
    return {
      dialect: this.dialect,
      compareType: configure.compareType,
      compareServerDefault: configure.compareServerDefault,
      plugins: configure.plugins,
      renderAsBatch: configure.renderAsBatch,
      versionTable: configure.versionTable,
      versionTableSchema: configure.versionTableSchema,
      includeSchemas: configure.includeSchemas,
      filters: filters ?? null,
      sqlalchemyModulePrefix: configure.sqlalchemyModulePrefix,
      alembicModulePrefix: configure.alembicModulePrefix,
      userModulePrefix: configure.userModulePrefix,
      fromHistory: true,
      ...(this.beyondOptions().safeOrder ? { writesCreateType: true } : {}),
    };
  }

  tablesIn(file: string): readonly { readonly table: Table; readonly columns: readonly Column[] }[] {
    const tables = allMetadata(this.models()).flatMap((metadata) => [...metadata.tables.values()]);
    const inFile = (table: Table): { readonly table: Table; readonly columns: readonly Column[] }[] => {
      const columns = table.columns.filter((column) => column.origin?.file === file);
      const isHere = table.origin?.file === file || table.nameOrigin?.file === file;
      return isHere || columns.length > 0 ? [{ table, columns }] : [];
    };
    const reached = tables.flatMap(inFile);
    return reached.length > 0 ? reached : this.unreachedModels().flatMap(({ table }) => inFile(table));
  }

  private url(): string | null {
    const { url, dialectName } = this.models();
    // A name of a dialect is as good as a URL for everything but connecting.
    const named = dialectName === null || dialectName === undefined ? null : `${dialectName}://`;
    return this.options.url ?? named ?? url ?? this.config.getMainOption('sqlalchemy.url');
  }

  private dialectName(): Dialect['name'] {
    const url = this.url();
    if (url === null || url === '') return 'default';
    try {
      return dialectNameOf(makeUrl(url)) ?? 'default';
    } catch (error) {
      // `problems` tells it, with the line.
      if (error instanceof ArgumentError) return 'default';
      throw error;
    }
  }

  private urlProblem(message: string): Problem {
    return {
      code: 'config-url',
      severity: 'warning',
      message: `sqlalchemy.url: ${message}`,
      origin: this.config.originOf('sqlalchemy.url'),
    };
  }

  private projectEnvironment(query: QueryContext): ProjectEnvironment {
    return {
      config: query.get(this.configQuery),
      settings: query.get(this.settingsQuery),
      xArguments: this.options.xArguments ?? [],
      tag: this.options.tag ?? null,
      variables: this.options.variables ?? null,
      url: this.options.url ?? null,
      knownTypes: query.get(this.typesQuery).types,
    };
  }

  /** For what is asked from outside, which nothing remembers. */
  private get query(): QueryContext {
    return { fs: this.fs, get: (memo) => memo.get() };
  }
}

/** Of every database that env.py serves. */
function allMetadata({ metadata, databases = [] }: Models): readonly MetaData[] {
  return [...new Set([...metadata, ...databases.flatMap((each) => each.metadata)])];
}

/** Reads the files of a set from `unrecorded`, so that they are no dependency, and everything else from `fs`. */
function exceptFor(files: ReadonlySet<string>, fs: FileSystem, unrecorded: FileSystem): FileSystem {
  const of = (path: string): FileSystem => (files.has(path) ? unrecorded : fs);
  return {
    readFile: (path) => of(path).readFile(path),
    version: (path) => of(path).version(path),
    readDirectory: (path) => fs.readDirectory(path),
  };
}

/** Tells arguments apart that are texts; what else `run_migrations()` is given is told by its kind alone. */
function textOfArguments(values: ReadonlyMap<string, Value>): string {
  return JSON.stringify(
    [...values].map(([name, value]) => [name, value.kind === 'str' ? value.value : value.kind]),
  );
}

/** Base first; a graph with a defect is replayed as far as its parts are sound. */
function replayOrder(scripts: ScriptDirectory): readonly Script[] {
  try {
    return scripts.upgradeRevs('heads', null);
  } catch {
    return [];
  }
}
