import type { FoundModule, ModuleLoader, SourceModule } from '../python/eval/interpreter.ts';
import type { FileSystem } from './file-system.ts';
import type { EntryPoint } from '../python/eval/value.ts';
import { dirname, join } from '../util/paths.ts';
import { ForeignModules } from './foreign-modules.ts';
import { flaskEntryPoints } from './flask-migrate.ts';
import { pinnedVersion } from './pinned-versions.ts';
import type { SourceCache } from './source-cache.ts';
import type { VirtualEnvironment } from './virtual-environment.ts';

/** Where modules are looked for: folders, best first, and a virtual environment. */
export interface SearchPlaces {
  readonly roots: readonly string[];
  readonly environment: VirtualEnvironment | null;
  /**
   * The package that is the project, where that is an installed one: of the folder that it is installed in, it alone is.
   * Absent: every module of the roots is.
   */
  readonly installed?: { readonly sitePackages: string; readonly name: string } | null;
}

type FoundPlaces = Required<Pick<SearchPlaces, 'roots' | 'installed'>> & {
  readonly foreign: ForeignModules | null;
};

/**
 * Finds modules under search roots, in order, as `sys.path` does, then in the virtual environment; remembers which of
 * the project's files it gave out.
 */
export class WorkspaceModuleLoader implements ModuleLoader {
  readonly files = new Set<string>();
  private readonly fs: FileSystem;
  private readonly sources: SourceCache;
  private readonly findPlaces: () => SearchPlaces;
  private found: FoundPlaces | null = null;

  /** `findPlaces` is asked by the first import that is not emulated. */
  constructor(fs: FileSystem, sources: SourceCache, findPlaces: () => SearchPlaces) {
    this.fs = fs;
    this.sources = sources;
    this.findPlaces = findPlaces;
  }

  private get places(): FoundPlaces {
    if (this.found === null) {
      const { roots, environment, installed = null } = this.findPlaces();
      const sitePackages = installed?.sitePackages ?? environment?.sitePackages ?? null;
      this.found = {
        roots: [...roots, ...(environment?.editable ?? [])],
        installed,
        foreign: sitePackages === null ? null : new ForeignModules(this.fs, this.sources, sitePackages),
      };
    }
    return this.found;
  }

  /** Forgets which files it gave out. */
  startAgain(): void {
    this.files.clear();
  }

  /** Whether a file is of a package of the virtual environment. */
  isForeign(file: string): boolean {
    return this.found?.foreign?.files.has(file) === true;
  }

  find(name: string): FoundModule | null {
    const relative = name.replaceAll('.', '/');
    let namespace = false;
    const { roots, foreign, installed } = this.places;
    for (const root of roots) {
      if (root === installed?.sitePackages && name.split('.', 1)[0] !== installed.name) continue;
      const base = join(root, relative);
      const folder = this.entry(base);
      if (folder === 'directory') {
        const init = this.load(`${base}/__init__.py`, true);
        if (init !== null) return init;
      }
      const file = this.load(`${base}.py`, false);
      if (file !== null) return file;
      if (folder === 'directory') namespace = true;
    }
    if (namespace) return { kind: 'namespace' };
    return foreign?.find(name) ?? null;
  }

  findPlain(name: string): SourceModule | null {
    return this.places.foreign?.findPlain(name) ?? null;
  }

  readText(path: string): string | null {
    return this.fs.readFile(path);
  }

  pinnedVersion(packageName: string): string | null {
    return pinnedVersion(this.fs, this.places.roots, packageName);
  }

  entryPoints(): readonly EntryPoint[] {
    return flaskEntryPoints(this.fs, this.places.roots);
  }

  private entry(path: string): 'file' | 'directory' | null {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return this.fs.readDirectory(dirname(path)).find((entry) => entry.name === name)?.kind ?? null;
  }

  private load(path: string, isPackage: boolean): SourceModule | null {
    if (this.entry(path) !== 'file') return null;
    const module = this.sources.parse(this.fs, path);
    if (module === null) return null;
    this.files.add(path);
    return { kind: 'source', module, isPackage };
  }
}

/**
 * Where the project's own modules are found, best first: `prepend_sys_path`, the configuration's folder, the first
 * folder above the scripts that is no package (an installed package keeps its scripts deep inside itself), and `src/`
 * beside the configuration, where a src-layout keeps them.
 */
export function searchRoots(
  fs: FileSystem,
  configPath: string,
  scriptDirectory: string,
  prependSysPath: readonly string[],
): readonly string[] {
  const here = dirname(configPath);
  const roots = prependSysPath.map((entry) => join(here, entry));
  // The environment's folder often has no __init__.py although it lies in a package: look from its parent on.
  roots.push(here, packageRoot(fs, dirname(scriptDirectory)), packageRoot(fs, here));
  if (fs.readDirectory(here).some((entry) => entry.kind === 'directory' && entry.name === 'src')) {
    roots.push(join(here, 'src'));
  }
  return [...new Set(roots)];
}

/** The package of a script directory inside of `site-packages`; null for one of the workspace. */
export function installedPackage(scriptDirectory: string): NonNullable<SearchPlaces['installed']> | null {
  const [, sitePackages, name] = /^(.*\/(?:site|dist)-packages)\/([^/]+)\//.exec(scriptDirectory) ?? [];
  return sitePackages === undefined || name === undefined ? null : { sitePackages, name };
}

function packageRoot(fs: FileSystem, folder: string): string {
  let root = folder;
  while (hasInit(fs, root) && root !== '/') root = dirname(root);
  return root;
}

function hasInit(fs: FileSystem, folder: string): boolean {
  return fs.readDirectory(folder).some((entry) => entry.name === '__init__.py');
}
