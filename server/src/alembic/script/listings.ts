import { CommandError } from './revision-errors.ts';
import type { Revision } from './revision.ts';
import { commandFormat, logEntry } from './printing.ts';
import type { ScriptDirectory } from './script-directory.ts';

/** Each listing is a list of prints: every one gets a line end of its own. */
export type Printed = readonly string[];

export interface HistoryOptions {
  /** `[start]:[end]`, as `-r` takes it. */
  readonly range?: string | null;
  readonly verbose?: boolean;
  /** What the database is at, when it is to be marked (`-i`) or when the range says `current`. */
  readonly currents?: readonly string[] | null;
  readonly indicateCurrent?: boolean;
}

/** The ends of `-r`; throws CommandError. `current` asks for a database. */
export function parseHistoryRange(range: string | null): {
  readonly base: string;
  readonly head: string;
  readonly needsCurrent: boolean;
} {
  if (range !== null && !range.includes(':')) {
    throw new CommandError('History range requires [start]:[end], [start]:, or :[end]');
  }
  const parts = range === null ? ['', ''] : range.trim().split(':');
  if (parts.length > 2) throw new CommandError('History range requires [start]:[end], [start]:, or :[end]');
  const base = parts[0] ?? '';
  const head = parts[1] ?? '';
  return {
    base: base === '' ? 'base' : base,
    head: head === '' ? 'heads' : head,
    needsCurrent: base === 'current' || head === 'current',
  };
}

/** The revisions that `alembic history` lists, newest first. */
export function historyRevisions(directory: ScriptDirectory, options: HistoryOptions): readonly Revision[] {
  const { base, head, needsCurrent } = parseHistoryRange(options.range ?? null);
  if (!needsCurrent) return directory.walkRevisions(base, head);
  const currents = options.currents ?? [];
  const current = currents.length > 0 ? currents : null;
  if (head === 'current') return directory.walkRevisions(base, current ?? 'heads');
  return directory.walkRevisions(current ?? 'base', head);
}

/** `alembic history`. */
export function printHistory(directory: ScriptDirectory, options: HistoryOptions): Printed {
  const currents = new Set(options.indicateCurrent ? (options.currents ?? []) : []);
  return historyRevisions(directory, options).map((revision) =>
    commandFormat(revision, {
      verbose: options.verbose ?? false,
      includeBranches: true,
      includeDoc: true,
      includeParents: true,
      currents,
    }),
  );
}

/** `alembic heads`; with `resolveDependencies` without the heads that others depend on. */
export function printHeads(
  directory: ScriptDirectory,
  options: { readonly verbose?: boolean; readonly resolveDependencies?: boolean },
): Printed {
  return headRevisions(directory, options.resolveDependencies ?? false).map((revision) =>
    commandFormat(revision, {
      verbose: options.verbose ?? false,
      includeBranches: true,
      treeIndicators: false,
    }),
  );
}

export function headRevisions(directory: ScriptDirectory, resolveDependencies: boolean): readonly Revision[] {
  return directory.getRevisions(resolveDependencies ? 'heads' : directory.revisionMap.heads);
}

/** `alembic branches`. */
export function printBranches(directory: ScriptDirectory, options: { readonly verbose?: boolean }): Printed {
  const verbose = options.verbose ?? false;
  return directory
    .walkRevisions()
    .filter((revision) => revision.isBranchPoint)
    .map((revision) => {
      const indent = ' '.repeat(revision.revision.length);
      const into = directory
        .getRevisions([...revision.nextrev])
        .map((next) => `${indent} -> ${commandFormat(next, { includeBranches: true, includeDoc: verbose })}`);
      return `${commandFormat(revision, { verbose, includeBranches: true })}\n${into.join('\n')}\n`;
    });
}

/** `alembic show`. */
export function printShow(directory: ScriptDirectory, revision: string | readonly string[]): Printed {
  return directory.getRevisions(revision).map((each) => logEntry(each));
}

/** `alembic current`, from the rows of the version table. `url` is shown with `-v`, its password hidden already. */
export function printCurrent(
  directory: ScriptDirectory,
  rows: readonly string[],
  options: { readonly verbose?: boolean; readonly url?: string | null },
): Printed {
  const verbose = options.verbose ?? false;
  const lines = verbose ? [`Current revision(s) for ${options.url ?? ''}:`] : [];
  for (const revision of directory.getAllCurrent(rows)) lines.push(commandFormat(revision, { verbose }));
  return lines;
}
