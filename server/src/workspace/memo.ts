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

/** Computes a value anew from the one before; null when it cannot, and `compute` has to. */
export type Update<T> = (context: QueryContext, changedFiles: ReadonlySet<string>) => T | null;

/** A query over files, computed when asked for and kept until a file, folder or query that it read changes. */
export class Memo<T> {
  private readonly fs: CachedFileSystem;
  private readonly compute: (context: QueryContext) => T;
  private readonly update: Update<T> | null;
  private cell: {
    value: T;
    readonly reads: RecordingFileSystem;
    readonly queries: Map<Memo<unknown>, unknown>;
    checkedAt: number;
  } | null = null;

  /** `update` is asked where nothing but texts of files has changed. */
  constructor(fs: CachedFileSystem, compute: (context: QueryContext) => T, update: Update<T> | null = null) {
    this.fs = fs;
    this.compute = compute;
    this.update = update;
  }

  get(): T {
    const { cell } = this;
    const changed = cell === null ? null : this.changedFiles(cell);
    if (cell !== null && changed?.size === 0) return cell.value;
    const checkedAt = this.fs.generation;
    if (cell !== null && changed !== null && this.update !== null) {
      const value = this.update(this.context(cell.reads, cell.queries), changed);
      if (value !== null) {
        cell.value = value;
        cell.checkedAt = checkedAt;
        return value;
      }
    }
    const reads = new RecordingFileSystem(this.fs);
    const queries = new Map<Memo<unknown>, unknown>();
    const value = this.compute(this.context(reads, queries));
    this.cell = { value, reads, queries, checkedAt };
    return value;
  }

  private context(reads: RecordingFileSystem, queries: Map<Memo<unknown>, unknown>): QueryContext {
    return {
      fs: reads,
      get: <V>(query: Memo<V>): V => {
        const result = query.get();
        queries.set(query, result);
        return result;
      },
    };
  }

  /** Files whose text is another one; null when anything else that was read is no longer the same. */
  private changedFiles(cell: NonNullable<typeof this.cell>): ReadonlySet<string> | null {
    const changed = new Set<string>();
    if (cell.checkedAt === this.fs.generation) return changed;
    for (const [path, version] of cell.reads.versions) if (this.fs.version(path) !== version) return null;
    for (const [path, entries] of cell.reads.directories) {
      const now = this.fs.readDirectory(path);
      if (now !== entries && listing(now) !== listing(entries)) return null;
    }
    // A query that computed an equal value anew still counts as changed: values are compared by identity.
    for (const [query, value] of cell.queries) if (query.get() !== value) return null;
    for (const [path, text] of cell.reads.texts) {
      const now = this.fs.readFile(path);
      if (now === text) continue;
      // One that came or went is found, or not, in another way.
      if (now === null || text === null) return null;
      changed.add(path);
    }
    if (changed.size === 0) cell.checkedAt = this.fs.generation;
    return changed;
  }
}
