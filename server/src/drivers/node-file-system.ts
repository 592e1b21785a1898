import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { DirectoryEntry, FileSystem } from '../workspace/file-system.ts';

/** The disk as the engine's file system. A byte order mark is dropped, as Python's reader of source does. */
export class NodeFileSystem implements FileSystem {
  readFile(path: string): string | null {
    try {
      const text = readFileSync(path, 'utf8');
      return text.startsWith('\uFEFF') ? text.slice(1) : text;
    } catch {
      // Missing, a folder, or not ours to read: to the engine all three are "no such file".
      return null;
    }
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    try {
      return readdirSync(path, { withFileTypes: true })
        .flatMap((entry): DirectoryEntry[] => {
          const kind = entry.isSymbolicLink() ? kindOf(`${path}/${entry.name}`) : kindFrom(entry);
          return kind === null ? [] : [{ name: entry.name, kind }];
        })
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    } catch {
      return [];
    }
  }

  version(path: string): string | null {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      return `${mtimeMs}:${size}:${ino}`;
    } catch {
      return null;
    }
  }
}

function kindOf(path: string): DirectoryEntry['kind'] | null {
  try {
    return kindFrom(statSync(path));
  } catch {
    return null;
  }
}

function kindFrom(entry: { isFile(): boolean; isDirectory(): boolean }): DirectoryEntry['kind'] | null {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : null;
}
