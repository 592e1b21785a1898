import { join } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';
import { findVirtualEnvironment } from './virtual-environment.ts';

/** The interpreter of the virtual environment in a folder or not far above it; null where there is none. */
export function findPython(fs: FileSystem, folder: string): string | null {
  const environment = findVirtualEnvironment(fs, folder);
  return environment === null ? null : interpreterIn(fs, environment.folder);
}

/** The interpreter of a virtual environment; null for a folder that is none. */
export function interpreterIn(fs: FileSystem, environment: string): string | null {
  const places = [
    ['bin', 'python'],
    ['bin', 'python3'],
    ['Scripts', 'python.exe'],
  ] as const;
  for (const [folder, name] of places) {
    const found = fs.readDirectory(join(environment, folder)).some((entry) => entry.name === name);
    if (found) return join(environment, `${folder}/${name}`);
  }
  return null;
}
