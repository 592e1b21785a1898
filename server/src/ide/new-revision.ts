/** Where a new revision file goes, and its text from the project's own `script.py.mako`. */
import type { Project } from '../workspace/project.ts';

export interface NewRevision {
  readonly message: string;
  /** What it comes after: `head`, an id, `label@head`, or several ids for a merge. */
  readonly head: string | readonly string[];
  readonly upgrades: string;
  readonly downgrades: string;
  readonly imports: readonly string[];
}
/** Written by the editor or the command, never from here. */
export interface RevisionFile {
  readonly path: string;
  readonly text: string;
  readonly revision: string;
}
/** The outside that a new file depends on. */
export interface WriteContext {
  readonly readFile: (path: string) => string | null;
  readonly now: Date;
}

export const emptyBody: Pick<NewRevision, 'upgrades' | 'downgrades' | 'imports'> = {
  upgrades: 'pass',
  downgrades: 'pass',
  imports: [],
};

/** Throws a CommandError with alembic's words, or an error that names the template's line. */
export function newRevision(_project: Project, _revision: NewRevision, _context: WriteContext): RevisionFile {
  throw new Error('not implemented');
}
