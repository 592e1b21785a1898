export interface ConnectOptions {
  /** Takes the place of the URL's. */
  readonly password?: string;
  /** Aborting gives up while connecting; a connection once made is stopped with `cancel`. */
  readonly signal?: AbortSignal;
  /** False for who only reads: a SQLite file that is not there yet is then read as the empty database that it would be. */
  readonly createFile?: boolean;
  /** How long a statement waits for another session's lock, in milliseconds; absent or 0: what the database and the URL say. */
  readonly lockTimeout?: number;
  /** How long a statement may run, in milliseconds; absent or 0: as long as it takes. */
  readonly statementTimeout?: number;
  /** The bundle of `sqlite-process.ts`; an SQLite session that can be aborted or timed is then in a process of its own. */
  readonly sqliteProcess?: string;
  /** Absolute: where relative SQLite paths start (upstream: the working directory). */
  readonly baseDirectory: string;
}
