import { DatabaseError, type Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { tableKey } from '../../sqlalchemy/sql/schema.ts';
import { sleep } from './sleep.ts';
import type { VersionTableOptions } from './version-table-reader.ts';

export interface RunLockOptions {
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** Runs that share a version table exclude one another. */
  readonly configure: VersionTableOptions;
  /** Aborting stops waiting. */
  readonly signal?: AbortSignal;
  /** Called when another run has the lock, and again when that is another one. */
  readonly onWaiting?: (holder: string) => void;
}

const shortest = 50;
const longest = 1000;

/**
 * Works while no other run of Retort works on the same version table. What is planned must be planned inside: the run that
 * was waited for has moved the database. Where a write transaction is such a lock already (SQLite), works at once.
 * Throws DatabaseError when waiting is stopped; then nothing was done.
 */
export async function withRunLock<T>(options: RunLockOptions, work: () => Promise<T>): Promise<T> {
  const { connection, dialect, configure } = options;
  const { runLock } = dialect;
  if (runLock === null) return work();
  const key = tableKey(configure.versionTable, configure.versionTableSchema);
  await acquire(options, key);
  try {
    return await work();
  } finally {
    // A session that is gone has lost its lock with it.
    await runLock.release(connection, key).catch(() => undefined);
  }
}

async function acquire(
  { connection, dialect, signal, onWaiting }: RunLockOptions,
  key: string,
): Promise<void> {
  const { runLock } = dialect;
  if (runLock === null) return;
  let told: string | null = null;
  for (
    let pause = shortest;
    !(await runLock.tryAcquire(connection, key));
    pause = Math.min(pause * 2, longest)
  ) {
    const holder = (await runLock.holder(connection, key)) ?? 'another session';
    if (holder !== told) onWaiting?.(holder);
    told = holder;
    await sleep(pause, signal);
    if (signal?.aborted === true) {
      throw new DatabaseError(`Stopped waiting for another run (${holder}): nothing was changed`);
    }
  }
}
