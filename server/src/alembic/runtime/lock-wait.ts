import { DatabaseError, type Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { sleep } from './sleep.ts';
import { OperationFailure, type RunError } from './run-error.ts';

/** Until a statement is looked at for the first time, in milliseconds; then twice as long each time. */
const firstLook = 300;
const longestLook = 30_000;
const firstPause = 500;
const longestPause = 10_000;

/** How often to try again where the user has said how long a lock may be waited for; else the first wait is the last. */
export function retriesFor(lockTimeout: number): number {
  return lockTimeout > 0 ? 5 : 0;
}

/** Finds out whose lock a statement waits for, and whether and when to try again. */
export class LockWait {
  readonly #connection: Connection;
  readonly #dialect: Dialect;
  readonly #retries: number;
  readonly #signal: AbortSignal | undefined;
  readonly #onWaiting: ((holder: string) => void) | undefined;
  /** Who was in the way of the last statement that waited. */
  #holder: string | null = null;
  #tries = 0;

  constructor(options: {
    readonly connection: Connection;
    readonly dialect: Dialect;
    readonly lockRetries?: number;
    readonly signal?: AbortSignal;
    readonly onWaiting?: (holder: string) => void;
  }) {
    this.#connection = options.connection;
    this.#dialect = options.dialect;
    this.#retries = options.lockRetries ?? 0;
    this.#signal = options.signal;
    this.#onWaiting = options.onWaiting;
  }

  /** The statement's own outcome; while it takes long, those who block it are told. */
  async watch<T>(running: Promise<T>): Promise<T> {
    if (this.#connection.blockers === undefined) return running;
    this.#holder = null;
    let pause = firstLook;
    let timer: ReturnType<typeof setTimeout>;
    const look = async (): Promise<void> => {
      const holders = (await this.#connection.blockers?.().catch(() => [])) ?? [];
      if (holders.length > 0) this.#blockedBy(holders.join(', '));
    };
    const later = (): ReturnType<typeof setTimeout> =>
      setTimeout(() => {
        pause = Math.min(pause * 2, longestLook);
        timer = later();
        void look();
      }, pause);
    timer = later();
    try {
      return await running;
    } finally {
      clearTimeout(timer);
    }
  }

  /** True for an error that a later try may not meet. `tries` counts from 0. */
  isWorthAnother(error: unknown, tries: number): boolean {
    this.#tries = tries;
    if (this.#signal?.aborted === true || tries >= this.#retries) return false;
    const cause = error instanceof OperationFailure ? error.cause : error;
    const code = cause instanceof DatabaseError ? cause.code : null;
    return code !== null && this.#isLock(code);
  }

  /** Waits longer each time, so that who holds the lock can end. */
  async pause(tries: number): Promise<void> {
    const milliseconds = Math.min(firstPause * 2 ** tries, longestPause);
    const who = this.#holder ?? 'another session';
    this.#onWaiting?.(
      `${who}, whose lock was in the way; try ${String(tries + 2)} of ${String(this.#retries + 1)} in ${String(milliseconds / 1000)} s`,
    );
    await sleep(milliseconds, this.#signal);
  }

  /** The error with who was in the way, where it is about a lock. */
  explain(error: RunError): RunError {
    if (error.code === null || !this.#isLock(error.code)) return error;
    const who = this.#holder === null ? '' : `; the lock is held by ${this.#holder}`;
    const often = this.#tries === 0 ? '' : `; tried ${String(this.#tries + 1)} times`;
    return { ...error, message: `${error.message}${who}${often}` };
  }

  #isLock(code: string): boolean {
    return this.#dialect.sessions?.lockCodes.has(code) === true;
  }

  #blockedBy(holder: string): void {
    if (holder !== this.#holder) this.#onWaiting?.(holder);
    this.#holder = holder;
  }
}
