import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { untilAborted } from './messages.ts';
import { lockFolder, type FolderLock } from './pglite-lock.ts';
import { PgliteServer } from './pglite-server.ts';

/** Which database: a folder's, the one in memory of a base directory, or an empty one in memory for who only reads. */
export type EmbeddedDatabase =
  | { readonly kind: 'database'; readonly folder: string | null; readonly base: string }
  | { readonly kind: 'nothing' };

/** The one session that an embedded database has, while it is one's own. */
export interface Lease {
  /** The running server; started again when it was killed. */
  server(): Promise<PgliteServer>;
  kill(): Promise<void>;
  /** Hands the session to the next who waits, with nothing of this one left in it. */
  end(): Promise<void>;
}

/** Starting takes most of a short command's time, so a server outlives its session by this much, in milliseconds. */
const afterLastUse = 2000;
/** Who asks for a second session while having one would wait for ever. */
const patience = 60_000;

const databases = new Map<string, Embedded>();

/** Waits until the database is nobody else's. Throws DatabaseError when that takes too long or the signal aborts. */
export async function leaseServer(of: EmbeddedDatabase, signal: AbortSignal | undefined): Promise<Lease> {
  const key = of.kind === 'nothing' ? 'nothing' : (of.folder ?? `memory:${of.base}`);
  let embedded = databases.get(key);
  if (embedded === undefined) {
    embedded = new Embedded(of.kind === 'nothing' ? null : of.folder, of.kind === 'nothing');
    databases.set(key, embedded);
  }
  return embedded.lease(signal);
}

// A command has ended, and nothing else keeps its process: the folders are closed properly before it goes.
process.on('beforeExit', () => {
  for (const embedded of databases.values()) void embedded.shutDown();
});

class Embedded {
  readonly #folder: string | null;
  /** Stopped when it is not used; one in memory that is somebody's database is not. */
  readonly #isPassing: boolean;
  #running: { readonly server: PgliteServer; readonly lock: FolderLock | null } | null = null;
  /** Settles when the last who asked has ended. */
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  constructor(folder: string | null, isPassing: boolean) {
    this.#folder = folder;
    this.#isPassing = isPassing || folder !== null;
  }

  async lease(signal: AbortSignal | undefined): Promise<Lease> {
    const before = this.#last;
    let done: () => void = () => undefined;
    this.#last = new Promise<void>((resolve) => {
      done = () => void before.then(resolve);
    });
    try {
      await untilAborted(within(before, patience), signal, () => undefined);
    } catch (error) {
      done();
      throw error;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    return {
      server: () => this.#start(),
      kill: () => this.#kill(),
      end: async () => {
        await this.#reset();
        this.#stopSoon();
        done();
      },
    };
  }

  async #start(): Promise<PgliteServer> {
    if (this.#running !== null) return this.#running.server;
    const lock = this.#folder === null ? null : await lockFolder(this.#folder);
    try {
      const server = await PgliteServer.start(this.#folder);
      this.#running = { server, lock };
      return server;
    } catch (error) {
      lock?.release();
      throw error;
    }
  }

  async #reset(): Promise<void> {
    try {
      await this.#running?.server.send({ kind: 'reset' });
    } catch {
      await this.#kill();
    }
  }

  async #kill(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.server.kill();
    // The lock's file stays: it says that the folder was not closed by us.
    running?.lock?.leave();
  }

  #stopSoon(): void {
    if (!this.#isPassing) return;
    this.#timer = setTimeout(() => void this.shutDown(), afterLastUse);
    this.#timer.unref();
  }

  async shutDown(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.server.close();
    running?.lock?.release();
  }
}

async function within(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new DatabaseError('An embedded database has one session, and another part of Retort is using it', {
          hint: 'Let the other run end, then try again.',
        }),
      );
    }, milliseconds);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
