import { basename, join } from '../util/paths.ts';
import type { FileSystem } from './file-system.ts';

/** Folders that hold no models of the project: environments, builds, tests and what is not the user's. */
const skippedFolders = new Set([
  'node_modules',
  '__pycache__',
  'site-packages',
  'dist',
  'build',
  'target',
  'docs',
  'doc',
  'test',
  'tests',
  'testing',
  'venv',
  'env',
]);
const skippedFiles = /^(?:test_.*|.*_test|conftest|setup|noxfile|fabfile|manage)\.py$/;
const maxDepth = 12;
const maxFiles = 10_000;

const library =
  /^[ \t]*(?:from|import)[ \t]+(?:sqlalchemy|sqlmodel|flask_sqlalchemy|flask_sqlalchemy_lite|advanced_alchemy)\b/m;
const definition =
  /\b(?:__tablename__|__table__|mapped_column|map_imperatively|Column|Table)\b|\btable\s*=\s*True\b|\.Model\b/;
/** What is a model although the file takes everything from a module of the project. */
const plainDefinition =
  /\b(?:__tablename__|mapped_column|map_imperatively)\b|\btable\s*=\s*True\b|\bdb\.Model\b/;
const revisionScript = /^down_revision\b/m;

/**
 * Whether a file seems to define mapped classes or tables: by its text alone, so it may be wrong in either direction
 * where somebody writes unusually. Evaluating it tells.
 */
export function looksLikeModels(text: string): boolean {
  if (!definition.test(text) || revisionScript.test(text)) return false;
  return library.test(text) || plainDefinition.test(text);
}

/** Path → what was found in the file's text, and of which version: a keystroke looks at one file again, not at all. */
export type ModelFileCache = Map<string, { readonly version: string | number | null; readonly is: boolean }>;

/** The files below a folder that seem to define models, sorted by path. Files of tests are not looked at. */
export function findModelFiles(
  fs: FileSystem,
  folder: string,
  cache: ModelFileCache = new Map(),
): readonly string[] {
  const found: string[] = [];
  let left = maxFiles;
  const isModel = (file: string): boolean => {
    const version = fs.version(file);
    const known = cache.get(file);
    if (known !== undefined && known.version === version) return known.is;
    const text = fs.readFileOnce?.(file) ?? fs.readFile(file) ?? '';
    const is = looksLikeModels(text);
    cache.set(file, { version, is });
    return is;
  };
  const visit = (path: string, depth: number): void => {
    const entries = fs.readDirectory(path);
    if (entries.some(({ name }) => name === 'pyvenv.cfg')) return;
    for (const { name, kind } of entries) {
      if (kind === 'directory') {
        if (depth < maxDepth && !name.startsWith('.') && !skippedFolders.has(name))
          visit(join(path, name), depth + 1);
      } else if (name.endsWith('.py') && !skippedFiles.test(name) && left-- > 0) {
        const file = join(path, name);
        if (isModel(file)) found.push(file);
      }
    }
  };
  visit(folder, 0);
  return found.sort();
}

/** `/w/app/models.py` under `/w` → `app.models`; null for a name that no import statement could write. */
export function moduleNameOf(file: string, root: string): string | null {
  if (!file.startsWith(root === '/' ? root : `${root}/`)) return null;
  const parts = file.slice(root === '/' ? 1 : root.length + 1).split('/');
  const last = (parts.pop() ?? '').replace(/\.py$/, '');
  if (last !== '__init__') parts.push(last);
  return parts.length > 0 && parts.every((part) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(part))
    ? parts.join('.')
    : null;
}

/** The first folder above a file that is no package: what `sys.path` must hold to import it by its whole name. */
export function packageRootOf(fs: FileSystem, folder: string): string {
  let root = folder;
  while (root !== '/' && fs.readDirectory(root).some(({ name }) => name === '__init__.py'))
    root = root.slice(0, Math.max(1, root.length - basename(root).length - 1));
  return root;
}
