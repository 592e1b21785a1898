/** The text of `history`, `heads`, `branches` and `show`, of both tools. */
import { NodeFileSystem } from '../../../server/src/drivers/node-file-system.ts';
import { commands } from '../../../server/src/cli/commands.ts';
import type { Host } from '../../../server/src/cli/host.ts';
import { run } from '../../../server/src/cli/run.ts';
import path from 'node:path';
import { withoutArbitraryBranches } from './arbitrary-order.ts';
import type { TreeFolder } from './folders.ts';
import { askAlembic, type Graph, type ListingJob } from './real.ts';
import type { ComparedTree } from './trees.ts';

export interface ListingOutcome {
  readonly command: string;
  readonly isSame: boolean;
}

export async function compareListings(
  tree: ComparedTree,
  folder: TreeFolder,
  graph: Graph,
): Promise<readonly ListingOutcome[]> {
  const jobs: ListingJob[] = [
    { kind: 'listing', command: 'history', options: {} },
    { kind: 'listing', command: 'history', options: { verbose: true } },
    { kind: 'listing', command: 'heads', options: {} },
    { kind: 'listing', command: 'heads', options: { verbose: true } },
    { kind: 'listing', command: 'branches', options: {} },
    { kind: 'listing', command: 'branches', options: { verbose: true } },
    ...graph.graph.map(({ revision }): ListingJob => ({
      kind: 'listing',
      command: 'show',
      options: { rev: revision },
    })),
  ];
  const { answers } = askAlembic(tree, folder, jobs);
  const outcomes: ListingOutcome[] = [];
  for (const [index, job] of jobs.entries()) {
    const { rev, verbose } = job.options;
    const argv = [
      job.command,
      ...(typeof rev === 'string' ? [rev] : []),
      ...(verbose === true ? ['-v'] : []),
    ];
    const theirs = answers[index];
    outcomes.push({
      command: argv.join(' '),
      isSame:
        theirs?.error === null &&
        withoutArbitraryBranches(await retort(folder, argv)) === withoutArbitraryBranches(theirs.text),
    });
  }
  return outcomes;
}

const files = new NodeFileSystem();

async function retort(folder: TreeFolder, argv: readonly string[]): Promise<string> {
  let text = '';
  const refused = (): never => {
    throw new Error(`${argv.join(' ')} writes nothing and connects to nothing`);
  };
  const host: Host = {
    files,
    cwd: path.dirname(folder.ini),
    environment: {},
    terminalWidth: null,
    stdout: (part) => {
      text += part;
    },
    stderr: () => undefined,
    writeFile: refused,
    makeDirectory: refused,
    connect: refused,
    now: refused,
    randomBytes: refused,
    randomRevisionId: refused,
    runProgram: refused,
    projectPython: () => {
      throw new Error('there is no Python here');
    },
    journal: { append: () => undefined, entries: () => [] },
    ask: () => null,
    evaluationThread: refused,
  };
  await run(argv, host, commands);
  // Alembic writes ASCII to a stream that names no encoding, as the one that its answers are collected in.
  return text.replaceAll(/\P{ASCII}/gu, '?');
}
