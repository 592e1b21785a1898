/** Composition root of the language server: stdio, pipe or IPC as the arguments say, the disk, the databases. */
import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { connect } from './drivers/connect.ts';
import { evaluationThread } from './drivers/evaluation-thread.ts';
import { journalFile } from './drivers/journal-file.ts';
import { projectPython } from './drivers/project-python.ts';
import { NodeFileSystem } from './drivers/node-file-system.ts';
import { bundledParser } from './drivers/tree-sitter.ts';
import { redact } from './util/redact.ts';
import { startServer } from './lsp/server.ts';
import { useParser } from './python/syntax/parser.ts';

const connection = createConnection(ProposedFeatures.all);

// A defect must not end the server in the middle of somebody's run. Clients show what is written here in their log.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(
      redact(error instanceof Error ? (error.stack ?? error.message) : String(error)) + '\n',
    );
  });
}

useParser(bundledParser(__dirname));

startServer(connection, {
  fileSystem: new NodeFileSystem(),
  connect: (url, options) =>
    connect(url, { ...options, sqliteProcess: path.join(__dirname, 'sqlite-process.js') }),
  evaluationThread: (data) => evaluationThread(path.join(__dirname, 'evaluation-worker.js'), data),
  projectPython,
  journal: journalFile,
});
