import { withoutTrace } from '../python/eval/journal.ts';
import { asksForOwnOperations, evaluateEnv } from '../alembic/bindings/index.ts';
import type { LiveDatabase } from '../alembic/bindings/live-database.ts';
import { evaluateLive, type LiveOutcome } from '../alembic/bindings/live-script.ts';
import {
  evaluateScript,
  type Refusal,
  type ScriptContext,
  type ScriptEvaluation,
} from '../alembic/bindings/script-evaluator.ts';
import type { Interpreter } from '../python/eval/interpreter.ts';
import type { ModuleValue, RunTime, Value } from '../python/eval/value.ts';
import type { NamingConvention } from '../sqlalchemy/sql/schema.ts';
import type { Origin } from '../util/text-range.ts';
import {
  createScriptEnvironment,
  isEmulated,
  mainOptions,
  type Environment,
  type ProjectEnvironment,
} from './environment.ts';
import type { FileSystem } from './file-system.ts';
import { importsOf } from './imports-of.ts';
import type { SourceCache } from './source-cache.ts';

export interface RevisionRun {
  readonly path: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly dialectName: string;
  readonly offline: boolean;
  /** Of the project's target metadata. */
  readonly namingConvention: NamingConvention;
  /** What env.py gives to `context.run_migrations()`. */
  readonly runArguments: ReadonlyMap<string, Value>;
  /** Of `--sql` itself. */
  readonly offlineRun?: RunTime;
}

/**
 * Evaluates one direction of a revision file. A script that imports only emulated modules has an interpreter of its own,
 * so that no script sees another's state. One that imports application code shares `sharedEnvironment`: a package is
 * then evaluated once for a whole history, and not once for each revision.
 */
export function evaluateRevisionFile(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  sharedEnvironment: () => Environment,
  run: RevisionRun,
): ScriptEvaluation {
  // A table that a script adds to a MetaData of the application is not there for the next script, nor for itself again.
  return withoutTrace(() => {
    const loaded = loadRevision(fs, sources, options, sharedEnvironment, run);
    if ('message' in loaded) return { operations: [], refusals: [loaded] };
    return evaluateScript(loaded.interpreter, loaded.module, run.direction, scriptContext(options, run));
  });
}

/** The same while it runs on `database`: what it asks is answered, what it does is done at once. */
export function runRevisionFile(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  sharedEnvironment: () => Environment,
  run: RevisionRun,
  database: LiveDatabase,
): LiveOutcome {
  const loaded = loadRevision(fs, sources, options, sharedEnvironment, run);
  if ('message' in loaded) return { refusals: [loaded], failure: null };
  const context = scriptContext(options, run);
  return evaluateLive(loaded.interpreter, loaded.module, run.direction, context, database);
}

/** The evaluated module, or why there is none. */
function loadRevision(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  sharedEnvironment: () => Environment,
  run: RevisionRun,
): { readonly interpreter: Interpreter; readonly module: ModuleValue } | Refusal {
  const text = fs.readFile(run.path);
  const module = text === null ? null : sources.parseScript(run.path, text);
  if (module === null) return { message: 'The file cannot be read', origin: startOf(run.path) };
  const [error] = module.errors;
  if (error !== undefined) return { message: error.message, origin: { file: run.path, range: error.range } };

  const { interpreter } = importsOf(module).every(isEmulated)
    ? createScriptEnvironment(fs, sources, options)
    : sharedEnvironment();
  if (asksForOwnOperations(fs.readFile(run.path) ?? ''))
    registerOwnOperations(fs, sources, options, interpreter);
  interpreter.renew();
  const { offlineRun } = run;
  interpreter.runTime = offlineRun === undefined ? null : () => offlineRun;
  const ran = interpreter.runModule(module, moduleName(run.path));
  interpreter.runTime = null;
  if (!ran.ok) return { message: ran.problem.message, origin: ran.problem.origin ?? startOf(run.path) };
  return { interpreter, module: ran.value };
}

/** Operations of a project's own are registered by what env.py imports. */
function registerOwnOperations(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  interpreter: Interpreter,
): void {
  const env = sources.parse(fs, `${options.settings.dir}/env.py`);
  if (env === null) return;
  evaluateEnv(interpreter, env, {
    configPath: options.config.iniPath,
    section: options.config.section,
    mainOptions: mainOptions(options),
    xArguments: options.xArguments,
  });
}

function scriptContext(options: ProjectEnvironment, run: RevisionRun): ScriptContext {
  const { dialectName, offline, namingConvention, runArguments, offlineRun } = run;
  return {
    dialectName,
    offline,
    namingConvention,
    runArguments,
    xArguments: options.xArguments,
    tag: options.tag,
    mainOptions: mainOptions(options),
    ...(offlineRun === undefined ? {} : { offlineRun }),
  };
}

function startOf(file: string): Origin {
  return { file, range: { start: 0, end: 0 } };
}

/** As alembic loads scripts: by the file's name, its extension included. */
export function moduleName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replaceAll(/\W/gu, '_');
}
