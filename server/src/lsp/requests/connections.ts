import type { ConnectionInfo, Requests, TestConnectionResult } from '../../protocol.ts';
import {
  ArgumentError,
  backendName,
  dialectNameOf,
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
        needsPassword: dialectNameOf(url) !== 'sqlite' && url.username !== null && url.password === null,
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
    const current = await withConnection(session, project, target, (connection) =>
      currentHeads(session, project, target, connection),
    );
    const place = current.length === 0 ? 'no revision is applied' : `at ${current.join(', ')}`;
    return { ok: true, message: `Connected to ${target.label}: ${place}`, current };
  } catch (error) {
    const { message, reason } = errorProblem(session, error, secretsOf(project, params));
    return { ok: false, message, current: null, ...(reason === undefined ? {} : { reason }) };
  }
}
