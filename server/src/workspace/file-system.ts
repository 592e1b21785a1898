/** The file system port. Paths are absolute, with `/`. The engine reads through it and never writes. */
export interface FileSystem {
  readFile(path: string): string | null;
  /** The same for a single look at very many files: a cache does not keep the text. */
  readFileOnce?(path: string): string | null;
  /** Names in a folder, sorted; empty when it does not exist. */
  readDirectory(path: string): readonly DirectoryEntry[];
  /** Changes when the file's content may have changed; null when there is no such file. */
  version(path: string): string | number | null;
}
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}
