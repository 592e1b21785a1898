/** A minimal LSP client that measures how long the packaged server takes to answer. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-languageserver/node';

interface PublishDiagnostics {
  readonly uri: string;
  readonly diagnostics: readonly { readonly message: string }[];
}

export interface ServerTimes {
  /** From starting the process to the first diagnostics of the model file, in milliseconds. */
  readonly coldStart: number;
  /** From the sending of an edit to the diagnostics that it causes, one per edit. */
  readonly keystrokes: readonly number[];
}

/** Opens a model file and adds a column that no migration has, again and again under another name. */
export async function measureServer(
  root: string,
  folder: string,
  models: string,
  edits: number,
): Promise<ServerTimes> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const uri = pathToFileURL(models).href;
  let waiting: { readonly text: string; readonly resolve: () => void } | null = null;
  connection.onNotification('textDocument/publishDiagnostics', (event: PublishDiagnostics) => {
    if (event.uri !== uri || waiting === null) return;
    const { text, resolve } = waiting;
    if (event.diagnostics.some(({ message }) => message.includes(text))) resolve();
  });
  connection.onRequest('workspace/configuration', (params: { items: unknown[] }) =>
    params.items.map(() => null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  for (const refresh of ['inlayHint', 'codeLens', 'diagnostic'])
    connection.onRequest(`workspace/${refresh}/refresh`, () => null);
  connection.listen();
  const diagnosticsWith = (text: string) =>
    new Promise<void>((resolve) => {
      waiting = { text, resolve };
    });

  const folderUri = pathToFileURL(folder).href;
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folderUri,
    workspaceFolders: [{ uri: folderUri, name: 'bench' }],
    capabilities: { textDocument: { publishDiagnostics: {} }, workspace: { configuration: true } },
    initializationOptions: { trusted: true },
  });
  await connection.sendNotification('initialized', {});
  const original = readFileSync(models, 'utf8');
  // Drifted from the start: a file without a finding is not published at all.
  const drifted = (name: string) =>
    `${original.trimEnd()}\n    ${name}: Mapped[str] = mapped_column(String(7))\n`;
  const first = diagnosticsWith('.typed_first');
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text: drifted('typed_first') },
  });
  await first;
  const coldStart = performance.now() - started;

  const keystrokes: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const name = `typed_${edit}`;
    const seen = diagnosticsWith(`.${name}`);
    const sent = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: edit + 2 },
      contentChanges: [{ text: drifted(name) }],
    });
    await seen;
    keystrokes.push(performance.now() - sent);
  }
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  connection.dispose();
  child.kill();
  return { coldStart, keystrokes };
}
