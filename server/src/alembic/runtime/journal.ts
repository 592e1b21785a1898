/** What ran where and when, kept by the user's own machine. Holds no password, and no value of a statement. */
import type { StepRecord } from './step-journal.ts';

export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The database's place, without a user: `postgresql: host:5432/shop`. */
  readonly database: string;
  /** The version table: runs with another one are another history. */
  readonly versionTable: string;
  /** Absolute path of the configuration. */
  readonly project: string;
  readonly revision: string;
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  /** `seen`: another program has changed where the revision is: what was kept of it here does not hold any more. */
  readonly outcome: StepRecord['outcome'] | 'seen';
  readonly through: StepRecord['through'];
  /** Of the script's text as it ran; null where there was none to run. */
  readonly checksum: string | null;
  readonly kept?: readonly string[];
  readonly underWay?: string | null;
}

export interface Journal {
  /** Never fails: a journal that cannot be written keeps no run from its work. */
  append(entries: readonly JournalEntry[]): void;
  /** Oldest first. */
  entries(): readonly JournalEntry[];
}

/** The last entry of each revision in each database. */
export function lastEntries(
  entries: readonly JournalEntry[],
  of: { readonly project: string; readonly database?: string },
): readonly JournalEntry[] {
  const last = new Map<string, JournalEntry>();
  for (const entry of entries) {
    if (entry.project !== of.project) continue;
    if (of.database !== undefined && entry.database !== of.database) continue;
    const key = JSON.stringify([entry.database, entry.versionTable, entry.revision]);
    // An error that left nothing behind says nothing about where the revision is.
    if (entry.outcome !== 'failed' || leftBehind(entry)) last.set(key, entry);
  }
  return [...last.values()];
}

/** Entries for revisions that are not where the last ones left them, as another program has moved them. */
export function movedByOthers(
  last: readonly JournalEntry[],
  applied: ReadonlySet<string>,
  now: Date,
): readonly JournalEntry[] {
  return last.flatMap((entry): JournalEntry[] => {
    if (entry.outcome === 'seen' || entry.direction === 'stamp') return [];
    const isUp = entry.direction === 'upgrade';
    const expected = entry.outcome === 'done' ? isUp : !isUp;
    if (applied.has(entry.revision) === expected) return [];
    return [{ ...entry, at: now.toISOString(), outcome: 'seen', checksum: null, kept: [], underWay: null }];
  });
}

/** What is left of a revision that was not run to its end; null when nothing is. */
export function unfinished(entry: JournalEntry): string | null {
  if (entry.outcome !== 'partly' && !(entry.outcome === 'failed' && leftBehind(entry))) return null;
  const { kept = [], underWay = null } = entry;
  const how = entry.outcome === 'partly' ? 'was interrupted' : 'failed';
  const with_ = entry.through === 'python' ? ' in Python' : '';
  const what = [
    kept.length === 0 ? null : `it had committed ${list(kept)}`,
    underWay === null ? null : `${underWay} … was under way and may be half done`,
  ].filter((part) => part !== null);
  const done = what.length === 0 ? 'what it had done may be committed' : what.join('; ');
  return `The ${entry.direction} of ${entry.revision} on ${entry.database}${with_} ${how} at ${when(entry)}: ${done}, and its version is not recorded. Look at the database before you run it again.`;
}

/** Says that a script is not what ran any more; null when it is, or never ran. */
export function editedSince(entry: JournalEntry, checksum: string): string | null {
  const isApplied = entry.outcome === 'done' && entry.direction === 'upgrade';
  if (!isApplied || entry.checksum === null || entry.checksum === checksum) return null;
  return `Edited after it was applied to ${entry.database} at ${when(entry)}: that database has what the script said then.`;
}

function leftBehind({ kept = [], underWay = null }: JournalEntry): boolean {
  return kept.length > 0 || underWay !== null;
}

function when({ at }: JournalEntry): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function list(kept: readonly string[]): string {
  const shown = kept.slice(0, 5).map((text) => `${text} …`);
  return kept.length > 5 ? `${shown.join(', ')} and ${String(kept.length - 5)} more` : shown.join(', ');
}
