/** Evaluating env.py: what it hands to `context.configure()`. */
import type { Module } from '../../python/syntax/ast.ts';
import type { Interpreter, Value } from '../../python/eval/value.ts';
import { str } from '../../python/eval/native.ts';
import {
  engineEffects,
  engineUrlOf,
  metadataOf,
  startEvaluation,
  urlText,
} from '../../sqlalchemy/bindings/index.ts';
import type { MetaData } from '../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import { forgetConfig } from './context.ts';
import { describeRun, environmentEffects } from './environment-effects.ts';
import { readStatements, type EnvironmentStatements } from './environment-statements.ts';
import type { EnvironmentCapture, EnvironmentConfig, EnvironmentRun } from './state.ts';
import { alembicState } from './state.ts';

export interface EnvironmentOptions {
  /** Absolute path of the configuration, for `config.config_file_name`. */
  readonly configPath: string | null;
  /** The section in use. */
  readonly section: string;
  readonly mainOptions: ReadonlyMap<string, string>;
  /** The configuration, for its other sections and for `[tool.alembic]`; absent: there are none. */
  readonly config?: EnvironmentConfig;
  /** `-x`: what `context.get_x_argument()` gives. */
  readonly xArguments?: readonly string[];
  /** `--tag`: what `context.get_tag_argument()` gives. */
  readonly tag?: string | null;
}

/** The models of one of several databases. */
export interface DatabaseModels {
  /** `engine_name=`, or what else tells the runs apart. */
  readonly name: string;
  readonly metadata: readonly MetaData[];
}

export interface EnvironmentEvaluation {
  /**
   * Keyword arguments of `context.configure()` as an online run and autogenerate get them; those of the offline part
   * where the online part cannot be followed. Null when neither was reached.
   */
  readonly configure: ReadonlyMap<string, Value> | null;
  /** The same for `--sql`. */
  readonly offlineConfigure: ReadonlyMap<string, Value> | null;
  /** What `upgrade()` and `downgrade()` are called with: the keyword arguments of `context.run_migrations()`. */
  readonly runArguments: ReadonlyMap<string, Value>;
  /** `target_metadata` as evaluated. */
  readonly targetValues: readonly Value[];
  /** Where `context.configure()` is called; null when it is not. */
  readonly configureSite: Origin | null;
  /** `target_metadata`, one or several. */
  readonly targetMetadata: readonly MetaData[];
  /** Where env.py runs the migrations of several databases: the metadata of each, by its name. Else empty. */
  readonly databases: readonly DatabaseModels[];
  /** What the online part connects to, else the offline part's `url=`, else what is left in `sqlalchemy.url`. */
  readonly url: string | null;
  /** `dialect_name=`, where env.py gives neither a connection nor a URL. */
  readonly dialectName: string | null;
  /** Why that cannot be known, where env.py takes it from what Retort does not see (a variable of the process, say). */
  readonly urlProblem: Problem | null;
  readonly problems: readonly Problem[];
  /** What runs of each kind execute around the migrations. */
  readonly statements: { readonly online: EnvironmentStatements; readonly offline: EnvironmentStatements };
  /** What keeps a native run of each kind from being Alembic's. They are among `problems`, too. */
  readonly runProblems: { readonly online: readonly Problem[]; readonly offline: readonly Problem[] };
}

/** One evaluation of env.py, and what it came to. */
interface Attempt {
  readonly capture: EnvironmentCapture;
  /** At the first `context.run_migrations()`, else at the end. */
  readonly configure: ReadonlyMap<string, Value> | null;
  readonly failure: Problem | null;
  readonly statements: EnvironmentStatements;
  readonly problems: readonly Problem[];
}

/**
 * Runs env.py in offline mode, which needs no engine, for the models; then in online mode, with an engine that connects
 * to nothing, for the options of online runs, which need not be the same. What keeps it from either is told.
 */
export function evaluateEnv(
  interpreter: Interpreter,
  module: Module,
  options: EnvironmentOptions,
): EnvironmentEvaluation {
  const problems: Problem[] = [];
  forgetConfig(interpreter);
  startEvaluation(interpreter);
  const known = interpreter.problems.length;
  const offline = run(interpreter, module, options, true);
  const afterOffline = interpreter.problems.length;
  const online = run(interpreter, module, options, false);
  const failures = [offline, online].flatMap(({ configure, failure }) =>
    configure === null && failure !== null ? [failure] : [],
  );
  // Both parts run the same module code: what the second run repeats is told once, and what keeps it from
  // `configure()` is told below.
  const last = offline.configure === null ? interpreter.problems.length : afterOffline;
  problems.push(...interpreter.problems.slice(known, last));

  const used = offline.configure === null ? online : offline;
  const { configure } = used;
  const start = { file: module.file, range: { start: 0, end: 0 } };
  // Where the online part cannot be followed the options of the other are used, and what it does counts.
  const runProblems = {
    online: [...(online.configure === null ? decisive(offline) : []), ...decisive(online)],
    offline: decisive(offline),
  };
  const statements = { online: online.statements, offline: offline.statements };
  if (configure === null) {
    problems.push(...failures.filter((failure) => !problems.includes(failure)), {
      code: 'environment-not-configured',
      severity: 'error',
      message: `${failures.length > 0 ? 'env.py fails' : 'env.py ends'} before it calls context.configure(), so its target_metadata is not known`,
      origin: failures[0]?.origin ?? start,
    });
    return {
      configure: null,
      offlineConfigure: null,
      runArguments: new Map(),
      targetValues: [],
      configureSite: null,
      targetMetadata: [],
      databases: [],
      url: null,
      dialectName: null,
      urlProblem: null,
      problems,
      statements,
      runProblems,
    };
  }
  const [failure] = failures;
  if (online.configure === null && failure !== undefined) {
    problems.push({
      code: 'environment-online',
      severity: 'hint',
      message: `The online part of env.py cannot be followed (${failure.message}); the options of its offline part are used`,
      origin: failure.origin ?? start,
    });
  }
  const before = interpreter.problems.length;
  const site = used.capture.runs[0]?.configureSite ?? used.capture.configureSite;
  const targetMetadata = readTarget(interpreter, configure, site, problems);
  const databases = readDatabases(interpreter, used.capture.runs, targetMetadata, problems);
  problems.push(...interpreter.problems.slice(before));
  for (const problem of [...offline.problems, ...online.problems]) {
    if (!problems.some((other) => isSame(other, problem))) problems.push(problem);
  }
  const connected = online.configure === null ? used : online;
  return {
    configure: online.configure ?? configure,
    offlineConfigure: offline.configure ?? configure,
    runArguments: connected.capture.runs[0]?.arguments ?? new Map<string, Value>(),
    targetValues: targetValues(configure),
    configureSite: site,
    targetMetadata,
    databases,
    ...urlOf(connected, module.file),
    dialectName: dialectNameOf(configure),
    problems,
    statements,
    runProblems,
  };
}

function run(
  interpreter: Interpreter,
  module: Module,
  options: EnvironmentOptions,
  offline: boolean,
): Attempt {
  const seen = engineEffects(interpreter).length;
  const capture: EnvironmentCapture = {
    offline,
    configPath: options.configPath,
    section: options.section,
    config: options.config ?? null,
    mainOptions: new Map(
      [...options.mainOptions].map(([name, value]): [string, Value] => [name, str(value)]),
    ),
    xArguments: options.xArguments ?? [],
    tag: options.tag ?? null,
    runs: [],
    effects: [],
    configure: null,
    configureSite: null,
    configuredAt: 0,
    begunAt: null,
    countEffects: () => engineEffects(interpreter, seen).length,
  };
  const state = alembicState(interpreter);
  state.environment = capture;
  const outcome = interpreter.runModule(module, 'env_py');
  state.environment = null;
  const failure = outcome.ok ? null : outcome.problem;
  const effects = engineEffects(interpreter, seen);
  const { statements, problems } = readStatements(interpreter, capture, effects);
  return {
    capture,
    statements,
    configure: capture.runs[0]?.configure ?? capture.configure,
    failure,
    problems: [...environmentEffects(capture, effects, failure), ...problems],
  };
}

function decisive({ problems }: Attempt): readonly Problem[] {
  return problems.filter(({ code }) => code === 'environment-effect' || code === 'environment-several');
}

function isSame(one: Problem, other: Problem): boolean {
  // Both modes say how often the migrations run, each from a place of its own.
  return one.message === other.message;
}

function dialectNameOf(configure: ReadonlyMap<string, Value>): string | null {
  const given = (name: string): boolean => (configure.get(name)?.kind ?? 'none') !== 'none';
  const name = configure.get('dialect_name');
  return name?.kind === 'str' && !given('url') && !given('connection') ? name.value : null;
}

function targetValues(configure: ReadonlyMap<string, Value>): readonly Value[] {
  const target = configure.get('target_metadata');
  if (target === undefined || target.kind === 'none') return [];
  return target.kind === 'list' || target.kind === 'tuple' ? target.items : [target];
}

function readTarget(
  interpreter: Interpreter,
  configure: ReadonlyMap<string, Value>,
  site: Origin | null,
  problems: Problem[],
): readonly MetaData[] {
  return targetValues(configure).flatMap((value): readonly MetaData[] => {
    const metadata = metadataOf(interpreter, value);
    if (metadata !== null) return [metadata];
    const reason = value.kind === 'unknown' ? value.reason : 'it is no MetaData';
    problems.push({
      code: 'unknown-target-metadata',
      severity: 'error',
      message: `target_metadata cannot be known: ${reason}`,
      origin: (value.kind === 'unknown' ? value.origin : null) ?? site,
    });
    return [];
  });
}

/** The first run's is `first`, which has been read. */
function readDatabases(
  interpreter: Interpreter,
  runs: readonly EnvironmentRun[],
  first: readonly MetaData[],
  problems: Problem[],
): readonly DatabaseModels[] {
  if (runs.length < 2) return [];
  return runs.map((run, index) => {
    const name = run.arguments.get('engine_name');
    return {
      name: name?.kind === 'str' ? name.value : describeRun(run, index),
      metadata: index === 0 ? first : readTarget(interpreter, run.configure, run.configureSite, problems),
    };
  });
}

function urlOf(
  { configure, capture: { mainOptions } }: Attempt,
  file: string,
): { readonly url: string | null; readonly urlProblem: Problem | null } {
  const connection = configure?.get('connection');
  const given = configure?.get('url');
  const written = given === undefined || given.kind === 'none' ? mainOptions.get('sqlalchemy.url') : given;
  const url = engineUrlOf(connection) ?? (written === undefined ? undefined : urlText(written));
  if (url?.kind === 'str') return { url: url.value, urlProblem: null };
  // A connection that env.py was handed, or no URL at all: the configuration's counts.
  if (url?.kind !== 'unknown') return { url: null, urlProblem: null };
  const urlProblem: Problem = {
    code: 'environment-url',
    severity: 'information',
    message: `The database URL that env.py uses cannot be known (${url.reason}): choose a connection, or give --url`,
    origin: url.origin ?? { file, range: { start: 0, end: 0 } },
  };
  return { url: null, urlProblem };
}
