/** Questions that Alembic's tests ask of revision graphs, asked of ours. */
import { CommandError, RevisionError } from '../../../server/src/alembic/script/revision-errors.ts';
import {
  iterateRevisions,
  type IterateOptions,
} from '../../../server/src/alembic/script/iterate-revisions.ts';
import { versionChanges, type MigrationStep } from '../../../server/src/alembic/runtime/migration-step.ts';
import { revisionGraph } from '../../../server/src/alembic/runtime/revision-graph.ts';
import type {
  RevisionArgument,
  RevisionMap,
  RevisionOrBase,
} from '../../../server/src/alembic/script/revision-map.ts';
import {
  allCurrent,
  parseDowngradeTarget,
  parseUpgradeTarget,
} from '../../../server/src/alembic/script/revision-targets.ts';
import { Revision } from '../../../server/src/alembic/script/revision.ts';
import { ScriptDirectory } from '../../../server/src/alembic/script/script-directory.ts';
import { isSame } from './exceptions.ts';
import type { Comparison } from './outcome.ts';
import type { RecordedQuestion, RecordedRevision, RecordedTest, Suite } from './suite.ts';

/** Each question once: tests of one file share their graphs. */
export function compareGraph(suite: Suite): readonly Comparison[] {
  const asked = new Set<string>();
  const directories = new Map<number, ScriptDirectory>();
  const results: Comparison[] = [];
  for (const test of suite.tests) {
    for (const question of test.graph) {
      const key = JSON.stringify([question.graph, question.method, question.args, question.kwargs]);
      if (asked.has(key)) continue;
      asked.add(key);
      const revisions = suite.graphs[question.graph];
      if (revisions === undefined || revisions === null) continue;
      const directory = directories.get(question.graph) ?? directoryOf(revisions);
      directories.set(question.graph, directory);
      results.push(compare(test, question, directory));
    }
  }
  return results;
}

function compare(test: RecordedTest, question: RecordedQuestion, directory: ScriptDirectory): Comparison {
  const { method, args, kwargs } = question;
  const given = [...args, ...Object.entries(kwargs).map(([name, value]) => ({ [name]: value }))];
  const name = `${test.file}::${test.id} ${method}(${given.map((each) => JSON.stringify(each)).join(', ')})`;
  const theirs =
    question.error === null
      ? JSON.stringify(question.result)
      : `${question.error.type}: ${question.error.message}`;
  let ours: string;
  try {
    const found = answer(question, directory);
    if (found === undefined) {
      return {
        name,
        group: method,
        outcome: 'not applicable',
        reason: 'no such question here',
        theirs,
        ours: '',
      };
    }
    ours = JSON.stringify(found);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const known = error instanceof RevisionError || error instanceof CommandError;
    ours = known ? `${error.name}: ${error.message}` : `crashed: ${error.stack ?? error.message}`;
  }
  if (isSame(test, theirs, ours))
    return { name, group: method, outcome: 'identical', reason: '', theirs, ours };
  const reason = excused(question, ours);
  return {
    name,
    group: method,
    outcome: reason === null ? 'different' : 'not applicable',
    reason: reason ?? '',
    theirs,
    ours,
  };
}

/** What a graph alone does not decide. */
function excused({ error }: RecordedQuestion, ours: string): string | null {
  if (error === null) return null;
  if (error.message === 'Dependency resolution failed; broken map') return 'the test breaks the map by hand';
  if (error.message.includes('expected to match one row')) return 'the test’s version table has a row twice';
  const isCrash = error.type === 'KeyError' || error.type === 'AssertionError';
  return isCrash && /^(CommandError|RevisionError):/.test(ours)
    ? `Alembic crashes (${error.type}), ours says why`
    : null;
}

/** Undefined: not a question that ours answers. */
function answer({ method, args, kwargs }: RecordedQuestion, directory: ScriptDirectory): unknown {
  const map = directory.revisionMap;
  const option = (name: string): unknown => kwargs[name];
  const first = argument(args[0] ?? kwargs['id_'] ?? kwargs['revision']);
  switch (method) {
    case 'RevisionMap._revision_map':
      map.assertSound();
      return null;
    case 'RevisionMap.heads':
      return sound(map).heads;
    case 'RevisionMap.bases':
      return sound(map).bases;
    case 'RevisionMap._real_heads':
      return sound(map).realHeads;
    case 'RevisionMap._real_bases':
      return sound(map).realBases;
    case 'RevisionMap.get_revision':
      if (Array.isArray(first)) return undefined;
      return idOf(map.getRevision(first as string | null));
    case 'RevisionMap.get_revisions':
      return map.getRevisions(first).map(idOf);
    case 'RevisionMap.get_current_head':
      return map.getCurrentHead(first as string | null);
    case 'RevisionMap.iterate_revisions': {
      const options: IterateOptions = {
        inclusive: option('inclusive') === true,
        implicitBase: option('implicit_base') === true,
        assertRelativeLength: option('assert_relative_length') !== false,
        selectForDowngrade: option('select_for_downgrade') === true,
      };
      return iterateRevisions(map, first, argument(args[1]), options).map(idOf);
    }
    case 'RevisionMap.filter_for_lineage': {
      if (!Array.isArray(args[0]) || typeof args[1] !== 'string') return undefined;
      return map.filterForLineage(args[0] as string[], args[1], {
        includeDependencies: option('include_dependencies') === true,
      });
    }
    case 'RevisionMap._parse_upgrade_target': {
      const { current_revisions: current, target, assert_relative_length: isAsserted } = kwargs;
      return parseUpgradeTarget(map, argument(current), argument(target), isAsserted === true).map(idOf);
    }
    case 'RevisionMap._parse_downgrade_target': {
      const { current_revisions: current, target, assert_relative_length: isAsserted } = kwargs;
      const found = parseDowngradeTarget(map, argument(current), argument(target), isAsserted === true);
      return [found.branchLabel, idOf(found.revision)];
    }
    case 'RevisionMap._get_all_current':
    case 'ScriptDirectory.get_all_current':
      return {
        set: allCurrent(map, first)
          .map((each) => each.revision)
          .sort(),
      };
    case 'ScriptDirectory.get_revision':
      return idOf(directory.getRevision(first as string | null));
    case 'ScriptDirectory.get_revisions':
      return directory.getRevisions(first).map(idOf);
    case 'ScriptDirectory.walk_revisions':
      return directory
        .walkRevisions(
          argument(args[0] ?? option('base') ?? 'base'),
          argument(args[1] ?? option('head') ?? 'heads'),
        )
        .map(idOf);
    case 'ScriptDirectory._upgrade_revs':
      return directory
        .upgradeRevs(args[0] as string, argument(args[1]))
        .map(({ revision, downRevisions }) => ({ up: true, from: downRevisions, to: [revision] }));
    case 'ScriptDirectory._downgrade_revs':
      return directory
        .downgradeRevs(args[0] as string, argument(args[1]))
        .map(({ revision, downRevisions }) => ({ up: false, from: [revision], to: downRevisions }));
    case 'ScriptDirectory._stamp_revs':
      return directory
        .stampRevs(first, argument(args[1]))
        .map(({ direction, from, to }) => ({ up: direction === 'upgrade', from, to }));
    case 'ScriptDirectory.as_revision_number': {
      const [only, ...more] = Array.isArray(first)
        ? directory.revisionMap.resolveRevisionNumber(first).ids
        : directory.asRevisionNumbers(first as string | null);
      return more.length > 0 || first === 'heads' ? [only, ...more] : (only ?? null);
    }
    case 'ScriptDirectory.get_heads':
      return args[0] === true || option('consider_depends_on') === true
        ? sound(map).realHeads
        : sound(map).heads;
    case 'ScriptDirectory.get_bases':
      return sound(map).bases;
    case 'ScriptDirectory.get_base':
      return sound(map).bases[0] ?? null;
    case 'ScriptDirectory.get_current_head':
      return directory.getCurrentHead();
    case 'HeadMaintainer.update_to_step':
      return headsAfter(args[0] as string[], args[1] as RecordedStep, directory);
    default:
      return undefined;
  }
}

interface RecordedStep {
  readonly up: boolean;
  readonly revision?: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly branchMove?: boolean;
}

/** The rows of the version table after one step. */
function headsAfter(before: readonly string[], step: RecordedStep, directory: ScriptDirectory): unknown {
  const direction = step.up ? 'upgrade' : 'downgrade';
  const script = step.revision === undefined ? null : directory.revisionMap.get(step.revision);
  const { from = [], to = [], branchMove = false } = step;
  const ours: MigrationStep =
    script === null
      ? { kind: 'stamp', from, to, direction, branchMove }
      : { kind: 'revision', script, direction };
  const heads = new Set(before);
  for (const change of versionChanges(ours, heads, revisionGraph(directory.revisionMap))) {
    if (change.kind === 'insert') heads.add(change.version);
    else heads.delete(change.kind === 'update' ? change.from : change.version);
    if (change.kind === 'update') heads.add(change.to);
  }
  return [...heads].sort();
}

function sound(map: RevisionMap): RevisionMap {
  map.assertSound();
  return map;
}

function argument(value: unknown): RevisionArgument {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value as string[];
  if (typeof value === 'object' && value !== null && 'set' in value) return value.set as string[];
  return null;
}

function idOf(revision: RevisionOrBase | null): string | null {
  return revision instanceof Revision ? revision.revision : revision;
}

function directoryOf(revisions: readonly RecordedRevision[]): ScriptDirectory {
  const settings = {
    dir: '/env',
    writtenDir: '/env',
    versionLocations: ['/env/versions'],
    explicitVersionLocations: false,
    recursive: false,
    sourceless: false,
    outputEncoding: 'utf-8',
    fileTemplate: '%(rev)s_%(slug)s',
    truncateSlugLength: 40,
    timezone: null,
    prependSysPath: [],
    problems: [],
  };
  const scripts = revisions.map(({ revision, down, labels, depends }, index) => ({
    revision,
    downRevisions: down,
    branchLabels: labels,
    dependsOn: depends,
    longDoc: '',
    doc: '',
    path: `/env/versions/${index}.py`,
    revisionOrigin: null,
    downRevisionOrigin: null,
  }));
  return new ScriptDirectory(settings, scripts, []);
}
