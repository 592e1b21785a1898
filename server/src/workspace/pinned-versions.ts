import { join } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';

/** Lock files that name a package and, in the next line, its version: TOML tables of uv, Poetry and PDM. */
const tomlLocks = ['uv.lock', 'poetry.lock', 'pdm.lock'];

/**
 * The version that a project's lock file or requirements fix for a package, for where no environment has it installed; null
 * when none does. Folders are asked in order.
 */
export function pinnedVersion(
  fs: FileSystem,
  folders: readonly string[],
  packageName: string,
): string | null {
  const name = packageName.replaceAll(/[-_.]+/g, '[-_.]');
  for (const folder of folders) {
    const files = fs.readDirectory(folder).filter(({ kind }) => kind === 'file');
    for (const file of files.map((entry) => entry.name).sort()) {
      const pattern = patternOf(file, name);
      const found = pattern === null ? null : pattern.exec(fs.readFile(join(folder, file)) ?? '');
      if (found?.[1] !== undefined) return found[1];
    }
  }
  return null;
}

function patternOf(file: string, name: string): RegExp | null {
  const version = String.raw`(\d[\w.]*)`;
  if (tomlLocks.includes(file)) {
    return new RegExp(String.raw`^name = "${name}"\r?\nversion = "${version}"`, 'im');
  }
  if (file === 'Pipfile.lock')
    return new RegExp(String.raw`"${name}": \{[^}]*"version": "==${version}"`, 'i');
  if (!/^requirements.*\.(?:txt|in)$|^constraints.*\.txt$|^pyproject\.toml$/.test(file)) return null;
  return new RegExp(String.raw`^[\s"']*${name}(?:\[[^\]]*\])?\s*={2,3}\s*${version}`, 'im');
}
