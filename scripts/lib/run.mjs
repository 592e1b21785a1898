// What the project's scripts share. Runs on any Node ≥ 20 before anything is installed, so it uses Node alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const cache = path.join(root, '.cache');
export const isWindows = process.platform === 'win32';
const npm = isWindows ? 'npm.cmd' : 'npm';

/** Says what happens next, so that a long silence has a name. */
export function say(message) {
  console.log(`▸ ${message}`);
}

/** The environment with the project's own Node (24) and tools first on PATH. */
export function environment(extra = {}) {
  const bin = path.join(root, 'node_modules', '.bin');
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [key]: bin + path.delimiter + (process.env[key] ?? ''), ...extra };
}

/** Runs a command with its output shown; resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: isWindows,
      ...options,
      env: environment(options.env),
    });
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The output of a command, or null when it failed or is not there. */
export function output(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell: isWindows });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** Does `work` once per content of `key`: a marker file remembers the last key. */
export async function once(marker, key, work) {
  const file = path.join(cache, marker);
  if (existsSync(file) && readFileSync(file, 'utf8') === key) return;
  await work();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, key);
}

/** Installs the npm dependencies if the lock file changed since the last time. */
export async function ensureDependencies() {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && existsSync(path.join(cache, 'npm-lock'))) {
    if (readFileSync(path.join(cache, 'npm-lock'), 'utf8') === lock) return;
  }
  say('Installing the npm dependencies (npm ci)');
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) fail('npm ci failed: see its output above.');
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, 'npm-lock'), lock);
}

export function fail(message) {
  console.error(`✗ ${message}`);
  process.exit(1);
}
