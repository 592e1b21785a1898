import type { FoundModule } from '../python/eval/interpreter.ts';
import { join } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';
import type { SourceCache } from './source-cache.ts';

/** A module that takes part in models says so. */
const usesLibrary = /^[ \t]*(?:from|import)[ \t]+(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b/m;
const requiresLibrary = /^Requires-Dist:[ \t]*(?:sqlalchemy|sqlmodel|flask-sqlalchemy)\b/im;
const compiled = /\.(?:so|pyd)$/;

/**
 * Modules of `site-packages`, as source. Read are packages that build on SQLAlchemy, which their metadata or the module
 * itself tells: bases, mixins and types come from these. All others (a web framework, say) stay unread, since models
 * need nothing of theirs, and emulating what they do when they are imported would cost more than it tells.
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
    const folder = join(this.sitePackages, parts.slice(0, -1).join('/'));
    const last = parts.at(-1) ?? '';
    const entries = this.fs.readDirectory(folder);
    const directory = entries.some((entry) => entry.name === last && entry.kind === 'directory');
    const inside = directory ? this.fs.readDirectory(join(folder, last)) : [];
    if (inside.some((entry) => entry.name === '__init__.py')) {
      return this.read(top, join(folder, `${last}/__init__.py`), name, true);
    }
    if (entries.some((entry) => entry.name === `${last}.py`)) {
      return this.read(top, join(folder, `${last}.py`), name, false);
    }
    if (entries.some((entry) => entry.name.startsWith(`${last}.`) && compiled.test(entry.name))) {
      return { kind: 'unread', reason: `the module \`${name}\` is compiled: it has no source to read` };
    }
    return directory && inside.length > 0 ? { kind: 'namespace' } : null;
  }

  private read(top: string, path: string, name: string, isPackage: boolean): FoundModule | null {
    if (!this.isReadable(top)) {
      const text = this.fs.readFile(path) ?? '';
      if (!usesLibrary.test(text)) {
        return {
          kind: 'unread',
          reason: `the package \`${top}\` is not read: \`${name}\` does not use SQLAlchemy`,
        };
      }
      // What such a module imports of its own package belongs to it.
      this.readable.set(top, true);
    }
    const module = this.sources.parse(this.fs, path);
    if (module === null) return null;
    this.files.add(path);
    return { kind: 'source', module, isPackage, foreign: top };
  }

  private isReadable(top: string): boolean {
    let readable = this.readable.get(top);
    if (readable === undefined) {
      const distribution = this.fs
        .readDirectory(this.sitePackages)
        .find(({ name }) => name.endsWith('.dist-info') && normalized(name) === normalized(top));
      const metadata =
        distribution === undefined
          ? ''
          : (this.fs.readFile(join(this.sitePackages, `${distribution.name}/METADATA`)) ?? '');
      readable = requiresLibrary.test(metadata);
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
