import type { Problem } from '../../util/problem.ts';
import { dirname, join } from '../../util/paths.ts';
import { catchRevisionErrors } from './command-errors.ts';
import type { Config } from './config.ts';
import { iterateRevisions, type IterateOptions } from './iterate-revisions.ts';
import { loadScripts, type LoadOptions } from './load-scripts.ts';
import { CommandError } from './revision-errors.ts';
import { RevisionMap, type RevisionArgument } from './revision-map.ts';
import { allCurrent } from './revision-targets.ts';
import { Revision } from './revision.ts';
import type { ScriptFiles } from './script-files.ts';
import { readScriptSettings, type ScriptSettings } from './script-settings.ts';
import type { Script } from './script.ts';
import { stampRevs, type StampStep } from './stamp-revs.ts';

export interface OpenOptions {
  /** What a relative `script_location` starts from: the command's working folder. Absent: the configuration's folder. */
  readonly cwd?: string;
  readonly parse?: LoadOptions['parse'];
  readonly evaluate?: LoadOptions['evaluate'];
}

/**
 * Reads the script directory that a configuration names. Never throws: what is wrong is in `problems`, and what could
 * be read stands. Mirrors `ScriptDirectory.from_config`.
 */
export function openScriptDirectory(
  files: ScriptFiles,
  config: Config,
  options: OpenOptions = {},
): ScriptDirectory {
  const settings = readScriptSettings(files, config, options.cwd ?? dirname(config.path));
  const problems: Problem[] = [...settings.problems];
  const missing = settings.dir === '' ? null : missingFolder(files, settings.dir);
  if (missing !== null) {
    problems.push({
      code: 'script-location',
      severity: 'error',
      message: `Path doesn't exist: ${settings.writtenDir}.  Please use the 'init' command to create a new scripts folder.`,
      origin: config.originOf('script_location'),
    });
  }
  const usable = settings.dir !== '' && missing === null;
  const loaded = usable
    ? loadScripts(files, settings.versionLocations, {
        recursive: settings.recursive,
        sourceless: settings.sourceless,
        parse: options.parse,
        evaluate: options.evaluate,
      })
    : { scripts: [], problems: [] };
  return new ScriptDirectory(settings, loaded.scripts, [...problems, ...loaded.problems]);
}

/** The scripts of a project. Mirrors `alembic.script.base.ScriptDirectory`; its methods throw CommandError. */
export class ScriptDirectory {
  /** Absolute path of the environment (where env.py is). */
  readonly dir: string;
  readonly versionLocations: readonly string[];
  readonly settings: ScriptSettings;
  readonly revisionMap: RevisionMap;
  readonly problems: readonly Problem[];

  constructor(settings: ScriptSettings, scripts: readonly Script[], problems: readonly Problem[]) {
    this.dir = settings.dir;
    this.versionLocations = settings.versionLocations;
    this.settings = settings;
    this.revisionMap = new RevisionMap(scripts);
    this.problems = [...problems, ...this.revisionMap.problems];
  }

  /** All revisions between two symbols, newest first: the order of `alembic history`. */
  walkRevisions(base: RevisionArgument = 'base', head: RevisionArgument = 'heads'): readonly Revision[] {
    return catchRevisionErrors({ start: String(base), end: String(head) }, () =>
      iterateRevisions(this.revisionMap, head, base, { inclusive: true, assertRelativeLength: false }),
    );
  }

  iterateRevisions(
    upper: RevisionArgument,
    lower: RevisionArgument,
    options?: IterateOptions,
  ): readonly Revision[] {
    return iterateRevisions(this.revisionMap, upper, lower, options);
  }

  /** Throws when one of the ids leads out of the graph. */
  getRevisions(id: RevisionArgument): readonly Revision[] {
    return catchRevisionErrors({}, () =>
      this.revisionMap.getRevisions(id).map((revision) => {
        if (revision instanceof Revision) return revision;
        throw new CommandError(`Can't locate revision identified by '${String(id)}'`);
      }),
    );
  }

  /** Null for `base`. */
  getRevision(id: string | null): Revision | null {
    return catchRevisionErrors({}, () => this.revisionMap.getRevision(id));
  }

  /** The rows of a version table as revisions, with heads of branches that others depend on. */
  getAllCurrent(ids: readonly string[]): readonly Revision[] {
    return catchRevisionErrors({}, () => allCurrent(this.revisionMap, ids));
  }

  /** A symbol as ids: null for base. Upstream: `as_revision_number`. */
  asRevisionNumbers(id: string | null): readonly string[] {
    return catchRevisionErrors({}, () => this.revisionMap.resolveRevisionNumber(id).ids);
  }

  getCurrentHead(): string | null {
    const multipleHeads =
      'The script directory has multiple heads (due to branching).' +
      'Please use get_heads(), or merge the branches using alembic merge.';
    return catchRevisionErrors({ multipleHeads }, () => {
      this.revisionMap.assertSound();
      return this.revisionMap.getCurrentHead();
    });
  }

  /** What an upgrade runs, oldest first. Upstream: `_upgrade_revs`. */
  upgradeRevs(destination: string, current: RevisionArgument): readonly Script[] {
    const ancestor = 'Destination %(end)s is not a valid upgrade target from current head(s)';
    return catchRevisionErrors({ ancestor, end: destination }, () =>
      iterateRevisions(this.revisionMap, destination, current, { implicitBase: true })
        .map((revision) => revision.script)
        .reverse(),
    );
  }

  /** What a downgrade runs, newest first. Upstream: `_downgrade_revs`. */
  downgradeRevs(destination: string, current: RevisionArgument): readonly Script[] {
    const ancestor = 'Destination %(end)s is not a valid downgrade target from current head(s)';
    return catchRevisionErrors({ ancestor, end: destination }, () =>
      iterateRevisions(this.revisionMap, current, destination, { selectForDowngrade: true }).map(
        (revision) => revision.script,
      ),
    );
  }

  /** What a stamp writes. Upstream: `_stamp_revs`. */
  stampRevs(revision: RevisionArgument, heads: RevisionArgument): readonly StampStep[] {
    const multipleHeads = 'Multiple heads are present; please specify a single target revision';
    return catchRevisionErrors({ multipleHeads }, () => stampRevs(this.revisionMap, revision, heads));
  }
}

/** The port has no "does it exist": a folder exists when its parent lists it, or when it has entries. */
function missingFolder(files: ScriptFiles, dir: string): string | null {
  if (files.readDirectory(dir).length > 0) return null;
  const name = dir.slice(dir.lastIndexOf('/') + 1);
  const listed = files
    .readDirectory(join(dir, '..'))
    .some((entry) => entry.name === name && entry.kind === 'directory');
  return listed ? null : dir;
}
