import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import type { RevisionMap } from './revision-map.ts';

/** One revision file. Mirrors `alembic.script.base.Script`. */
export interface Script {
  readonly revision: string;
  /** As written: none, one or several (a merge). */
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  /** The module's docstring, stripped. */
  readonly longDoc: string;
  /** Its first line. */
  readonly doc: string;
  readonly path: string;
  /** Where `revision = …` and `down_revision = …` are written. */
  readonly revisionOrigin: Origin | null;
  readonly downRevisionOrigin: Origin | null;
}

/** The scripts of a project. Mirrors `alembic.script.base.ScriptDirectory`. */
export interface ScriptDirectory {
  /** Absolute path of the environment (where env.py is). */
  readonly dir: string;
  readonly versionLocations: readonly string[];
  readonly revisionMap: RevisionMap;
  readonly problems: readonly Problem[];
}
