/** Composition root of the `retort` command: the real file system, terminal and database drivers. */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commands } from './cli/commands.ts';
import type { Host } from './cli/host.ts';
import { run } from './cli/run.ts';
import { journalFile } from './drivers/journal-file.ts';
import { stateFolder } from './drivers/state-folder.ts';
import { NodeFileSystem } from './drivers/node-file-system.ts';
import { bundledParser } from './drivers/tree-sitter.ts';
import { connect, evaluationThread, projectPython } from './drivers/when-needed.ts';
import { redact } from './util/redact.ts';
import { useParser } from './python/syntax/parser.ts';

const cwd = realpathSync(process.cwd()).split(path.sep).join('/');

const host: Host = {
  files: new NodeFileSystem(),
  cwd,
  environment: process.env,
  terminalWidth: process.stdin.isTTY && process.stdout.isTTY ? process.stdout.columns : null,
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  writeFile: (file, content) => {
    writeFileSync(file, content);
  },
  runProgram: async (program, args) => {
    const { spawn } = await import('node:child_process');
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { stdio: 'inherit' });
      child.on('error', reject);
      child.on('close', (code) => {
        resolve(code ?? 1);
      });
    });
  },
  makeDirectory: (folder) => {
    mkdirSync(folder, { recursive: true });
  },
  connect: (url, limits) =>
    connect(url, {
      ...limits,
      baseDirectory: cwd,
      sqliteProcess: path.join(__dirname, 'sqlite-process.js'),
    }),
  evaluationThread: (data) => evaluationThread(path.join(__dirname, 'evaluation-worker.js'), data),
  projectPython,
  journal: journalFile(stateFolder(process.env)),
  ask: (question) => (process.stdin.isTTY && process.stderr.isTTY ? ask(question) : null),
  now: () => new Date(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  randomRevisionId: () => Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex'),
};

async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

async function main(): Promise<void> {
  // Lists of processes show the arguments until now, and `--url` may hold a password.
  process.title = 'retort';
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 13)) {
    process.stderr.write(`retort needs Node 22.13 or newer; this is ${process.versions.node}\n`);
    process.exitCode = 1;
    return;
  }
  // A reader that has had enough (`retort history | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  useParser(bundledParser(__dirname));
  process.exitCode = await run(process.argv.slice(2), host, commands);
}

main().catch((error: unknown) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`retort: ${redact(text)}\n`);
  process.exitCode = 1;
});
