import { checkUrl, labelOf, splitPassword } from './url.ts';
import type { ConnectionInfo } from '../../../server/src/protocol.ts';

/** A connection in somebody's environment, with the password that stands there: it is in memory only. */
export interface EnvironmentConnection {
  readonly connection: ConnectionInfo;
  readonly password: string | null;
}

/**
 * The variables that hold a database URL, whatever they are called: `DATABASE_URL`, `SQLALCHEMY_DATABASE_URI`, … A
 * `postgres://` as hosts give it is taken for the `postgresql://` that applications make of it.
 */
export function environmentConnections(
  variables: Readonly<Record<string, string | undefined>>,
  source: '.env' | 'environment',
): readonly EnvironmentConnection[] {
  const found = Object.entries(variables).flatMap(([name, value]): EnvironmentConnection[] => {
    const text = (value ?? '').trim().replace(/^postgres(?=:\/\/|\+)/u, 'postgresql');
    if (!text.includes(':') || !checkUrl(text).ok) return [];
    const { url, password } = splitPassword(text);
    const label = `${labelOf(url)} (${name})`;
    return [{ connection: { url, label, source, needsPassword: false }, password }];
  });
  return [...new Map(found.map((each) => [each.connection.url, each])).values()];
}
