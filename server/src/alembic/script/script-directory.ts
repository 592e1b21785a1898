import type { Problem } from '../../util/problem.ts';
import type { RevisionMap } from './revision-map.ts';

/** The scripts of a project. Mirrors `alembic.script.base.ScriptDirectory`. */
export interface ScriptDirectory {
  /** Absolute path of the environment (where env.py is). */
  readonly dir: string;
  readonly versionLocations: readonly string[];
  readonly revisionMap: RevisionMap;
  readonly problems: readonly Problem[];
}
