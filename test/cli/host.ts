import type { Host } from '../../server/src/cli/host.ts';
import { commands } from '../../server/src/cli/commands.ts';
import { run } from '../../server/src/cli/run.ts';
import { DatabaseError } from '../../server/src/sqlalchemy/engine/connection.ts';
import { noEvaluationThread } from '../support/evaluation-thread.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: MemoryFileSystem;
}

/** Runs one command line over files in memory, in `/app`, with no database. */
export async function retort(files: Readonly<Record<string, string>>, ...argv: string[]): Promise<Outcome> {
  return retortIn({}, files, ...argv);
}

/** The same with variables of the process. */
export async function retortIn(
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  ...argv: string[]
): Promise<Outcome> {
  const fs = new MemoryFileSystem(files);
  let stdout = '';
  let stderr = '';
  const host: Host = {
    files: fs,
    cwd: '/app',
    environment: { PATH: '/usr/bin:/bin', ...environment },
    terminalWidth: null,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    writeFile: (path, content) => {
      fs.write(path, typeof content === 'string' ? content : new TextDecoder('latin1').decode(content));
    },
    runProgram: (program, args) => {
      stdout += `${[program, ...args].join(' ')}\n`;
      return Promise.resolve(program.endsWith('/false') ? 1 : 0);
    },
    makeDirectory: () => undefined,
    connect: () =>
      Promise.reject(new DatabaseError('Cannot connect to db.example:5432', { hint: 'Start the server.' })),
    evaluationThread: noEvaluationThread,
    projectPython: () => {
      throw new Error('this test has no Python');
    },
    journal: { append: () => undefined, entries: () => [] },
    ask: () => null,
    now: () => new Date(2024, 2, 5, 14, 7, 9),
    randomBytes: (count) => new Uint8Array(count),
    randomRevisionId: () => '0123456789ab',
  };
  const code = await run(argv, host, commands);
  return { code, stdout, stderr, files: fs };
}
