import {
  alembicModules,
  refuseUnknownControlFlow,
  type EnvironmentOptions,
} from '../alembic/bindings/index.ts';
import type { Config } from '../alembic/script/config.ts';
import type { ScriptSettings } from '../alembic/script/script-settings.ts';
import { createInterpreter } from '../python/eval/evaluate.ts';
import type {
  Interpreter,
  InterpreterOptions,
  ModuleLoader,
  NativeModuleFactory,
} from '../python/eval/interpreter.ts';
import { stdlibModules } from '../python/eval/stdlib/index.ts';
import {
  knownTypeModules,
  setKnownTypes,
  sqlalchemyModules,
  type KnownTypes,
} from '../sqlalchemy/bindings/index.ts';
import type { FileSystem } from './file-system.ts';
import { installedPackage, WorkspaceModuleLoader, searchRoots } from './module-loader.ts';
import type { SourceCache } from './source-cache.ts';
import { dirname } from '../util/paths.ts';
import type { Problem } from '../util/problem.ts';
import { findVirtualEnvironment } from './virtual-environment.ts';

/** What evaluating a project's Python needs to know of the project. */
export interface ProjectEnvironment {
  readonly config: Config;
  readonly settings: ScriptSettings;
  readonly xArguments: readonly string[];
  /** `--tag`. */
  readonly tag: string | null;
  /** Variables of the process that runs Alembic; null: not known. */
  readonly variables: Readonly<Record<string, string | undefined>> | null;
  /** Instead of `sqlalchemy.url`; null: the configuration's. */
  readonly url: string | null;
  /** What the user says that types stand for. */
  readonly knownTypes: KnownTypes;
}

/** What every evaluation of workspace code gets: the emulated libraries. */
export const nativeModules: ReadonlyMap<string, NativeModuleFactory> = new Map([
  ...stdlibModules,
  ...sqlalchemyModules,
  ...alembicModules,
]);
const nativeRoots = new Set([...nativeModules.keys()].map((name) => name.split('.', 1)[0] ?? name));

/** An interpreter that finds the project's modules, and the loader that knows which files it read. */
export interface Environment {
  readonly interpreter: Interpreter;
  readonly loader: WorkspaceModuleLoader;
}

export function createEnvironment(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
  hooks: Pick<InterpreterOptions, 'onUnknownControlFlow' | 'keepsModules'> = {},
): Environment {
  const { config, settings } = options;
  const loader = new WorkspaceModuleLoader(fs, sources, () => ({
    roots: searchRoots(fs, config.path, settings.dir, settings.prependSysPath),
    environment: findVirtualEnvironment(fs, dirname(config.path)),
    installed: installedPackage(settings.dir),
  }));
  const { variables } = options;
  const environment = variables === null ? {} : { environment: (name: string) => variables[name] ?? null };
  return { interpreter: interpreterOf(loader, options.knownTypes, { ...hooks, ...environment }), loader };
}

/** An interpreter with the emulated libraries and the types that the user has told of. */
export function interpreterOf(
  loader: ModuleLoader,
  knownTypes: KnownTypes,
  hooks: Pick<InterpreterOptions, 'onUnknownControlFlow' | 'environment'> = {},
): Interpreter {
  const isThere = (name: string): boolean => {
    const kind = nativeRoots.has(name) ? 'source' : loader.find(name)?.kind;
    return kind === 'source' || kind === 'namespace';
  };
  const modules =
    knownTypes.size === 0
      ? nativeModules
      : new Map([...nativeModules, ...knownTypeModules(knownTypes, isThere)]);
  const interpreter = createInterpreter({ loader, nativeModules: modules, ...hooks });
  setKnownTypes(interpreter, knownTypes);
  return interpreter;
}

/** What is told in files of the virtual environment although nobody edits them: it is about a table that the project has. */
const toldEverywhere = new Set([
  'unknown-type',
  'unknown-nullability',
  'invalid-table',
  'python-exception',
  'budget',
]);

/** Without what concerns the inside of packages that are not the project's. */
export function ownProblems(problems: readonly Problem[], loader: WorkspaceModuleLoader): readonly Problem[] {
  return problems.filter(
    ({ code, origin }) => origin === null || toldEverywhere.has(code) || !loader.isForeign(origin.file),
  );
}

/** An environment for revision scripts: control flow that cannot be followed refuses the revision. */
export function createScriptEnvironment(
  fs: FileSystem,
  sources: SourceCache,
  options: ProjectEnvironment,
): Environment {
  const environment = createEnvironment(fs, sources, options, {
    onUnknownControlFlow: (origin, reason, use) => {
      refuseUnknownControlFlow(() => environment.interpreter)(origin, reason, use);
    },
  });
  return environment;
}

/** Whether a module is emulated, so that importing it reads no file. */
export function isEmulated(name: string): boolean {
  const [root = ''] = name.split('.');
  return nativeRoots.has(root);
}

/** `[alembic]` as evaluated code sees it: the chosen URL stands for `sqlalchemy.url`. */
export function mainOptions({ config, url }: ProjectEnvironment): ReadonlyMap<string, string> {
  return url === null ? config.mainOptions : new Map([...config.mainOptions, ['sqlalchemy.url', url]]);
}

/** What env.py is told of the project. */
export function envOptions(options: ProjectEnvironment): EnvironmentOptions {
  const { config, xArguments, tag } = options;
  return {
    configPath: config.iniPath,
    section: config.section,
    mainOptions: mainOptions(options),
    config,
    xArguments,
    tag,
  };
}
