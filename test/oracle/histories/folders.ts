/** Where the packages are installed, and a neutral project around each of their histories. All of it is under `.cache/`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asOf, installer, overrides, type ComparedTree } from './trees.ts';

const root = path.resolve(import.meta.dirname, '../../..');
export const cache = path.join(root, '.cache/histories-oracle');

/**
 * The packages' own env.py files connect, configure logging and read the application's settings. The comparison is about
 * the scripts, so every tree has the same plain env.py: no metadata, no naming convention.
 */
const environments = {
  projects: `from alembic import context

context.configure(url=context.config.get_main_option("sqlalchemy.url"), literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
`,
  /** Of a run: each script in its own transaction. */
  online: `from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`,
};

export interface TreeFolder {
  readonly ini: string;
  /** The folder of revision files. */
  readonly versions: string;
  /** The folder that the package is installed into, without what it requires. */
  readonly site: string;
  /** The interpreter with Alembic, SQLAlchemy and all that the package requires. */
  readonly python: string;
  /** An interpreter with Alembic and SQLAlchemy alone. */
  readonly barePython: string;
}

const judges = readFileSync(path.join(import.meta.dirname, '../requirements.txt'), 'utf8')
  .split('\n')
  .filter((line) => /^(alembic|sqlalchemy|psycopg2-binary|pymssql)==/i.test(line));

/**
 * Installs on first use: the package by itself, and beside it a virtual environment with all that it requires; and writes
 * the project.
 */
export function treeFolder(
  tree: ComparedTree,
  { kind, url }: { readonly kind: 'projects' | 'online'; readonly url: string | null } = {
    kind: 'projects',
    url: null,
  },
): TreeFolder {
  const home = path.join(cache, 'packages', packageName(tree.requirement));
  const site = path.join(home, 'site');
  const python = path.join(home, '.venv/bin/python');
  once(`${home}.txt`, installedAs(tree), () => {
    const overrideFile = `${home}.overrides.txt`;
    mkdirSync(home, { recursive: true });
    writeFileSync(overrideFile, [...judges, ...overrides].join('\n'));
    const dated = ['--quiet', '--exclude-newer', asOf];
    run(uv(), ['venv', '--quiet', '--clear', path.dirname(path.dirname(python))]);
    run(uv(), [
      ...['pip', 'install', ...dated, '--python', python, '--override', overrideFile],
      ...[tree.requirement, ...(tree.besides ?? []), ...judges],
    ]);
    run(uv(), ['pip', 'install', ...dated, '--no-deps', '--target', site, tree.requirement]);
  });
  const project = path.join(home, kind, tree.name);
  const versions = path.join(site, tree.versions);
  mkdirSync(path.join(project, 'scripts'), { recursive: true });
  write(path.join(project, 'scripts/env.py'), environments[kind]);
  write(
    path.join(project, 'alembic.ini'),
    [
      '[alembic]',
      'script_location = %(here)s/scripts',
      `version_locations = ${versions}`,
      'path_separator = os',
      ...(tree.recursive === true ? ['recursive_version_locations = true'] : []),
      `prepend_sys_path = ${site}`,
      ...(url === null ? [] : [`sqlalchemy.url = ${url}`]),
      '',
    ].join('\n'),
  );
  return { ini: path.join(project, 'alembic.ini'), versions, site, python, barePython: barePython() };
}

/** Names everything that an installation depends on. */
export function installedAs(tree: ComparedTree): string {
  return [tree.requirement, ...(tree.besides ?? []), ...judges, asOf, ...overrides].join('\n');
}

/** The variables that both tools see: an empty home, and nothing of the user's. */
export function environment(): Readonly<Record<string, string>> {
  return { HOME: home(), LANG: 'C.UTF-8', PATH: '/usr/bin:/bin' };
}

/** An empty folder: applications look for their configuration there, and some write one. */
export function home(): string {
  const folder = path.join(cache, 'home');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** `langflow-base[all]==1.13.0` → `langflow-base`. */
function packageName(requirement: string): string {
  return requirement.replace(/(?:\[|==).*/, '');
}

/** Installs what packages require as of a date, with the judges' versions of Alembic and SQLAlchemy. */
function uv(): string {
  const folder = path.join(cache, 'tools');
  once(`${folder}.txt`, installer, () => {
    run('python3', ['-m', 'venv', folder]);
    run(path.join(folder, 'bin/pip'), ['install', '--quiet', installer]);
  });
  return path.join(folder, 'bin/uv');
}

function barePython(): string {
  const folder = path.join(cache, 'bare');
  once(`${folder}.txt`, judges.join('\n'), () => {
    run('python3', ['-m', 'venv', folder]);
    run(path.join(folder, 'bin/pip'), ['install', '--quiet', ...judges]);
  });
  return path.join(folder, 'bin/python');
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
