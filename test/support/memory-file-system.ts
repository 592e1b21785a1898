import type { DirectoryEntry, FileSystem } from '../../server/src/workspace/file-system.ts';

/** A file system in memory that counts what was asked of it. */
export class MemoryFileSystem implements FileSystem {
  readonly files = new Map<string, string>();
  reads = 0;

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  write(path: string, text: string): void {
    this.files.set(path, text);
  }

  remove(path: string): void {
    this.files.delete(path);
  }

  readFile(path: string): string | null {
    this.reads++;
    return this.files.get(path) ?? null;
  }

  version(path: string): string | null {
    return this.files.get(path) ?? null;
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    const entries = new Map<string, DirectoryEntry>();
    for (const file of this.files.keys()) {
      if (!file.startsWith(prefix)) continue;
      const [name = '', ...rest] = file.slice(prefix.length).split('/');
      entries.set(name, { name, kind: rest.length === 0 ? 'file' : 'directory' });
    }
    return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
