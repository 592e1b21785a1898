import { evaluateScript, type ScriptEvaluation } from '../alembic/bindings/script-evaluator.ts';
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
  const module = sources.parse(fs, run.path);
  if (module === null) return refused('The file cannot be read', startOf(run.path));
  const [error] = module.errors;
  if (error !== undefined) return refused(error.message, { file: run.path, range: error.range });

  const { interpreter } = importsOf(module).every(isEmulated)
    ? createScriptEnvironment(fs, sources, options)
    : sharedEnvironment();
  interpreter.renew();
  const ran = interpreter.runModule(module, moduleName(run.path));
  if (!ran.ok) return refused(ran.problem.message, ran.problem.origin ?? startOf(run.path));
  const { direction, dialectName, offline, namingConvention } = run;
  const context = {
    dialectName,
    offline,
    namingConvention,
    xArguments: options.xArguments,
    tag: options.tag,
    mainOptions: mainOptions(options),
  };
  return evaluateScript(interpreter, ran.value, direction, context);
}

function refused(message: string, origin: Origin): ScriptEvaluation {
  return { operations: [], refusals: [{ message, origin }] };
}

function startOf(file: string): Origin {
  return { file, range: { start: 0, end: 0 } };
}

/** As alembic loads scripts: by the file's name, its extension included. */
function moduleName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replaceAll(/\W/gu, '_');
}
