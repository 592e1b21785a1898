import { existsSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from '../sqlalchemy/engine/connection.ts';

/** A folder that this process alone has open. */
export interface FolderLock {
  /** After the database was closed: the folder is whole. */
  release(): void;
  /** After it was cut off: the lock's file stays, and tells the next one so. */
  leave(): void;
}

const patience = 10_000;

/**
 * Waits until no other process of Retort has the folder of an embedded database open: two would destroy it. The lock is
 * that of an SQLite file beside the folder, which the system takes back from a process that dies. Throws DatabaseError when
 * the folder stays open, and when another program's mark is in it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(dirname(folder), `.${basename(folder)}.retort-lock`);
  const { DatabaseSync } = await import('node:sqlite');
  const deadline = Date.now() + patience;
  for (;;) {
    // What a run that did not close the folder leaves behind; PostgreSQL then repairs the folder from its log.
    const before = inodeOf(path);
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (Date.now() >= deadline) throw inUse(folder, error);
      await sleep(50);
      continue;
    }
    const release = (): void => {
      rmSync(path, { force: true });
      database.close();
    };
    const now = inodeOf(path);
    if (now === null || (before !== null && before !== now)) {
      // The one who had it took its file away meanwhile.
      database.close();
      continue;
    }
    if (before === null && existsSync(join(folder, 'postmaster.pid'))) {
      release();
      throw inUse(folder, null);
    }
    return {
      release,
      leave: () => {
        database.close();
      },
    };
  }
}

function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

function inUse(folder: string, cause: unknown): DatabaseError {
  const busy = cause !== null;
  return new DatabaseError(`The embedded database ${folder} is open in another program`, {
    code: '55006',
    hint: busy
      ? 'Wait until the other run of Retort has ended, then try again.'
      : 'Close that program. If none has it open, it ended without closing the folder: delete postmaster.pid in it.',
  });
}
