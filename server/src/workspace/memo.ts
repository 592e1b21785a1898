import type { CachedFileSystem } from './cached-file-system.ts';
import type { DirectoryEntry, FileSystem } from './file-system.ts';

/** Passes reads on and remembers what was looked at, so that the result can be kept while none of it changes. */
export class RecordingFileSystem implements FileSystem {
  private readonly source: FileSystem;
  /** A text tells by itself whether it changed: asking for its version would be another look at the disk. */
  readonly texts = new Map<string, string | null>();
  readonly versions = new Map<string, string | number | null>();
  readonly directories = new Map<string, readonly DirectoryEntry[]>();

  constructor(source: FileSystem) {
    this.source = source;
  }

  readFile(path: string): string | null {
    const text = this.source.readFile(path);
    this.texts.set(path, text);
    return text;
  }

  readFileOnce(path: string): string | null {
    this.versions.set(path, this.source.version(path));
    return this.source.readFileOnce?.(path) ?? this.source.readFile(path);
  }

  version(path: string): string | number | null {
    const version = this.source.version(path);
    this.versions.set(path, version);
    return version;
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    const entries = this.source.readDirectory(path);
    this.directories.set(path, entries);
    return entries;
  }
}

function listing(entries: readonly DirectoryEntry[]): string {
  return entries.map((entry) => `${entry.kind === 'file' ? 'f' : 'd'}${entry.name}`).join('\n');
}

/** What a memoised query may read: files, and other memoised queries, whose dependencies become its own. */
export interface QueryContext {
  readonly fs: FileSystem;
  /** The value of another query. */
  get<T>(query: Memo<T>): T;
}

/** A query over files, computed when asked for and kept until a file, folder or query that it read changes. */
export class Memo<T> {
  private readonly fs: CachedFileSystem;
  private readonly compute: (context: QueryContext) => T;
  private cell: {
    readonly value: T;
    readonly reads: RecordingFileSystem;
    readonly queries: ReadonlyMap<Memo<unknown>, unknown>;
    checkedAt: number;
  } | null = null;

  constructor(fs: CachedFileSystem, compute: (context: QueryContext) => T) {
    this.fs = fs;
    this.compute = compute;
  }

  get(): T {
    const { cell } = this;
    if (cell !== null && this.isFresh(cell)) return cell.value;
    const reads = new RecordingFileSystem(this.fs);
    const queries = new Map<Memo<unknown>, unknown>();
    const checkedAt = this.fs.generation;
    const value = this.compute({
      fs: reads,
      get: <V>(query: Memo<V>): V => {
        const result = query.get();
        queries.set(query, result);
        return result;
      },
    });
    this.cell = { value, reads, queries, checkedAt };
    return value;
  }

  private isFresh(cell: NonNullable<typeof this.cell>): boolean {
    if (cell.checkedAt === this.fs.generation) return true;
    for (const [path, text] of cell.reads.texts) if (this.fs.readFile(path) !== text) return false;
    for (const [path, version] of cell.reads.versions) if (this.fs.version(path) !== version) return false;
    for (const [path, entries] of cell.reads.directories) {
      const now = this.fs.readDirectory(path);
      if (now !== entries && listing(now) !== listing(entries)) return false;
    }
    // A query that computed an equal value anew still counts as changed: values are compared by identity.
    for (const [query, value] of cell.queries) if (query.get() !== value) return false;
    cell.checkedAt = this.fs.generation;
    return true;
  }
}
