// Serves the workbench for `npm start` until it is interrupted: node serve.ts ENTRY VSIX FOLDER
import path from 'node:path';
import { startWorkbench } from './server.ts';

const [entry, vsix, folder] = process.argv.slice(2);
if (entry === undefined || vsix === undefined || folder === undefined) {
  throw new Error('usage: serve.ts ENTRY VSIX FOLDER');
}
const server = await startWorkbench({ entry, vsix, profile: path.join(path.dirname(folder), 'profile') });
const url = new URL(server.url);
url.searchParams.set('folder', folder);
// The open file is part of the address, so that the first look falls on a drifted model.
url.searchParams.set(
  'payload',
  JSON.stringify([['openFile', `vscode-remote://${url.host}${folder}/shop/models.py`]]),
);
console.log(`▸ The workbench is at\n\n    ${url.href}\n\n  Open it in a browser; Ctrl+C here ends it.`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.stop().then(() => process.exit(0));
  });
}
