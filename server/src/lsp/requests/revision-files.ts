import { initTemplate } from '../../alembic/script/init-template.ts';
import { readTomlOptions } from '../../alembic/script/toml-options.ts';
import { CommandError } from '../../alembic/script/revision-errors.ts';
import { autogenerateRevision } from '../../ide/autogenerate.ts';
import { knownDrift } from '../../ide/known-drift.ts';
import { modelErrors } from '../../ide/model-errors.ts';
import type { AutogenerateScope } from '../../ide/operation-scope.ts';
import { newRevision, type GeneratedRevision } from '../../ide/new-revision.ts';
import { updateRevision } from '../../ide/update-revision.ts';
import type { InitResult, Requests, RevisionFileResult, TextResult } from '../../protocol.ts';
import { join } from '../../util/paths.ts';
import type { Project } from '../../workspace/project.ts';
import type { Session } from '../session.ts';
import * as to from '../to-proto.ts';
import { pathToUri, uriToPath } from '../uri.ts';
import { isIn } from './changes.ts';
import { errorProblem } from './database.ts';

/** `alembic revision -m`, with `--autogenerate` from the history instead of a database. Nothing is written here. */
export function revisionFile(
  session: Session,
  params: Requests['retort/revisionFile']['params'],
): RevisionFileResult {
  const { message, autogenerate } = params;
  const head = params.head ?? 'head';
  const { updates } = params;
  if (updates !== undefined) {
    const result = fileResult(session, params.configUri, (project) =>
      updateRevision(project, updates, scopeOf(params), (path) => session.parse(path)),
    );
    return { ...result, replaces: true };
  }
  return fileResult(session, params.configUri, (project) =>
    autogenerate
      ? autogenerateRevision(project, scopeOf(params), { message, head }, session.writeContext())
      : newRevision(project, { message, head }, session.writeContext()),
  );
}

function scopeOf({ tables, changes }: Requests['retort/revisionFile']['params']): AutogenerateScope {
  if (changes !== undefined) return { kind: 'changes', isChosen: isIn(new Set(changes)) };
  return tables === undefined ? { kind: 'all' } : { kind: 'tables', tables };
}

/** `alembic merge`. */
export function mergeFile(
  session: Session,
  params: Requests['retort/mergeFile']['params'],
): RevisionFileResult {
  const { message, revisions } = params;
  return fileResult(session, params.configUri, (project) =>
    newRevision(project, { message, head: revisions }, session.writeContext()),
  );
}

/** `alembic check` against the history: is a new revision needed? */
export function check(
  session: Session,
  { configUri }: Requests['retort/check']['params'],
): TextResult & { readonly clean: boolean } {
  const project = session.project(configUri);
  const [problem] = modelErrors(project, (path) => session.parse(path));
  if (problem !== undefined) return { text: '', clean: false, error: to.problemInfo(session, problem) };
  const drift = knownDrift(project, (path) => session.parse(path));
  if (drift.length === 0) return { text: 'No new upgrade operations detected.\n', clean: true, error: null };
  return { text: drift.map(({ message }) => `${message}\n`).join(''), clean: false, error: null };
}

/** `alembic init`: the files that it would write. */
export function initProject(session: Session, params: Requests['retort/init']['params']): InitResult {
  const folder = uriToPath(params.folderUri);
  try {
    if (folder === null) throw new Error('Alembic environments live in folders on this machine.');
    const directory = params.directory.replace(/\/+$/, '');
    if (session.fs.readDirectory(join(folder, directory)).length > 0) {
      throw new CommandError(`Directory ${directory} already exists and is not empty`);
    }
    const location = `%(here)s/${directory}`;
    const { ini, toml, environment } = initTemplate(params.template, { ini: location, toml: location });
    const hasConfig = session.fs.version(join(folder, 'alembic.ini')) !== null;
    const files = [
      // As alembic does, a configuration that is there already stays as it is.
      ...(hasConfig ? [] : [{ path: 'alembic.ini', text: ini }]),
      ...tomlFile(session, folder, toml),
      ...[...environment].map(([name, text]) => ({ path: `${directory}/${name}`, text })),
    ];
    return {
      files: files.map(({ path, text }) => ({ uri: pathToUri(join(folder, path)), text })),
      error: null,
    };
  } catch (error) {
    return { files: [], error: errorProblem(session, error) };
  }
}

/** The `[tool.alembic]` section, behind what a pyproject.toml holds already. */
function tomlFile(
  session: Session,
  folder: string,
  section: string | null,
): readonly { readonly path: string; readonly text: string }[] {
  const path = join(folder, 'pyproject.toml');
  if (section === null || readTomlOptions(session.fs, path).found) return [];
  const before = session.fs.readFile(path);
  return [{ path: 'pyproject.toml', text: before === null ? section : `${before}\n\n${section}` }];
}

function fileResult(
  session: Session,
  configUri: string,
  make: (project: Project) => GeneratedRevision | null,
): RevisionFileResult {
  const project = session.project(configUri);
  try {
    const file = make(project);
    if (file === null) return { path: null, text: null, revision: null, error: null };
    return { ...file, error: null };
  } catch (error) {
    return { path: null, text: null, revision: null, error: errorProblem(session, error) };
  }
}
