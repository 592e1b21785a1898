/** The journal of runs, as the server's session reads and writes it. */
import { lastEntries, movedByOthers, unfinished } from '../alembic/runtime/journal.ts';
import type { RunJournal } from '../alembic/runtime/step-journal.ts';
import { journalNotes, type JournalNote } from '../ide/journal-notes.ts';
import { appliedRevisions } from '../ide/revision-state.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import { dirname } from '../util/paths.ts';
import type { Project } from '../workspace/project.ts';
import { journalName, runJournal } from '../workspace/run-journal.ts';
import { runOptions } from '../workspace/run-options.ts';
import type { Session } from './session.ts';

export function notesOf(session: Session, project: Project): readonly JournalNote[] {
  return journalNotes(project, session.journal.entries(), (path) => session.workspace.readFile(path));
}

/** Keeps what a run does. */
export function journalOf(session: Session, project: Project, url: Url): RunJournal {
  return runJournal({
    journal: session.journal,
    files: session.fs,
    configPath: project.configPath,
    configure: runOptions(project),
    database: journalName(url, dirname(project.configPath)),
    now: () => new Date(),
  });
}

/** What earlier runs on the database have left half done. */
export function unfinishedOn(session: Session, project: Project, url: Url): readonly string[] {
  const database = journalName(url, dirname(project.configPath));
  return lastEntries(session.journal.entries(), { project: project.configPath, database }).flatMap(
    (entry) => unfinished(entry) ?? [],
  );
}

/** Takes down what other programs have moved since, now that the database was asked where it is. */
export function takeDownMoves(
  session: Session,
  project: Project,
  url: Url,
  current: readonly string[],
): void {
  const database = journalName(url, dirname(project.configPath));
  const last = lastEntries(session.journal.entries(), { project: project.configPath, database });
  const applied = appliedRevisions(project.scriptDirectory.revisionMap, current);
  session.journal.append(movedByOthers(last, applied, new Date()));
}
