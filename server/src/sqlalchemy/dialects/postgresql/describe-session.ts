import type { SqlValue } from '../../engine/connection.ts';

/** The columns of pg_stat_activity, called `a`, that `describeSession` takes. */
export const sessionColumns = 'a.pid, a.usename, a.application_name, a.client_addr::text';

/** A session of the server, as its administrator would find it. */
export function describeSession(row: readonly SqlValue[]): string {
  const [pid = '', user = '', application = '', address = ''] = row.map((value) =>
    value === null ? '' : String(value),
  );
  const name = application === '' ? 'a session' : application;
  return `${name} of user "${user}"${address === '' ? '' : ` from ${address}`} (process ${pid} of the server)`;
}
