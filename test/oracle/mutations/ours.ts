/** Our command in this process, on the project's files and databases. */
import { rmSync, writeFileSync } from 'node:fs';
import { commands } from '../../../server/src/cli/commands.ts';
import type { Host } from '../../../server/src/cli/host.ts';
import { run } from '../../../server/src/cli/run.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { NodeFileSystem } from '../../../server/src/drivers/node-file-system.ts';
import { noEvaluationThread } from '../../support/evaluation-thread.ts';
import { environmentVariables } from '../schema/environments.ts';

export interface Outcome {
  readonly code: number;
  readonly output: string;
  /** The one file that was written. */
  readonly written: string | null;
}

/** Runs `retort`; the file that it writes is not kept. */
export async function retort(cwd: string, argv: readonly string[], keep = false): Promise<Outcome> {
  let output = '';
  let written: string | null = null;
  const host: Host = {
    files: new NodeFileSystem(),
    cwd,
    environment: environmentVariables,
    terminalWidth: null,
    stdout: (text) => (output += text),
    stderr: (text) => (output += text),
    writeFile: (path, content) => {
      writeFileSync(path, content);
      if (typeof content === 'string') written = content;
      if (!keep) rmSync(path);
    },
    makeDirectory: () => undefined,
    runProgram: () => Promise.resolve(0),
    connect: (url) => connect(url, { baseDirectory: cwd }),
    evaluationThread: noEvaluationThread,
    projectPython: () => {
      throw new Error('no Python here');
    },
    journal: { append: () => undefined, entries: () => [] },
    ask: () => null,
    now: () => new Date(0),
    randomRevisionId: () => 'abcdef012345',
    randomBytes: (size) => new Uint8Array(size),
  };
  const code = await run(argv, host, commands);
  return { code, output, written };
}
