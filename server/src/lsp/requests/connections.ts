import type { ConnectionInfo, Requests, ServerInfo, TestConnectionResult } from '../../protocol.ts';
import type { Connection, SqlValue } from '../../sqlalchemy/engine/connection.ts';
import {
  ArgumentError,
  backendName,
  isEmbedded,
  describeUrl,
  makeUrl,
  renderAsString,
} from '../../sqlalchemy/engine/url.ts';
import { basename } from '../../util/paths.ts';
import type { Session } from '../session.ts';
import {
  configuredUrl,
  currentHeads,
  errorProblem,
  secretsOf,
  targetOf,
  withConnection,
  type Target,
} from './database.ts';

/** The connections that the project itself names, without passwords. A password in the file is used from there. */
export function connections(
  session: Session,
  { configUri }: Requests['retort/connections']['params'],
): readonly ConnectionInfo[] {
  const project = session.project(configUri);
  const text = configuredUrl(project);
  if (text === null) return [];
  try {
    const url = makeUrl(text);
    const file = basename(project.configPath) === 'pyproject.toml' ? 'pyproject.toml' : 'alembic.ini';
    const source = text === project.config.getMainOption('sqlalchemy.url') ? file : 'env.py';
    return [
      {
        url: renderAsString({ ...url, password: null }, { hidePassword: true }),
        label: `${backendName(url)}: ${describeUrl(url)}`,
        source,
        needsPassword: !isEmbedded(url.drivername) && url.username !== null && url.password === null,
      },
    ];
  } catch (error) {
    // An unreadable URL is a problem of the project, told with its line.
    if (error instanceof ArgumentError) return [];
    throw error;
  }
}

export async function testConnection(
  session: Session,
  { configUri, connection: params }: Requests['retort/testConnection']['params'],
): Promise<TestConnectionResult> {
  session.requireTrust();
  const project = session.project(configUri);
  try {
    const target = targetOf(project, params);
    const { current, server } = await withConnection(session, project, target, async (connection) => ({
      server: await serverInfo(target, connection),
      current: await currentHeads(session, project, target, connection),
    }));
    const place = current.length === 0 ? 'no revision is applied' : `at ${current.join(', ')}`;
    return { ok: true, server, message: `Connected to ${target.label}: ${place}`, current };
  } catch (error) {
    const { message, reason } = errorProblem(session, error, secretsOf(project, params));
    return { ok: false, server: null, message, current: null, ...(reason === undefined ? {} : { reason }) };
  }
}

async function serverInfo({ dialect, label }: Target, connection: Connection): Promise<ServerInfo | null> {
  if (dialect.sessions === null) return null;
  const { rows } = await connection.execute(dialect.sessions.server);
  const text = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : '');
  const [version, user, database] = rows[0] ?? [];
  return {
    version: text(version),
    user: text(user) === '' ? null : text(user),
    database: text(database) === '' ? label : text(database),
  };
}
