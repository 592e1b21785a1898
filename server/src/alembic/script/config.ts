/** Alembic's configuration as data. Mirrors `alembic.config.Config`. */
export interface Config {
  /** Absolute path of the file. */
  readonly path: string;
  /** The section in use (`alembic`). */
  readonly section: string;
  /** After interpolation; `here` is the file's folder. Upstream: `get_main_option`. */
  getMainOption(name: string): string | null;
  /** Zero-based line of an option in the file, for messages; null when it is not set. */
  lineOf(name: string): number | null;
  readonly mainOptions: ReadonlyMap<string, string>;
}
