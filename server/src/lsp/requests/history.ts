import { printHistory } from '../../alembic/script/listings.ts';
import type { Script } from '../../alembic/script/script.ts';
import { knownDrift } from '../../ide/known-drift.ts';
import { appliedRevisions } from '../../ide/revision-state.ts';
import type {
  ConnectionParams,
  HistoryResult,
  ProblemInfo,
  ProjectInfo,
  Requests,
  RevisionInfo,
  TextResult,
} from '../../protocol.ts';
import { basename, dirname } from '../../util/paths.ts';
import type { Project } from '../../workspace/project.ts';
import { notesOf, takeDownMoves } from '../journal.ts';
import type { Session } from '../session.ts';
import * as to from '../to-proto.ts';
import { pathToUri } from '../uri.ts';
import { currentHeads, errorProblem, secretsOf, targetOf, withConnection } from './database.ts';

export function projects(session: Session): readonly ProjectInfo[] {
  return session.workspace.projects().map((project) => projectInfo(session, project));
}

export async function history(
  session: Session,
  { configUri, connection }: Requests['retort/history']['params'],
): Promise<HistoryResult> {
  const project = session.project(configUri);
  const at = connection === null ? null : await readCurrent(session, project, connection);
  const current = at?.current ?? null;
  if (current === null) session.setCurrent(project.configPath, null);
  const { revisionMap } = project.scriptDirectory;
  const applied = current === null ? null : appliedRevisions(revisionMap, current);
  const refusals = refusalsByRevision(session, project);
  const notes = notesOf(session, project);
  return {
    project: projectInfo(session, project),
    revisions: orderedScripts(project).map((script) =>
      revisionInfo(session, project, script, {
        current,
        applied,
        refusals: refusals.get(script.revision) ?? [],
        notes: notes.filter(({ revision }) => revision === script.revision).map(({ message }) => message),
      }),
    ),
    heads: revisionMap.heads,
    current,
    connectionError: at?.error ?? null,
    drift: knownDrift(project, (path) => session.parse(path)).map(({ message, origin }) => {
      const { uri, line } = to.problemInfo(session, { message, origin });
      return { message, uri, line };
    }),
  };
}

/** `alembic history`, with `-v` when asked. */
export function historyText(
  session: Session,
  { configUri, verbose }: Requests['retort/historyText']['params'],
): TextResult {
  const { scriptDirectory } = session.project(configUri);
  try {
    return {
      text: printHistory(scriptDirectory, { verbose })
        .map((line) => `${line}\n`)
        .join(''),
      error: null,
    };
  } catch (error) {
    return { text: '', error: errorProblem(session, error) };
  }
}

export function projectInfo(session: Session, project: Project): ProjectInfo {
  const { source } = project.models();
  return {
    kind: project.kind,
    configUri: pathToUri(project.configPath),
    name: basename(dirname(project.configPath)),
    dialect: project.dialect.name === 'default' ? null : project.dialect.name,
    problems: problemInfos(session, project),
    modelsByBase: source?.kind === 'workspace' ? source.reason : null,
  };
}

/** Each once; what is only a hint stays with its line in the editor. */
function problemInfos(session: Session, project: Project): readonly ProblemInfo[] {
  const found = [...project.problems, ...project.models().problems]
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map((problem) => to.problemInfo(session, problem));
  return [
    ...new Map(found.map((info) => [`${info.uri ?? ''}:${info.line ?? ''}:${info.message}`, info])).values(),
  ];
}

async function readCurrent(
  session: Session,
  project: Project,
  params: ConnectionParams,
): Promise<{ current: readonly string[] | null; error: string | null }> {
  try {
    const target = targetOf(project, params);
    const current = await withConnection(session, project, target, (connection) =>
      currentHeads(session, project, target, connection),
    );
    takeDownMoves(session, project, target.url, current);
    return { current, error: null };
  } catch (error) {
    return { current: null, error: errorProblem(session, error, secretsOf(project, params)).message };
  }
}

/** Newest first; a graph with a defect has no order, and the files' own stands in. */
function orderedScripts(project: Project): readonly Script[] {
  const { scriptDirectory } = project;
  try {
    return scriptDirectory.walkRevisions().map(({ script }) => script);
  } catch {
    return [...scriptDirectory.revisionMap.scripts.values()].reverse();
  }
}

function refusalsByRevision(session: Session, project: Project): ReadonlyMap<string, readonly ProblemInfo[]> {
  return new Map(
    project
      .history()
      .refused.map(({ revision, evaluation }) => [
        revision,
        evaluation.refusals.map((refusal) => to.problemInfo(session, { ...refusal, severity: 'warning' })),
      ]),
  );
}

function revisionInfo(
  session: Session,
  project: Project,
  script: Script,
  known: {
    readonly current: readonly string[] | null;
    readonly applied: ReadonlySet<string> | null;
    readonly refusals: readonly ProblemInfo[];
    readonly notes: readonly string[];
  },
): RevisionInfo {
  const { revision } = script;
  const node = project.scriptDirectory.revisionMap.node(revision);
  return {
    revision,
    downRevisions: script.downRevisions,
    dependsOn: script.dependsOn,
    branchLabels: script.branchLabels,
    message: script.doc,
    createDate: /^Create Date:\s*(.+)$/m.exec(script.longDoc)?.[1]?.trim() ?? null,
    uri: session.uri(script.path),
    isHead: project.scriptDirectory.revisionMap.heads.includes(revision),
    isBase: script.downRevisions.length === 0,
    isBranchPoint: node?.isBranchPoint ?? false,
    isMergePoint: script.downRevisions.length > 1,
    state: known.applied === null ? 'unknown' : known.applied.has(revision) ? 'applied' : 'pending',
    isCurrent: known.current?.includes(revision) ?? false,
    refusals: known.refusals,
    notes: known.notes,
  };
}
