/** A new revision file, from the project's own `script.py.mako`. Written by the editor or the command, never from here. */
import { generateRevision, type GeneratedRevision } from '../alembic/script/generate-revision.ts';
import type { ScriptFiles } from '../alembic/script/script-files.ts';
import type { Project } from '../workspace/project.ts';
import type { Parse } from './model-errors.ts';

export interface NewRevision {
  readonly message: string | null;
  /** What env.py wants it to be; absent: a random one. */
  readonly revisionId?: string;
  readonly splice?: boolean;
  readonly branchLabel?: string | null;
  readonly dependsOn?: readonly string[];
  /** What it comes after: `head`, an id, `label@head`, or several ids for a merge. */
  readonly head: string | readonly string[] | null;
  /** Bodies of both functions and extra imports; absent: `pass`. */
  readonly upgrades?: string;
  readonly downgrades?: string;
  readonly imports?: readonly string[];
}
/** The outside that a new file depends on. */
export interface WriteContext {
  readonly files: ScriptFiles;
  readonly parse: Parse;
  readonly now: Date;
  /** Twelve hexadecimal digits, as alembic's. */
  readonly revisionId: string;
}

/** Throws a CommandError with alembic's words, or an error that names the template's line. */
export function newRevision(
  project: Project,
  revision: NewRevision,
  { files, now, revisionId }: WriteContext,
): GeneratedRevision {
  return generateRevision(files, project.scriptDirectory, {
    revisionId,
    ...revision,
    now,
    config: project.config,
  });
}

export type { GeneratedRevision };
