import { chosenPlugins, defaultPlugins } from '../alembic/autogenerate/index.ts';
import { evaluateEnv, type EnvironmentEvaluation } from '../alembic/bindings/index.ts';
import type { Value } from '../python/eval/value.ts';
import { ArgumentError, doublesPercents, makeUrl } from '../sqlalchemy/engine/url.ts';
import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import {
  createEnvironment,
  envOptions,
  ownProblems,
  type Environment,
  type ProjectEnvironment,
} from './environment.ts';
import { environmentFilters, FlowMonitor, type FilterSource } from './environment-filters.ts';
import { processDirectives } from './revision-directives.ts';
import type { FileSystem } from './file-system.ts';
import type { ConfigureOptions, Models } from './project.ts';
import type { SourceCache } from './source-cache.ts';

/** Alembic's defaults, for an env.py that says nothing. */
export const defaultConfigure: ConfigureOptions = {
  compareType: true,
  compareServerDefault: false,
  plugins: defaultPlugins,
  renderAsBatch: false,
  versionTable: 'alembic_version',
  versionTableSchema: null,
  transactionPerMigration: false,
  transactionalDdl: null,
  includeSchemas: false,
  literalBinds: false,
  userModulePrefix: null,
  sqlalchemyModulePrefix: 'sa.',
  alembicModulePrefix: 'op.',
  doublesPercents: false,
  batchSeparator: null,
  environment: null,
  namingConvention: null,
};

/**
 * What decides where the version table is, and what is committed with what: no run begins while one is not known. What
 * decides how a revision is written: none is written then.
 */
const codes = new Map([
  ['version_table', 'environment-run-option'],
  ['version_table_schema', 'environment-run-option'],
  ['transaction_per_migration', 'environment-run-option'],
  ['transactional_ddl', 'environment-run-option'],
  ['on_version_apply', 'environment-run-option'],
  ['render_item', 'environment-rendering'],
  ['upgrade_token', 'environment-rendering'],
  ['downgrade_token', 'environment-rendering'],
]);
/** Options that are a flag, or a callable that a comparison asks. */
const asked = new Set(['compare_type', 'compare_server_default']);

interface ModelsEnvironment extends Environment {
  readonly monitor: FlowMonitor;
  readonly dialect: () => string;
}

/** Evaluates env.py and the models that it imports, again and again. Never throws. */
export class ModelsEvaluation {
  private readonly sources: SourceCache;
  /** Whether to keep, from one evaluation to the next, the modules that a change does not concern. */
  private readonly keepsModules: boolean;
  /** Of the project, which its models decide: asked when a comparison asks env.py. */
  private readonly dialect: () => string;
  private readonly monitor = new FlowMonitor();
  private environment: Environment | null = null;

  constructor(sources: SourceCache, keepsModules: boolean, dialect: () => string) {
    this.sources = sources;
    this.keepsModules = keepsModules;
    this.dialect = dialect;
  }

  evaluate(fs: FileSystem, options: ProjectEnvironment): Models {
    this.environment = null;
    const environment = createEnvironment(fs, this.sources, options, {
      keepsModules: this.keepsModules,
      onUnknownControlFlow: (_origin, reason, use) => {
        // What a filter only says, to a logger perhaps, does not decide.
        if (use === 'condition' || use === 'error') this.monitor.note(reason);
      },
    });
    const models = evaluateModels(fs, this.sources, options, {
      ...environment,
      monitor: this.monitor,
      dialect: this.dialect,
    });
    environment.interpreter.settle();
    if (this.keepsModules) this.environment = environment;
    return models;
  }

  /**
   * After a change of the texts of these files and of nothing else that the evaluation read. Gives what `evaluate` would;
   * null when that has to do it.
   */
  evaluateAgain(
    fs: FileSystem,
    options: ProjectEnvironment,
    changedFiles: ReadonlySet<string>,
  ): Models | null {
    const { environment } = this;
    if (environment === null) return null;
    // A module that turns out to depend on the change in a way that was not seen before is one more to execute.
    for (let attempt = 0; attempt < 4; attempt++) {
      if (!environment.interpreter.startAgain(changedFiles)) return null;
      environment.loader.startAgain();
      const models = evaluateModels(fs, this.sources, options, {
        ...environment,
        monitor: this.monitor,
        dialect: this.dialect,
      });
      if (environment.interpreter.settle()) return models;
    }
    return null;
  }

  /** For measurements: of the last evaluation. */
  get moduleCounts(): { readonly reached: number; readonly kept: number } {
    return this.environment?.interpreter.moduleCounts ?? { reached: 0, kept: 0 };
  }
}

function evaluateModels(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  { interpreter, loader, monitor, dialect }: ModelsEnvironment,
): Models {
  const path = `${options.settings.dir}/env.py`;
  const module = sources.parse(fs, path);
  if (module === null)
    return {
      metadata: [],
      // A configuration that names no folder has told so already.
      problems:
        options.settings.dir === '' ? [] : [missing(path, options.config.originOf('script_location'))],
      files: new Set(),
      configure: defaultConfigure,
      offlineConfigure: defaultConfigure,
    };
  const evaluated = evaluateEnv(interpreter, module, envOptions(options));
  const problems = [...ownProblems(evaluated.problems, loader)];
  const ofOnline: Problem[] = [];
  const ofOffline: Problem[] = [];
  const { online, offline } = evaluated.statements;
  const configure: ConfigureOptions = {
    ...readConfigure(evaluated.configure ?? new Map(), evaluated, ofOnline),
    environment: online,
  };
  const offlineGiven = evaluated.offlineConfigure ?? new Map<string, Value>();
  const offlineConfigure: ConfigureOptions = {
    ...readConfigure(offlineGiven, evaluated, ofOffline),
    environment: offline,
    doublesPercents: offlinePercents(
      offlineGiven,
      evaluated.url ?? options.url ?? options.config.getMainOption('sqlalchemy.url'),
    ),
  };
  // What both parts share is told once.
  for (const problem of [...ofOnline, ...ofOffline]) {
    if (problems.every((other) => other.message !== problem.message)) problems.push(problem);
  }
  const isDecisive = ({ code }: Problem): boolean => code === 'environment-run-option';
  const runProblems = {
    online: [...evaluated.runProblems.online, ...ofOnline.filter(isDecisive)],
    offline: [...evaluated.runProblems.offline, ...ofOffline.filter(isDecisive)],
  };
  const source: FilterSource = {
    interpreter,
    monitor,
    configure: evaluated.configure ?? new Map<string, Value>(),
    models: evaluated.targetValues,
    dialectName: dialect,
    site: evaluated.configureSite ?? { file: path, range: { start: 0, end: 0 } },
  };
  const { targetMetadata: metadata, url, dialectName, urlProblem } = evaluated;
  if (urlProblem !== null) problems.push(urlProblem);
  return {
    metadata,
    databases: evaluated.databases,
    problems,
    files: new Set(loader.files),
    configure,
    offlineConfigure,
    url,
    dialectName,
    urlProblem,
    runProblems,
    runArguments: evaluated.runArguments,
    filters: environmentFilters(source),
    processDirectives: processDirectives(source),
  };
}

/** Upstream makes a script for the driver of `url=`, whose style of parameters `dialect_opts` may replace. */
function offlinePercents(given: ReadonlyMap<string, Value>, fallback: string | null): boolean {
  const url = given.get('url');
  const dialect = given.get('dialect_name');
  const text = url?.kind === 'str' ? url.value : dialect?.kind === 'str' ? `${dialect.value}://` : fallback;
  const dialectOptions = given.get('dialect_opts');
  const paramstyle =
    dialectOptions?.kind === 'dict'
      ? [...dialectOptions.entries.values()].find(
          ({ key }) => key.kind === 'str' && key.value === 'paramstyle',
        )?.value
      : undefined;
  if (text === null || text === '') return false;
  try {
    return doublesPercents(makeUrl(text), paramstyle?.kind === 'str' ? paramstyle.value : null);
  } catch (error) {
    // The project's problems tell what is wrong with the URL.
    if (error instanceof ArgumentError) return false;
    throw error;
  }
}

function missing(path: string, origin: Origin | null): Problem {
  return {
    code: 'environment-missing',
    severity: 'error',
    message: `There is no ${path}: run "Alembic: Init", or correct script_location`,
    origin,
  };
}

/** The arguments of `context.configure()` that a native run follows; one whose value is not known is reported. */
function readConfigure(
  given: ReadonlyMap<string, Value>,
  { targetMetadata }: EnvironmentEvaluation,
  problems: Problem[],
): ConfigureOptions {
  const isGiven = (name: string): boolean => (given.get(name)?.kind ?? 'none') !== 'none';
  const flag = (name: string, fallback: boolean): boolean => {
    const value = given.get(name);
    if (value === undefined || value.kind === 'none') return fallback;
    if (value.kind === 'bool') return value.value;
    // Callables decide when they are asked.
    if (asked.has(name) && value.kind !== 'unknown') return true;
    problems.push(notFollowed(name, value));
    return fallback;
  };
  const text = (name: string, fallback: string | null): string | null => {
    const value = given.get(name);
    if (value === undefined || value.kind === 'none') return fallback;
    if (value.kind === 'str') return value.value;
    problems.push(notFollowed(name, value));
    return fallback;
  };
  for (const name of ['process_revision_directives', 'on_version_apply', 'render_item']) {
    const value = given.get(name);
    // A function is asked when a revision is made.
    if (name === 'process_revision_directives' && value?.kind === 'function') continue;
    if (value !== undefined && isGiven(name)) problems.push(notFollowed(name, value));
  }
  for (const [name, usual] of [
    ['upgrade_token', 'upgrades'],
    ['downgrade_token', 'downgrades'],
  ] as const) {
    const value = given.get(name);
    if (value !== undefined && (value.kind !== 'str' || value.value !== usual)) {
      problems.push(notFollowed(name, value));
    }
  }
  return {
    compareType: flag('compare_type', defaultConfigure.compareType),
    compareServerDefault: flag('compare_server_default', defaultConfigure.compareServerDefault),
    plugins: pluginsOf(given.get('autogenerate_plugins'), problems),
    renderAsBatch: flag('render_as_batch', defaultConfigure.renderAsBatch),
    versionTable: text('version_table', defaultConfigure.versionTable) ?? defaultConfigure.versionTable,
    versionTableSchema: text('version_table_schema', defaultConfigure.versionTableSchema),
    transactionPerMigration: flag('transaction_per_migration', defaultConfigure.transactionPerMigration),
    transactionalDdl: isGiven('transactional_ddl')
      ? flag('transactional_ddl', true)
      : defaultConfigure.transactionalDdl,
    includeSchemas: flag('include_schemas', defaultConfigure.includeSchemas),
    literalBinds: flag('literal_binds', defaultConfigure.literalBinds),
    userModulePrefix: text('user_module_prefix', null),
    sqlalchemyModulePrefix: text('sqlalchemy_module_prefix', null) ?? defaultConfigure.sqlalchemyModulePrefix,
    alembicModulePrefix: text('alembic_module_prefix', null) ?? defaultConfigure.alembicModulePrefix,
    doublesPercents: false,
    batchSeparator: text('mssql_batch_separator', null),
    environment: null,
    namingConvention: targetMetadata[0]?.namingConvention ?? null,
  };
}

/** A plugin that is not Alembic's own would compare what we do not know. */
function pluginsOf(value: Value | undefined, problems: Problem[]): ConfigureOptions['plugins'] {
  if (value === undefined || value.kind === 'none') return defaultPlugins;
  const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  const expressions = items.flatMap((item) => (item.kind === 'str' ? [item.value] : []));
  const { chosen, unknown } = chosenPlugins(expressions);
  if (expressions.length === 0 || expressions.length < items.length || unknown.length > 0) {
    problems.push({
      code: 'environment-plugins',
      severity: 'warning',
      message:
        unknown.length > 0
          ? `context.configure(autogenerate_plugins=…) names what Alembic does not bring: ${unknown.join(', ')}`
          : 'context.configure(autogenerate_plugins=…) is not known',
      origin: value.kind === 'unknown' ? value.origin : null,
    });
  }
  return chosen;
}

function notFollowed(name: string, value: Value): Problem {
  const reason =
    value.kind === 'unknown'
      ? `its value is not known: ${value.reason}`
      : value.kind === 'str'
        ? `it is "${value.value}"`
        : 'it is a function';
  return {
    code: codes.get(name) ?? 'environment-option',
    severity: 'warning',
    message: `context.configure(${name}=…) is not followed yet: ${reason}`,
    origin: value.kind === 'unknown' ? value.origin : null,
  };
}
