// A real VS Code workbench for machines without a desktop one: code-server from npm, into .cache/workbench.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, isWindows, output, run, say } from './run.mjs';

/** code-server 4.139.1 is VS Code 1.139.1; it runs on the Node that the project installs. */
const VERSION = '4.139.1';
const home = path.join(cache, 'workbench');
const entry = path.join(home, 'node_modules/code-server/out/node/entry.js');
const npm = isWindows ? 'npm.cmd' : 'npm';

/** The server's entry script, installed if needed; or the reason why there is none. */
export async function ensureWorkbench() {
  if (isWindows)
    return { reason: 'code-server does not run on Windows: install VS Code, with `code` on PATH' };
  let reason = null;
  if (!existsSync(entry) || !existsSync(path.join(home, 'complete'))) {
    say(
      `Installing a VS Code workbench (code-server ${VERSION} from npm, about a minute, 1 GB) into .cache/workbench`,
    );
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
    const install = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
    const vscode = path.join(home, 'node_modules/code-server/lib/vscode');
    // What its postinstall does, less the native builds, which nothing here needs; its shrinkwrap pins the versions.
    const steps = [
      [home, [...install, `code-server@${VERSION}`]],
      [vscode, [...install, '--omit=dev']],
      [path.join(vscode, 'extensions'), [...install, '--omit=dev']],
    ];
    for (const [cwd, args] of steps) {
      if (reason === null && (await run(npm, args, { cwd })) !== 0)
        reason = `npm ${args.at(-1)} failed in ${path.relative(cache, cwd)}`;
    }
    if (reason === null) writeFileSync(path.join(home, 'complete'), VERSION);
  }
  return reason === null ? { entry } : { reason };
}

/** A Chromium to hold the page, or null. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of names) {
    const found = isWindows ? null : output('sh', ['-c', `command -v ${name}`]);
    if (found) return found;
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return existsSync(mac) ? mac : null;
}
