import type { LiveEvaluator } from '../alembic/runtime/live-evaluation.ts';
import type { Journal } from '../alembic/runtime/journal.ts';
import type { PythonRunner } from '../alembic/runtime/project-python.ts';
import type { PythonProject } from '../workspace/python-project.ts';
import type { EvaluationThreadData } from '../workspace/evaluation-thread-data.ts';
import type { Connection } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import type { FileSystem } from '../workspace/file-system.ts';

/** What the command touches of the world. `cli.ts` gives the real one; tests give their own. */
export interface Host {
  readonly files: FileSystem;
  /** Absolute, with `/`. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Columns of the terminal that standard input is; null when it is none. */
  readonly terminalWidth: number | null;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Creates or replaces a file; fails when its folder is missing. */
  writeFile(path: string, content: string | Uint8Array): void;
  /** Runs a program in the terminal and waits for its end. Rejects when it cannot be started. */
  runProgram(program: string, args: readonly string[]): Promise<number>;
  makeDirectory(path: string): void;
  /** Limits are in milliseconds; 0 is none. */
  connect(url: Url, limits: { lockTimeout: number; statementTimeout: number }): Promise<Connection>;
  /** Evaluates revisions that ask the database while they run. */
  evaluationThread(data: EvaluationThreadData): LiveEvaluator;
  /** Runs revisions that cannot be evaluated, in the project's own Python. */
  projectPython(project: PythonProject): PythonRunner;
  /** What ran before, on this machine. */
  readonly journal: Journal;
  /** Asks a question that is answered with yes or no; null where nobody can answer. */
  ask(question: string): Promise<boolean> | null;
  now(): Date;
  randomBytes(count: number): Uint8Array;
  /** Twelve hexadecimal digits. */
  randomRevisionId(): string;
}
