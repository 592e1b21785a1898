import type { Script } from './script.ts';

/** Mirrors `alembic.script.revision.RevisionMap`; errors are the tree of `revision-errors.ts`. */
export interface RevisionMap {
  readonly heads: readonly string[];
  readonly bases: readonly string[];
  /** By full id. */
  readonly scripts: ReadonlyMap<string, Script>;
  get(revision: string): Script | null;
}
