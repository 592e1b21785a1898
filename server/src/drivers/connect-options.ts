export interface ConnectOptions {
  /** Takes the place of the URL's. */
  readonly password?: string;
  /** Aborting gives up while connecting; a connection once made is stopped with `cancel`. */
  readonly signal?: AbortSignal;
  /** False for who only reads: a SQLite file that is not there yet is then read as the empty database that it would be. */
  readonly createFile?: boolean;
  /** Absolute: where relative SQLite paths start (upstream: the working directory). */
  readonly baseDirectory: string;
}
