/** A Python process that keeps running real Alembic's commands for one project. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A revision and those that it is built on, dependencies included. */
export type PlannedRevision = readonly [revision: string, down: readonly string[]];

interface Answer {
  readonly error: string | null;
  readonly plan: readonly PlannedRevision[];
  readonly sql: string;
}

type Command = 'upgrade' | 'downgrade' | 'plan' | 'prepare' | 'sql';

export class AlembicWorker {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  #errors = '';

  constructor(options: {
    readonly python: string;
    readonly ini: string;
    readonly environment: Readonly<NodeJS.ProcessEnv>;
  }) {
    const script = path.join(import.meta.dirname, 'alembic_worker.py');
    this.#child = spawn(options.python, [script, options.ini], {
      cwd: path.dirname(options.ini),
      env: { ...options.environment, PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** All revisions in the order of an upgrade of an empty database. */
  async plan(): Promise<readonly PlannedRevision[]> {
    const { error, plan } = await this.#ask('plan', 'sqlite://', '');
    if (error !== null) throw new Error(error);
    return plan;
  }

  /** Why the command failed; null when it did not. */
  async run(command: Command, url: string, target: string): Promise<string | null> {
    return (await this.#ask(command, url, target)).error;
  }

  /** What `alembic upgrade --sql` prints, or why it fails. */
  async sql(url: string, target: string): Promise<{ readonly sql: string; readonly error: string | null }> {
    return this.#ask('sql', url, target);
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  async #ask(command: Command, url: string, target: string): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify({ command, url, target })}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`Alembic ended: ${this.#errors}`);
    return JSON.parse(line.value) as Answer;
  }
}
