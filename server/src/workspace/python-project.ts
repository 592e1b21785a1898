import type { ConfigPaths } from '../alembic/script/config.ts';

/** What the project's own Python needs to run Alembic in the project. */
export interface PythonProject {
  /** Absolute path of the interpreter. */
  readonly interpreter: string;
  readonly configPaths: ConfigPaths;
  readonly section: string;
  readonly xArguments: readonly string[];
  readonly tag: string | null;
  /** The folder to run in. */
  readonly cwd: string;
  /** Passwords, which no message of Python's may repeat. */
  readonly secrets: readonly string[];
  /** What Python, env.py and the scripts print, line by line, without the secrets. */
  onOutput(line: string): void;
}
