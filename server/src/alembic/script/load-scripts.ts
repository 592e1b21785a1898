import { parseModule } from '../../python/syntax/parser.ts';
import type { Module } from '../../python/syntax/ast.ts';
import type { Problem } from '../../util/problem.ts';
import { join } from '../../util/paths.ts';
import type { ScriptFiles } from './script-files.ts';
import { readScript, type EvaluateIdentifiers } from './script-metadata.ts';
import type { Script } from './script.ts';

export interface LoadOptions {
  readonly recursive: boolean;
  /** Compiled files count as revisions. They cannot be read: one without its source is an error. */
  readonly sourceless?: boolean;
  /** Parses a file; callers that keep syntax trees hand theirs in. */
  readonly parse?: ((path: string, text: string) => Module) | undefined;
  /** For identifiers that are no literals; without it such a script is a problem. */
  readonly evaluate?: EvaluateIdentifiers | undefined;
}

/** Reads every revision file of the version folders, in upstream's order. Mirrors `ScriptDirectory._load_revisions`. */
export function loadScripts(
  files: ScriptFiles,
  locations: readonly string[],
  options: LoadOptions,
): { readonly scripts: readonly Script[]; readonly problems: readonly Problem[] } {
  const scripts: Script[] = [];
  const problems: Problem[] = [];
  const parse = options.parse ?? parseModule;
  const listed = locations.flatMap((location) => listFiles(files, location, options));
  const paths = new Set(listed.filter((path) => path.endsWith('.py')));
  for (const path of listed.filter((each) => !each.endsWith('.py'))) {
    problems.push({
      code: 'script-compiled',
      severity: 'error',
      message: `${path} is a compiled revision without its source, which cannot be read; restore the .py file`,
      origin: null,
    });
  }
  const seen = new Set<string>();
  const repeated = listed.filter((path) => seen.size === seen.add(path).size);
  for (const path of new Set(repeated)) {
    problems.push({
      code: 'script-twice',
      severity: 'warning',
      message: `File ${path} loaded twice! ignoring. Please ensure version_locations is unique.`,
      origin: null,
    });
  }
  for (const path of paths) {
    const text = files.readFile(path);
    if (text === null) {
      problems.push({
        code: 'script-unreadable',
        severity: 'error',
        message: `${path} cannot be read`,
        origin: { file: path, range: { start: 0, end: 0 } },
      });
      continue;
    }
    const reading = readScript(parse(path, text), options.evaluate);
    problems.push(...reading.problems);
    if (reading.script !== null) scripts.push(reading.script);
  }
  return { scripts, problems };
}

/** Source files, and with `sourceless` the compiled ones that have no source beside them. */
function listFiles(files: ScriptFiles, folder: string, options: LoadOptions): readonly string[] {
  const entries = [...files.readDirectory(folder)].sort((a, b) => compareText(a.name, b.name));
  const found = entries
    .filter((entry) => entry.kind === 'file' && isRevisionFile(entry.name))
    .map((entry) => join(folder, entry.name));
  if (options.sourceless === true) {
    const cache = join(folder, '__pycache__');
    const compiled = [
      ...entries.map((entry) => ({ ...entry, folder })),
      ...files.readDirectory(cache).map((entry) => ({ ...entry, folder: cache })),
    ].filter(({ name, kind }) => kind === 'file' && isCompiledRevision(name));
    const sources = new Set(entries.map(({ name }) => name));
    for (const { name, folder: place } of compiled) {
      if (!sources.has(`${name.split('.', 1)[0] ?? ''}.py`)) found.push(join(place, name));
    }
  }
  if (!options.recursive) return found;
  for (const entry of entries) {
    if (entry.kind !== 'directory' || entry.name.endsWith('__pycache__')) continue;
    found.push(...listFiles(files, join(folder, entry.name), options));
  }
  return found;
}

/** Editors' lock files (`.#x.py`) and `__init__…` are not revisions. Upstream: `_only_source_rev_file`. */
function isRevisionFile(name: string): boolean {
  return name.endsWith('.py') && !name.startsWith('.#') && !name.startsWith('__init__');
}

/** Upstream: `_sourceless_rev_file`. */
function isCompiledRevision(name: string): boolean {
  return /\.py[co]$/.test(name) && !name.startsWith('.#') && !name.startsWith('__init__');
}

/** Python orders names by code point. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
