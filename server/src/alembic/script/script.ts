import type { Origin } from '../../util/text-range.ts';

/** One revision file. Mirrors `alembic.script.base.Script`. */
export interface Script {
  readonly revision: string;
  /** As written: none, one or several (a merge). */
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  /** The module's docstring, stripped. */
  readonly longDoc: string;
  /** Its first paragraph: what listings show. */
  readonly doc: string;
  readonly path: string;
  /** Where `revision = …` and `down_revision = …` are written. */
  readonly revisionOrigin: Origin | null;
  readonly downRevisionOrigin: Origin | null;
}
