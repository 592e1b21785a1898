/** What can be wrong with a request to the revision graph. The same tree as `alembic.script.revision` and `alembic.util.exc`. */
export class RevisionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The two ends of a range do not lie on one line. */
export class RangeNotAncestorError extends RevisionError {
  readonly lower: string | null;
  readonly upper: string | null;

  constructor(lower: string | null, upper: string | null) {
    super(`Revision ${lower ?? 'base'} is not an ancestor of revision ${upper ?? 'base'}`);
    this.lower = lower;
    this.upper = upper;
  }
}

/** One revision was asked for and several answer. */
export class MultipleHeads extends RevisionError {
  readonly heads: readonly string[];
  readonly argument: string | null;

  constructor(heads: readonly string[], argument: string | null) {
    super(`Multiple heads are present for given argument '${argument ?? 'None'}'; ${heads.join(', ')}`);
    this.heads = heads;
    this.argument = argument;
  }
}

/** No revision, or more than one, answers to an identifier. */
export class ResolutionError extends RevisionError {
  readonly argument: string;

  constructor(message: string, argument: string) {
    super(message);
    this.argument = argument;
  }
}

const namedMembers = 8;

/** A revision is its own ancestor. */
export class CycleDetected extends RevisionError {
  readonly revisions: readonly string[];
  /** The message with the first few members of a long circle, for where upstream's would fill the screen. */
  readonly brief: string;

  constructor(revisions: readonly string[], kind = 'Cycle') {
    super(`${kind} is detected in revisions (${revisions.join(', ')})`);
    this.revisions = revisions;
    const more = revisions.length - namedMembers;
    this.brief =
      more > 0
        ? `${kind} is detected in ${revisions.length} revisions (${revisions.slice(0, namedMembers).join(', ')} and ${more} more)`
        : this.message;
  }
}
export class DependencyCycleDetected extends CycleDetected {
  constructor(revisions: readonly string[], kind = 'Dependency cycle') {
    super(revisions, kind);
  }
}
export class LoopDetected extends CycleDetected {
  constructor(revision: string) {
    super([revision], 'Self-loop');
  }
}
export class DependencyLoopDetected extends DependencyCycleDetected {
  constructor(revision: string) {
    super([revision], 'Dependency self-loop');
  }
}

/** What a command tells its user in one line. Mirrors `alembic.util.CommandError`. */
export class CommandError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
