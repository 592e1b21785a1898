import { basename, dirname } from '../util/paths.ts';
import type { DirectoryEntry, FileSystem } from './file-system.ts';

/**
 * A FileSystem that asks the one behind it once per path, until `fileChanged` says that a path may differ. So a
 * keystroke costs no look at files that nobody touched. The owner must report every change (editor, file watcher).
 */
export class CachedFileSystem implements FileSystem {
  private readonly source: FileSystem;
  private readonly texts = new Map<string, string | null>();
  private readonly versions = new Map<string, string | number | null>();
  private readonly directories = new Map<string, readonly DirectoryEntry[]>();
  private changes = 0;

  constructor(source: FileSystem) {
    this.source = source;
  }

  /** Grows with every reported change; memoised queries skip their check while it stands. */
  get generation(): number {
    return this.changes;
  }

  readFile(path: string): string | null {
    let text = this.texts.get(path);
    if (text === undefined) {
      text = this.source.readFile(path);
      this.texts.set(path, text);
    }
    return text;
  }

  readFileOnce(path: string): string | null {
    const text = this.texts.get(path);
    return text === undefined ? this.source.readFile(path) : text;
  }

  version(path: string): string | number | null {
    let version = this.versions.get(path);
    if (version === undefined) {
      version = this.source.version(path);
      this.versions.set(path, version);
    }
    return version;
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    let entries = this.directories.get(path);
    if (entries === undefined) {
      entries = this.source.readDirectory(path);
      this.directories.set(path, entries);
    }
    return entries;
  }

  /**
   * Forgets a file or folder, and the listings above it in which it appeared or from which it went. One of which nothing
   * was ever asked (the thousands of an installed package, say) changes nothing.
   */
  fileChanged(path: string): void {
    const forgotten = [this.texts, this.versions, this.directories].map((known) => known.delete(path));
    if (this.forgetListings(path) || forgotten.includes(true)) this.changes++;
  }

  private forgetListings(path: string): boolean {
    let forgotten = false;
    for (let child = path; child !== '/'; child = dirname(child)) {
      const listing = this.directories.get(dirname(child));
      const isListed = listing?.some(({ name }) => name === basename(child)) === true;
      // The usual case, an edit of a file that was there before, ends here: nothing is read anew.
      if (isListed && this.exists(child)) return forgotten;
      if (this.directories.delete(dirname(child))) forgotten = true;
    }
    return forgotten;
  }

  private exists(path: string): boolean {
    return this.source.version(path) !== null || this.source.readDirectory(path).length > 0;
  }

  /** Forgets everything. */
  reset(): void {
    this.changes++;
    this.texts.clear();
    this.versions.clear();
    this.directories.clear();
  }
}
