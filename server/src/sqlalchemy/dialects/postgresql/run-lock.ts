import type { RunLock } from '../../engine/dialect.ts';
import { describeSession, sessionColumns } from './describe-session.ts';

/** `reto`: the first half of the lock's two numbers, so that other users of advisory locks are left alone. */
const family = 0x72_65_74_6f;

/**
 * An advisory lock of the session. It is asked for again and again, never waited for: a session that waits in
 * `pg_advisory_lock` holds a snapshot, which a `CREATE INDEX CONCURRENTLY` of the holder would wait for in turn.
 */
export const runLock: RunLock = {
  tryAcquire: async (connection, key) => {
    const { rows } = await connection.execute(`SELECT pg_catalog.pg_try_advisory_lock(${numbers(key)})`);
    return rows[0]?.[0] === true;
  },
  holder: async (connection, key) => {
    const { rows } = await connection.execute(
      `SELECT ${sessionColumns}
FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = ${String(family)} AND l.objid::int8 = ${String(hash(key) >>> 0)}
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
    );
    const [row] = rows;
    return row === undefined ? null : describeSession(row);
  },
  release: async (connection, key) => {
    await connection.execute(`SELECT pg_catalog.pg_advisory_unlock(${numbers(key)})`);
  },
};

function numbers(key: string): string {
  return `${String(family)}, ${String(hash(key))}`;
}

/** FNV-1a, as a signed 32-bit integer. */
function hash(key: string): number {
  let value = 0x81_1c_9d_c5;
  for (const byte of new TextEncoder().encode(key)) value = Math.imul(value ^ byte, 0x01_00_01_93);
  return value | 0;
}
