import { collectNamedMetaData, type KnownTypes, type NamedMetaData } from '../sqlalchemy/bindings/index.ts';
import type { Problem } from '../util/problem.ts';
import { dirname, join } from '../util/paths.ts';
import { interpreterOf, ownProblems } from './environment.ts';
import type { FileSystem } from './file-system.ts';
import { importsOf } from './imports-of.ts';
import { moduleNameOf, packageRootOf } from './model-files.ts';
import { WorkspaceModuleLoader } from './module-loader.ts';
import type { SourceCache } from './source-cache.ts';
import { findVirtualEnvironment } from './virtual-environment.ts';

/** Models that nobody named: what the files of a workspace define, by base. */
export interface WorkspaceModels {
  readonly metadata: readonly NamedMetaData[];
  readonly problems: readonly Problem[];
  /** Every file that was evaluated. */
  readonly files: ReadonlySet<string>;
}

/**
 * Evaluates model files and collects every MetaData that got tables. `roots` are searched for imports before the
 * folders that the files' own packages lie in. Files that would have the same module name are evaluated apart.
 */
export function evaluateWorkspaceModels(
  fs: FileSystem,
  sources: SourceCache,
  modelFiles: readonly string[],
  roots: readonly string[],
  knownTypes: KnownTypes,
): WorkspaceModels {
  const metadata: NamedMetaData[] = [];
  const problems: Problem[] = [];
  const files = new Set<string>();
  const packages = roots[0] === undefined ? null : findVirtualEnvironment(fs, roots[0]);
  const scriptFolders = foldersOfScripts(fs, sources, modelFiles);
  const located = modelFiles.map((file) => locate(fs, file, [...roots, ...scriptFolders]));
  for (const group of withoutNameClashes(located)) {
    const searched = [...new Set([...roots, ...group.map(({ root }) => root)])];
    const loader = new WorkspaceModuleLoader(fs, sources, () => ({ roots: searched, environment: packages }));
    const interpreter = interpreterOf(loader, knownTypes);
    for (const { file, name } of group) {
      if (loader.files.has(file)) continue;
      const module = name === null ? sources.parse(fs, file) : null;
      if (name !== null) interpreter.importModule(name);
      else if (module !== null) interpreter.runModule(module, file);
      files.add(file);
    }
    metadata.push(...collectNamedMetaData(interpreter));
    problems.push(...ownProblems(interpreter.problems, loader));
    for (const file of loader.files) files.add(file);
  }
  return { metadata, problems, files };
}

/** Where imports of a folder's own modules start: the folder, and `src/` in it. */
export function rootsOf(fs: FileSystem, folder: string): readonly string[] {
  const hasSource = fs.readDirectory(folder).some(({ name, kind }) => name === 'src' && kind === 'directory');
  return hasSource ? [folder, join(folder, 'src')] : [folder];
}

/** A model file, and how an import would name it. */
export interface LocatedModule {
  readonly file: string;
  /** Null when no import can name it. */
  readonly name: string | null;
  readonly root: string;
}

export function locate(fs: FileSystem, file: string, roots: readonly string[]): LocatedModule {
  const packageRoot = packageRootOf(fs, dirname(file));
  // A package is named from outside; a lone module from the innermost root that has it.
  const above = roots.filter((root) => packageRoot === root || packageRoot.startsWith(`${root}/`));
  const root =
    packageRoot === dirname(file)
      ? above.reduce((best, each) => (each.length > best.length ? each : best), above[0] ?? packageRoot)
      : packageRoot;
  return { file, name: moduleNameOf(file, root), root };
}

/** Folders that are no packages, of which a file imports its neighbour by its bare name: each is on the path then. */
function foldersOfScripts(fs: FileSystem, sources: SourceCache, files: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const file of files) {
    const folder = dirname(file);
    const names = new Set(fs.readDirectory(folder).map(({ name }) => name));
    const module = found.has(folder) || names.has('__init__.py') ? null : sources.parse(fs, file);
    if (module !== null && importsOf(module).some((name) => names.has(`${name}.py`))) found.add(folder);
  }
  return [...found];
}

function withoutNameClashes(modules: readonly LocatedModule[]): readonly (readonly LocatedModule[])[] {
  const groups: LocatedModule[][] = [];
  for (const module of modules) {
    const group = groups.find((each) => each.every(({ name }) => name === null || name !== module.name));
    if (group === undefined) groups.push([module]);
    else group.push(module);
  }
  return groups;
}
