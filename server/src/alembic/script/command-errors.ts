import {
  CommandError,
  MultipleHeads,
  RangeNotAncestorError,
  ResolutionError,
  RevisionError,
} from './revision-errors.ts';

export interface ErrorWording {
  /** Instead of "Requested range …"; `%(start)s` and `%(end)s` are filled in. */
  readonly ancestor?: string;
  readonly multipleHeads?: string;
  readonly start?: string | null;
  readonly end?: string | null;
}

/**
 * Runs `body`, and turns what the revision graph throws into the CommandError that a user of alembic reads. Mirrors
 * `ScriptDirectory._catch_revision_errors`.
 */
export function catchRevisionErrors<T>(wording: ErrorWording, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    throw new CommandError(commandMessage(error, wording), { cause: error });
  }
}

function commandMessage(error: RevisionError, wording: ErrorWording): string {
  if (error instanceof RangeNotAncestorError) {
    const template =
      wording.ancestor ??
      'Requested range %(start)s:%(end)s does not refer to ancestor/descendant revisions along the same branch';
    return template
      .replaceAll('%(start)s', () => wording.start ?? error.lower ?? 'None')
      .replaceAll('%(end)s', () => wording.end ?? error.upper ?? 'None');
  }
  if (error instanceof MultipleHeads) {
    if (wording.multipleHeads !== undefined) return wording.multipleHeads;
    const argument = wording.end ?? error.argument ?? 'None';
    return (
      `Multiple head revisions are present for given argument '${argument}'; please specify a specific target ` +
      `revision, '<branchname>@${argument}' to narrow to a specific head, or 'heads' for all heads`
    );
  }
  if (error instanceof ResolutionError) return `Can't locate revision identified by '${error.argument}'`;
  return error.message;
}
