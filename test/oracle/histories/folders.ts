/** Where the packages are installed, and a neutral project around each of their histories. All of it is under `.cache/`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sharedRequirements, type ComparedTree } from './trees.ts';

const root = path.resolve(import.meta.dirname, '../../..');
export const cache = path.join(root, '.cache/histories-oracle');

/**
 * The packages' own env.py files connect, configure logging and read the application's settings. The comparison is about
 * the scripts, so every tree has the same plain env.py: no metadata, no naming convention.
 */
const environment = `from alembic import context

context.configure(url=context.config.get_main_option("sqlalchemy.url"), literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
`;

export interface TreeFolder {
  readonly ini: string;
  /** The folder of revision files. */
  readonly versions: string;
  /** The folder that the package is installed into. */
  readonly site: string;
}

/** The interpreter with Alembic, SQLAlchemy and the shared libraries; installed on first use. */
export function python(): string {
  const folder = path.join(cache, 'venv');
  const judges = readFileSync(path.join(import.meta.dirname, '../requirements.txt'), 'utf8')
    .split('\n')
    .filter((line) => /^(alembic|sqlalchemy|psycopg2-binary|pymssql)==/i.test(line));
  const requirements = [...judges, ...sharedRequirements];
  once(path.join(cache, 'venv.txt'), requirements.join('\n'), () => {
    run('python3', ['-m', 'venv', folder]);
    run(path.join(folder, 'bin/pip'), ['install', '--quiet', ...requirements]);
  });
  return path.join(folder, 'bin/python');
}

/** Installs the package by itself, and writes the project. */
export function treeFolder(tree: ComparedTree): TreeFolder {
  const site = path.join(cache, 'packages', tree.requirement.replace(/==.*/, ''));
  once(`${site}.txt`, tree.requirement, () => {
    const pip = path.join(path.dirname(python()), 'pip');
    run(pip, ['install', '--quiet', '--no-deps', '--upgrade', '--target', site, tree.requirement]);
  });
  const project = path.join(cache, 'projects', tree.name);
  const versions = path.join(site, tree.versions);
  mkdirSync(path.join(project, 'scripts'), { recursive: true });
  write(path.join(project, 'scripts/env.py'), environment);
  write(
    path.join(project, 'alembic.ini'),
    [
      '[alembic]',
      'script_location = %(here)s/scripts',
      `version_locations = ${versions}`,
      'path_separator = os',
      ...(tree.recursive === true ? ['recursive_version_locations = true'] : []),
      `prepend_sys_path = ${site}`,
      '',
    ].join('\n'),
  );
  return { ini: path.join(project, 'alembic.ini'), versions, site };
}

function once(mark: string, content: string, make: () => void): void {
  if (existsSync(mark) && readFileSync(mark, 'utf8') === content) return;
  mkdirSync(path.dirname(mark), { recursive: true });
  console.error(`installing ${content.replaceAll('\n', ' ')}`);
  make();
  writeFileSync(mark, content);
}

/** A file that stays as it is keeps its time, which the engine's caches look at. */
function write(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

function run(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stderr}`);
}
