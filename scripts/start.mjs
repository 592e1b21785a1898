// `npm start`: builds the extension and opens the sample project in VS Code, the desktop one if `code` is on PATH,
// else a web workbench on 127.0.0.1.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  cache,
  ensureDependencies,
  environment,
  fail,
  isWindows,
  output,
  root,
  run,
  say,
} from './lib/run.mjs';
import { ensureWorkbench } from './lib/workbench.mjs';

await ensureDependencies();
if ((await run('node', ['scripts/package.mjs'])) !== 0) process.exit(1);

const sample = path.join(cache, 'sample/shop');
if (!existsSync(sample)) {
  mkdirSync(path.dirname(sample), { recursive: true });
  cpSync(path.join(root, 'test/projects/shop'), sample, { recursive: true });
}
say(`The sample project is your copy in ${path.relative(root, sample)}; delete the folder to start over.`);

const desktop = output(isWindows ? 'where' : 'sh', isWindows ? ['code'] : ['-c', 'command -v code']);
if (desktop !== null && !process.argv.includes('--web')) {
  say('Opening the sample in VS Code');
  process.exit(
    await run('code', ['--extensionDevelopmentPath', root, sample, path.join(sample, 'shop/models.py')]),
  );
}

say('There is no `code` on PATH: opening a web workbench instead');
const workbench = await ensureWorkbench();
if (workbench.reason !== undefined) fail(workbench.reason);
const server = spawn(
  'node',
  ['test/workbench/support/serve.ts', workbench.entry, path.join(root, 'retort.vsix'), sample],
  {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.once('exit', (code) => process.exit(code ?? 0));
