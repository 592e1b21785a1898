/** From the connection parameters of a request to an open session, closed again whatever happens. */
import { readHeads } from '../../alembic/runtime/version-table-reader.ts';
import type { ConnectionParams, ProblemInfo } from '../../protocol.ts';
import { dialectFor } from '../../sqlalchemy/dialects/index.ts';
import { DatabaseError, type Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import {
  backendName,
  describeUrl,
  dialectNameOf,
  makeUrl,
  secretsOf as secretsOfUrl,
  type Url,
} from '../../sqlalchemy/engine/url.ts';
import { dirname } from '../../util/paths.ts';
import type { ConfigureOptions, Project } from '../../workspace/project.ts';
import { runOptions } from '../../workspace/run-options.ts';
import type { Origin } from '../../util/text-range.ts';
import { redact } from '../../util/redact.ts';
import type { Session } from '../session.ts';
import * as to from '../to-proto.ts';

/** The database that a request is about. */
export interface Target {
  readonly url: Url;
  readonly dialect: Dialect;
  /** What a question or a message calls it. */
  readonly label: string;
}

/** Throws with what to do when there is no URL, or none that Retort can use. */
export function targetOf(project: Project, params: ConnectionParams): Target {
  const text = params.url ?? configuredUrl(project);
  const { urlProblem } = project.models();
  if (params.url === null && urlProblem !== null && urlProblem !== undefined) {
    throw new DatabaseError(urlProblem.message);
  }
  if (text === null) {
    const unread = project.problems.find(
      ({ code, message }) => code === 'config-interpolation' && message.includes("'sqlalchemy.url'"),
    );
    if (unread !== undefined) throw new DatabaseError(unread.message);
    throw new DatabaseError(
      'No database is configured: set sqlalchemy.url in alembic.ini, or add a connection.',
    );
  }
  const url = makeUrl(text);
  const name = dialectNameOf(url);
  if (name === null) {
    throw new DatabaseError(
      `Retort does not know "${backendName(url)}" databases: use a postgresql, sqlite or mssql URL.`,
    );
  }
  const password = params.password ?? url.password;
  return { url: { ...url, password }, dialect: dialectFor(name), label: describeUrl(url) };
}

/** The URL that env.py comes to, else that of the configuration; the placeholder that `alembic init` writes is none. */
export function configuredUrl(project: Project): string | null {
  const urls = [project.models().url ?? null, project.config.getMainOption('sqlalchemy.url')];
  const isUrl = (url: string | null): boolean =>
    url !== null && url.trim() !== '' && url !== 'driver://user:pass@localhost/dbname';
  return urls.find(isUrl) ?? null;
}

/** What no message about this request may hold: the password that came with it, and the one of the URL. */
export function secretsOf(project: Project, params: ConnectionParams): readonly string[] {
  try {
    const url = makeUrl(params.url ?? configuredUrl(project) ?? '');
    const given = params.password === null ? [] : secretsOfUrl({ ...url, password: params.password });
    return [...given, ...secretsOfUrl(url)];
  } catch {
    // A URL that cannot be read has no password that anybody knows of; `redact` hides what looks like one.
    return params.password === null ? [] : [params.password];
  }
}

/** Opens a session, hands it to `use` and closes it. Only a run creates a SQLite file that is not there yet. */
export async function withConnection<T>(
  session: Session,
  project: Project,
  target: Target,
  use: (connection: Connection) => Promise<T>,
  run: { readonly signal: AbortSignal } | null = null,
): Promise<T> {
  session.requireTrust();
  const { lockTimeout, statementTimeout } = session.settings;
  const connection = await session.host.connect(target.url, {
    baseDirectory: dirname(project.configPath),
    ...(run === null
      ? { createFile: false }
      : {
          signal: run.signal,
          lockTimeout: lockTimeout * 1000,
          statementTimeout: statementTimeout * 1000,
        }),
  });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

/** Where the database is, and remembers it for lenses. */
export async function currentHeads(
  session: Session,
  project: Project,
  target: Target,
  connection: Connection,
): Promise<readonly string[]> {
  const heads = await readHeads(connection, target.dialect, versionTableOptions(session, project));
  session.setCurrent(project.configPath, heads);
  return heads;
}

/**
 * Where the version table is. While a model that is being typed keeps env.py from its end, the default is certain enough
 * to read by as long as env.py has no word of another; otherwise throws EnvironmentError.
 */
function versionTableOptions(session: Session, project: Project): ConfigureOptions {
  try {
    return runOptions(project);
  } catch (error) {
    const env = session.parse(`${project.scriptDirectory.dir}/env.py`);
    if (env === null || /version_table|\*\*/.test(env.text)) throw error;
    return project.models().configure;
  }
}

// invalid_password, invalid_authorization_specification; SQL Server's login failure by number and by driver.
const authenticationCodes: ReadonlySet<string> = new Set(['28P01', '28000', '18456', 'ELOGIN']);

/** What went wrong as the client shows it, with its place in a script where it has one; never with a password. */
export function errorProblem(session: Session, error: unknown, secrets: readonly string[] = []): ProblemInfo {
  const { text, isAuthentication } = describeError(error);
  const message = redact(text, secrets);
  const problem = to.problemInfo(session, { message, origin: originOf(error) });
  return isAuthentication ? { ...problem, reason: 'authentication' } : problem;
}

function describeError(error: unknown): { text: string; isAuthentication: boolean } {
  if (!(error instanceof DatabaseError)) {
    return { text: error instanceof Error ? error.message : String(error), isAuthentication: false };
  }
  return {
    text: sentences(error.message, error.hint),
    isAuthentication: error.code !== null && authenticationCodes.has(error.code),
  };
}

/** The errors of compiling and rendering carry the place that they are about. */
function originOf(error: unknown): Origin | null {
  return error instanceof Error && 'origin' in error ? (error.origin as Origin | null) : null;
}

/** What happened, and what to do. */
export function sentences(message: string, hint: string | null): string {
  return hint === null ? message : `${message.replace(/[.!?]?$/, '.')} ${hint}`;
}
