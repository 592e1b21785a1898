/** The virtual environments of the compared packages, under `.cache/schema-oracle`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ComparedPackage } from './packages.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const cache = path.join(root, '.cache/schema-oracle');

/** The packages' environment, made on first use. */
export function environment({ name, requirements }: ComparedPackage): string {
  const folder = path.join(cache, name);
  const done = path.join(folder, 'ok');
  if (existsSync(done)) return folder;
  mkdirSync(cache, { recursive: true });
  console.error(`installing ${requirements.join(' ')}`);
  run('python3', ['-m', 'venv', folder]);
  run(path.join(folder, 'bin/pip'), ['install', '-q', ...requirements]);
  writeFileSync(done, '');
  return folder;
}

/** What packages find in `os.environ`, on both sides, however the comparison is started. */
export const environmentVariables: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  HOME: path.join(cache, 'home'),
  LANG: 'C.UTF-8',
};

/** Its standard output. Throws with what it wrote to standard error when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): string {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 256 << 20, ...options });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stderr}`);
  return result.stdout;
}

export function sitePackagesOf(folder: string): string {
  const [python] = readdirSync(path.join(folder, 'lib')).filter((name) => name.startsWith('python'));
  if (python === undefined) throw new Error(`${folder} is no virtual environment`);
  return path.join(folder, 'lib', python, 'site-packages');
}
