// Serves the workbench for `npm start` until it is interrupted: node serve.ts ENTRY VSIX FOLDER
import path from 'node:path';
import { freePort, startWorkbench, type WorkbenchServer } from './server.ts';

/** The same address at each start, so that a page left open in the browser finds its workbench again. */
const PORT = 8765;

const [entry, vsix, folder] = process.argv.slice(2);
if (entry === undefined || vsix === undefined || folder === undefined) {
  throw new Error('usage: serve.ts ENTRY VSIX FOLDER');
}
let server: WorkbenchServer | null = null;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Ctrl+C comes twice, from the terminal and from start.mjs; the second must not cut the ending short.
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void Promise.resolve(server?.stop()).then(() => process.exit(0));
  });
}
try {
  const profile = path.join(path.dirname(folder), 'profile');
  const port = await freePort(PORT).catch(() => freePort());
  server = await startWorkbench({ entry, vsix, profile, port });
  console.log(`▸ The workbench is at\n\n    ${address(server.url, folder)}\n`);
  console.log('  Open it in a browser. models.py has a column without a migration: Ctrl+. on it writes one,');
  console.log('  and the Retort icon at the side upgrades the database. Ctrl+C here ends the workbench.');
} catch (error) {
  console.error(`✗ The workbench did not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

/** The open file is part of the address, so that the first look falls on a drifted model. */
function address(server: string, folder: string): string {
  const url = new URL(server);
  const open = ['openFile', `vscode-remote://${url.host}${folder}/shop/models.py`];
  url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify([open]));
  // These two need no escape in a query, and people read the address.
  return url.href.replaceAll('%2F', '/').replaceAll('%3A', ':');
}
