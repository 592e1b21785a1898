/** Real Alembic in one long-lived process per project (`real.py`), a request at a time. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { environmentVariables } from '../schema/environments.ts';
import type { ProjectFolder } from './folders.ts';
import type { MutatedProject } from './projects.ts';

/** An answer with `error` where Python raised, or died. */
export interface Answer {
  readonly error?: string | null;
  readonly place?: string;
  readonly path?: string | null;
  readonly text?: string;
  readonly told?: readonly string[];
}

export class RealAlembic {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(python: string, project: MutatedProject, folder: ProjectFolder) {
    this.#child = spawn(python, [path.join(import.meta.dirname, 'real.py'), project.roots.join(',')], {
      cwd: folder.dir,
      // The package's libraries stand behind those of the oracle.
      env: {
        ...environmentVariables,
        PYTHONHASHSEED: '0',
        RETORT_LIBRARIES: folder.sitePackages,
      },
    });
    this.#child.stderr.on('data', (text: Buffer) => {
      process.stderr.write(text);
    });
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ask(request: Readonly<Record<string, unknown>>): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('real Alembic ended');
    return JSON.parse(line.value) as Answer;
  }

  close(): void {
    this.#reader.close();
    this.#child.stdin.end();
  }
}
