// `npm start`: builds the extension and opens the sample project in VS Code: the desktop one if `code` is on PATH, else
// (or with `npm start -- --web`) a web workbench on 127.0.0.1. RETORT_SAMPLE names another place for the sample.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cache, ensureDependencies, environment, fail, output, root, run, say } from './lib/run.mjs';
import { ensureWorkbench } from './lib/workbench.mjs';

await ensureDependencies();
const whyNotDesktop = process.argv.includes('--web') ? 'as asked' : desktopProblem();
const script = whyNotDesktop === null ? 'scripts/build.mjs' : 'scripts/package.mjs';
if (whyNotDesktop === null) say('Building dist/');
if ((await run('node', [script])) !== 0) fail('The build failed: see its output above.');

const sample = path.resolve(root, process.env.RETORT_SAMPLE ?? path.join(cache, 'sample/shop'));
if (!existsSync(sample)) {
  mkdirSync(path.dirname(sample), { recursive: true });
  cpSync(path.join(root, 'test/projects/shop'), sample, { recursive: true });
}
const shown = path.relative(root, sample);
say(
  `The sample project is your copy in ${shown.startsWith('..') ? sample : shown}; delete the folder to start over`,
);

if (whyNotDesktop === null) {
  say('Opening the sample in VS Code');
  const models = path.join(sample, 'shop/models.py');
  process.exit(await run('code', [`--extensionDevelopmentPath=${root}`, sample, models]));
}

say(`Opening a web workbench (${whyNotDesktop})`);
const workbench = await ensureWorkbench();
if (workbench.reason !== undefined) fail(workbench.reason);
const server = spawn(
  'node',
  ['test/workbench/support/serve.ts', workbench.entry, path.join(root, 'retort.vsix'), sample],
  { cwd: root, stdio: 'inherit', env: environment() },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.once('exit', (code) => process.exit(code ?? 1));

/** Why the desktop VS Code cannot take the extension, or null when it can. */
function desktopProblem() {
  const version = output('code', ['--version'])?.split('\n')[0];
  if (version === undefined) return 'there is no `code` on PATH';
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const numbers = (text) => text.replace(/^\D+/u, '').split('.').map(Number);
  const [major, minor] = numbers(version);
  const [neededMajor, neededMinor] = numbers(engines.vscode);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return null;
  return `VS Code ${version} is too old: Retort needs ${engines.vscode}`;
}
