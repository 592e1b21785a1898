import type { SessionFacts } from '../../engine/dialect.ts';

export const sessions: SessionFacts = {
  server:
    "SELECT pg_catalog.split_part(pg_catalog.version(), ' on ', 1), current_user, pg_catalog.current_database()",
  // The server's start tells two servers apart, and a database that was made anew has another number.
  identity: `SELECT pg_catalog.current_database() || ' ' || oid::text || ' ' || pg_catalog.round(extract(epoch FROM pg_catalog.pg_postmaster_start_time())::numeric * 1000000)::text || ' ' || coalesce(pg_catalog.current_schema(), '')
FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()`,
  number: 'SELECT pg_catalog.pg_backend_pid()',
  cancel: (number) => `SELECT pg_catalog.pg_cancel_backend(${number})`,
  // lock_not_available, deadlock_detected: https://www.postgresql.org/docs/current/errcodes-appendix.html
  lockCodes: new Set(['55P03', '40P01']),
};
