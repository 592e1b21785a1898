import type { ConnectionInfo, ConnectionParams } from '../../../server/src/protocol.ts';
import { labelOf, takesPassword } from './url.ts';

/** Which connection of a project is in use, as workspaceState keeps it. */
export interface ConnectionChoice {
  readonly source: ConnectionInfo['source'];
  /** Without password. */
  readonly url: string;
}

/** What the server found in the project's configuration, then the environment's, then what the user added, each URL once. */
export function allConnections(
  found: readonly ConnectionInfo[],
  addedUrls: readonly string[],
  environment: readonly ConnectionInfo[] = [],
): readonly ConnectionInfo[] {
  const configured = new Set(found.map((connection) => connection.url));
  const others = environment.filter(({ url }) => !configured.has(url));
  const known = new Set([...found, ...others].map((connection) => connection.url));
  const added = addedUrls
    .filter((url) => !known.has(url))
    .map((url): ConnectionInfo => ({
      url,
      label: labelOf(url),
      source: 'added',
      needsPassword: takesPassword(url),
    }));
  return [...found, ...others, ...added];
}

/**
 * The connection in use: the chosen one while it exists; the configuration's present URL where the chosen one was an
 * earlier URL of the same file; else the first, which is `sqlalchemy.url`. Null when there is none at all.
 */
export function activeConnection(
  connections: readonly ConnectionInfo[],
  choice: ConnectionChoice | null,
): ConnectionInfo | null {
  const same = connections.find(({ source, url }) => source === choice?.source && url === choice.url);
  const sameFile = connections.find(({ source }) => source === choice?.source && !notConfigured.has(source));
  return same ?? sameFile ?? connections[0] ?? null;
}

const notConfigured: ReadonlySet<ConnectionInfo['source']> = new Set(['added', 'environment', '.env']);

/** What a request says of a connection. The configuration's own URL goes as null, so the server reads it (and its password) itself. */
export function connectionParams(
  connection: ConnectionInfo,
  connections: readonly ConnectionInfo[],
  password: string | null,
): ConnectionParams {
  const isDefault = !notConfigured.has(connection.source) && connections[0] === connection;
  return { url: isDefault ? null : connection.url, password };
}

/** Whether an answer says that the database refused the user or the password. */
export function isPasswordRefused(error: {
  readonly message: string;
  readonly reason?: 'authentication' | undefined;
}): boolean {
  return (
    error.reason === 'authentication' ||
    /password authentication failed|no password supplied|login failed for user/iu.test(error.message)
  );
}
