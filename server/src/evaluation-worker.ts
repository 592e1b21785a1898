/** Composition root of the thread that evaluates revisions while they run: the disk, and the database through a port. */
import { parentPort, workerData } from 'node:worker_threads';
import { errorData, type LiveResult } from './alembic/runtime/live-evaluation.ts';
import { blockingDatabase } from './drivers/blocking-database.ts';
import type { EvaluationTask } from './drivers/evaluation-thread.ts';
import type { EvaluationThreadData } from './workspace/evaluation-thread-data.ts';
import { bundledParser } from './drivers/tree-sitter.ts';
import { NodeFileSystem } from './drivers/node-file-system.ts';
import { useParser } from './python/syntax/parser.ts';
import { dialectFor } from './sqlalchemy/dialects/index.ts';
import type { FileSystem } from './workspace/file-system.ts';
import { openProject } from './workspace/open-project.ts';

const data = workerData as EvaluationThreadData;

/** The disk with the texts of open documents over it. */
function fileSystem(): FileSystem {
  const disk = new NodeFileSystem();
  const { documents } = data;
  return {
    readFile: (path) => documents.get(path) ?? disk.readFile(path),
    version: (path) => (documents.has(path) ? 'open' : disk.version(path)),
    readDirectory: (path) => disk.readDirectory(path),
  };
}

function main(): void {
  useParser(bundledParser(__dirname));
  const project = openProject(fileSystem(), data.configPath, {
    section: data.section,
    xArguments: data.xArguments,
    tag: data.tag,
    ...(data.knowsVariables ? { variables: process.env } : {}),
    ...(data.configPaths === null ? {} : { paths: data.configPaths }),
    ...(data.cwd === null ? {} : { cwd: data.cwd }),
  });
  const dialect = dialectFor(data.dialect, 'online');
  parentPort?.on('message', ({ revision, direction, port, signal }: EvaluationTask) => {
    const database = blockingDatabase(port, new Int32Array(signal), dialect.inspector);
    const { refusals, failure } = project.runRevision(revision, direction, dialect, database);
    const result: LiveResult = {
      refusals,
      failure: failure === null ? null : { error: errorData(failure.error), origin: failure.origin },
    };
    port.close();
    parentPort?.postMessage(result);
  });
}

main();
