import type { DirectoryEntry, FileSystem } from '../workspace/file-system.ts';

/** Open documents over the disk: what the user sees is what is evaluated, saved or not. */
export class OverlayFileSystem implements FileSystem {
  private readonly disk: FileSystem;
  private readonly open = new Map<string, { readonly text: string; readonly version: string }>();
  private changes = 0;

  constructor(disk: FileSystem) {
    this.disk = disk;
  }

  setOpen(path: string, text: string): void {
    this.open.set(path, { text, version: `open:${++this.changes}` });
  }

  setClosed(path: string): void {
    this.open.delete(path);
  }

  /** Texts of the open documents by path. */
  documents(): ReadonlyMap<string, string> {
    return new Map([...this.open].map(([path, { text }]) => [path, text]));
  }

  /** Open documents whose text is not the file's. */
  unsaved(): readonly string[] {
    return [...this.open].flatMap(([path, { text }]) => (this.disk.readFile(path) === text ? [] : [path]));
  }

  readFile(path: string): string | null {
    return this.open.get(path)?.text ?? this.disk.readFile(path);
  }

  version(path: string): string | number | null {
    return this.open.get(path)?.version ?? this.disk.version(path);
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    return this.disk.readDirectory(path);
  }
}
