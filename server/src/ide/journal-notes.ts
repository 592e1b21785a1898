/** What the journal of runs has to say at the revisions of a project. */
import { editedSince, lastEntries, unfinished, type JournalEntry } from '../alembic/runtime/journal.ts';
import type { Origin } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { checksumOf } from '../workspace/run-journal.ts';

export interface JournalNote {
  readonly revision: string;
  readonly code: 'edited-after-run' | 'unfinished-run';
  readonly severity: 'warning' | 'information';
  readonly message: string;
  readonly origin: Origin;
}

/** Scripts that were edited after they were applied, and revisions that a run did not bring to their end. */
export function journalNotes(
  project: Project,
  entries: readonly JournalEntry[],
  readFile: (path: string) => string | null,
): readonly JournalNote[] {
  const { scripts } = project.scriptDirectory.revisionMap;
  return lastEntries(entries, { project: project.configPath }).flatMap((entry): JournalNote[] => {
    const script = scripts.get(entry.revision);
    if (script === undefined) return [];
    const origin = script.revisionOrigin ?? { file: script.path, range: { start: 0, end: 0 } };
    const about = { revision: entry.revision, origin };
    const left = unfinished(entry);
    if (left !== null) return [{ ...about, code: 'unfinished-run', severity: 'warning', message: left }];
    if (entry.checksum === null) return [];
    const text = readFile(script.path);
    const edited = text === null ? null : editedSince(entry, checksumOf(text));
    return edited === null
      ? []
      : [{ ...about, code: 'edited-after-run', severity: 'information', message: edited }];
  });
}
