import type { FoundModule, SourceModule } from '../python/eval/interpreter.ts';
import { join } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';
import type { SourceCache } from './source-cache.ts';

/** A package that takes part in models says so. */
const usesLibrary = /^[ \t]*(?:from|import)[ \t]+(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b/m;
/** Not for an extra: a data frame can be written to a database, and is no model for that. */
const requiresLibrary =
  /^Requires-Dist:[ \t]*(?:sqlalchemy|sqlmodel|flask[-_]sqlalchemy)(?![-\w])(?!.*\bextra\s*==).*$/im;
/** Of anything but `__future__`. */
const importing = /^[ \t]*(?:from[ \t]+(?!__future__)|import[ \t])/m;
const compiled = /\.(?:so|pyd)$/;

/**
 * Modules of `site-packages`, as source. Read are packages that build on SQLAlchemy, which their metadata or what they
 * import at once tells: bases, mixins and types come from these. All others (a web framework, say) are not there for
 * Retort: models need nothing of theirs, and emulating what they do when they are imported would cost more than it tells.
 */
export class ForeignModules {
  /** The files that were given out. */
  readonly files = new Set<string>();
  private readonly fs: FileSystem;
  private readonly sources: SourceCache;
  private readonly sitePackages: string;
  /** Package → whether it is read as a whole. */
  private readonly readable = new Map<string, boolean>();

  constructor(fs: FileSystem, sources: SourceCache, sitePackages: string) {
    this.fs = fs;
    this.sources = sources;
    this.sitePackages = sitePackages;
  }

  find(name: string): FoundModule | null {
    const parts = name.split('.');
    const [top = ''] = parts;
    if (!this.isReadable(top)) return null;
    const folder = join(this.sitePackages, parts.slice(0, -1).join('/'));
    const last = parts.at(-1) ?? '';
    const entries = this.fs.readDirectory(folder);
    const directory = entries.some((entry) => entry.name === last && entry.kind === 'directory');
    const inside = directory ? this.fs.readDirectory(join(folder, last)) : [];
    if (inside.some((entry) => entry.name === '__init__.py')) {
      return this.read(top, join(folder, `${last}/__init__.py`), true);
    }
    if (entries.some((entry) => entry.name === `${last}.py`)) {
      return this.read(top, join(folder, `${last}.py`), false);
    }
    if (entries.some((entry) => entry.name.startsWith(`${last}.`) && compiled.test(entry.name))) {
      return { kind: 'unread', reason: `the module \`${name}\` is compiled: it has no source to read` };
    }
    return directory && inside.length > 0 ? { kind: 'namespace' } : null;
  }

  /** A module without imports, of a package that is not read: constants, most likely. */
  findPlain(name: string): SourceModule | null {
    const parts = name.split('.');
    const last = parts.pop() ?? '';
    const [top] = parts;
    if (top === undefined) return null;
    const folder = join(this.sitePackages, parts.join('/'));
    if (!this.fs.readDirectory(folder).some((entry) => entry.name === `${last}.py`)) return null;
    const path = join(folder, `${last}.py`);
    if (importing.test(this.fs.readFile(path) ?? '')) return null;
    return this.read(top, path, false);
  }

  private read(top: string, path: string, isPackage: boolean): SourceModule | null {
    const module = this.sources.parse(this.fs, path);
    if (module === null) return null;
    this.files.add(path);
    return { kind: 'source', module, isPackage, foreign: top };
  }

  private isReadable(top: string): boolean {
    let readable = this.readable.get(top);
    if (readable === undefined) {
      const entries = this.fs.readDirectory(this.sitePackages);
      const distribution = entries.find(
        ({ name }) => name.endsWith('.dist-info') && normalized(name) === normalized(top),
      );
      const text = (path: string): string => this.fs.readFile(join(this.sitePackages, path)) ?? '';
      readable =
        entries.some(({ name }) => name === top || name === `${top}.py`) &&
        ((distribution !== undefined && requiresLibrary.test(text(`${distribution.name}/METADATA`))) ||
          usesLibrary.test(text(`${top}/__init__.py`)) ||
          usesLibrary.test(text(`${top}.py`)));
      this.readable.set(top, readable);
    }
    return readable;
  }
}

/** `Flask_SQLAlchemy-3.1.1.dist-info` and `flask_sqlalchemy` are the same. */
function normalized(name: string): string {
  return name
    .replace(/-\d.*$/, '')
    .toLowerCase()
    .replaceAll(/[-_.]+/g, '_');
}
