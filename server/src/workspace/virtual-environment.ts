import { dirname, join } from '../util/paths.ts';
import type { DirectoryEntry, FileSystem } from './file-system.ts';

const names = ['.venv', 'venv', 'env', '.env'];
/** A monorepo keeps one environment for several projects. */
const maxParents = 3;

/** A virtual environment of the workspace: where its packages are, and the folders that `.pth` files add. */
export interface VirtualEnvironment {
  /** Where its `pyvenv.cfg` is. */
  readonly folder: string;
  readonly sitePackages: string;
  /** Editable installs: plain paths of `.pth` files. Their lines of code are not run. */
  readonly editable: readonly string[];
}

/** The environment in a folder or not far above it; null where there is none. */
export function findVirtualEnvironment(fs: FileSystem, folder: string): VirtualEnvironment | null {
  let at = folder;
  for (let left = maxParents; left >= 0; left--) {
    const folders = fs.readDirectory(at).filter(({ kind }) => kind === 'directory');
    for (const name of names) {
      if (!folders.some((entry) => entry.name === name)) continue;
      const environment = join(at, name);
      const sitePackages = sitePackagesOf(fs, environment);
      if (sitePackages !== null)
        return { folder: environment, sitePackages, editable: editablePaths(fs, sitePackages) };
    }
    if (at === '/') return null;
    at = dirname(at);
  }
  return null;
}

/** `lib/python3.12/site-packages`, or `Lib/site-packages` as Windows has it. */
function sitePackagesOf(fs: FileSystem, folder: string): string | null {
  if (!has(fs.readDirectory(folder), 'pyvenv.cfg')) return null;
  if (has(fs.readDirectory(join(folder, 'Lib')), 'site-packages')) return join(folder, 'Lib/site-packages');
  const python = fs.readDirectory(join(folder, 'lib')).find(({ name }) => /^python3\.\d+$/.test(name));
  if (python === undefined) return null;
  const found = join(folder, `lib/${python.name}/site-packages`);
  return fs.readDirectory(found).length > 0 ? found : null;
}

function editablePaths(fs: FileSystem, sitePackages: string): readonly string[] {
  return fs
    .readDirectory(sitePackages)
    .filter(({ name, kind }) => kind === 'file' && name.endsWith('.pth'))
    .flatMap(({ name }) => (fs.readFile(join(sitePackages, name)) ?? '').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !/^import[ \t]/.test(line))
    .map((line) => join(sitePackages, line))
    .filter((path) => fs.readDirectory(path).length > 0);
}

function has(entries: readonly DirectoryEntry[], name: string): boolean {
  return entries.some((entry) => entry.name === name);
}
