import { parseModule } from '../../python/syntax/parser.ts';
import type { Module } from '../../python/syntax/ast.ts';
import type { Problem } from '../../util/problem.ts';
import { join } from '../../util/paths.ts';
import type { ScriptFiles } from './script-files.ts';
import { readScript } from './script-metadata.ts';
import type { Script } from './script.ts';

export interface LoadOptions {
  readonly recursive: boolean;
  /** Parses a file; callers that keep syntax trees hand theirs in. */
  readonly parse?: ((path: string, text: string) => Module) | undefined;
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
  const paths = new Set(locations.flatMap((location) => listPythonFiles(files, location, options.recursive)));
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
    const reading = readScript(parse(path, text));
    problems.push(...reading.problems);
    if (reading.script !== null) scripts.push(reading.script);
  }
  return { scripts, problems };
}

function listPythonFiles(files: ScriptFiles, folder: string, recursive: boolean): readonly string[] {
  const entries = [...files.readDirectory(folder)].sort((a, b) => compareText(a.name, b.name));
  const found = entries
    .filter((entry) => entry.kind === 'file' && isRevisionFile(entry.name))
    .map((entry) => join(folder, entry.name));
  if (!recursive) return found;
  for (const entry of entries) {
    if (entry.kind !== 'directory' || entry.name.endsWith('__pycache__')) continue;
    found.push(...listPythonFiles(files, join(folder, entry.name), recursive));
  }
  return found;
}

/** Editors' lock files (`.#x.py`) and `__init__…` are not revisions. */
function isRevisionFile(name: string): boolean {
  return name.endsWith('.py') && !name.startsWith('.#') && !name.startsWith('__init__');
}

/** Python orders names by code point. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
