export interface ConnectOptions {
  /** Takes the place of the URL's. */
  readonly password?: string;
  /** Aborting gives up while connecting; a connection once made is stopped with `cancel`. */
  readonly signal?: AbortSignal;
  /** Absolute: where relative SQLite paths start (upstream: the working directory). */
  readonly baseDirectory: string;
}
