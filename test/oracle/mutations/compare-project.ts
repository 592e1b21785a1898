import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../../server/src/drivers/connect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { oraclePython } from '../support/tools.ts';
import { databases, projectFolder, type Database, type ProjectFolder } from './folders.ts';
import { retort } from './ours.ts';
import type { MutatedProject } from './projects.ts';
import { RealAlembic } from './real.ts';

export interface Comparison {
  readonly project: string;
  readonly database: Database;
  /** What ours compares the models with. */
  readonly mode: 'database' | 'history';
  readonly seed: number;
  readonly told: readonly string[];
  /**
   * `reordered`: the same lines in an order that Alembic takes from a Python set. `invalid`: real Alembic fails, as most
   * often where the mutation leaves no sound Python.
   */
  readonly outcome: 'identical' | 'reordered' | 'refused' | 'different' | 'invalid';
  readonly reason: string;
  readonly theirs: string;
  readonly ours: string;
}

const revisionId = 'abcabcabcabc';

export async function compareProject(
  project: MutatedProject,
  postgresUrl: string,
  options: { readonly count: number; readonly seed: number; readonly database?: string },
): Promise<readonly Comparison[]> {
  const folder = projectFolder(project);
  const real = new RealAlembic(oraclePython(), project, folder);
  const found: Comparison[] = [];
  try {
    const warmed = await real.ask({ command: 'warm', modules: project.package.imports });
    if ((warmed.error ?? null) !== null) throw new Error(`${project.package.name}: ${String(warmed.error)}`);
    for (const database of databases) {
      if (options.database !== undefined && options.database !== database) continue;
      const url = await emptyDatabase(project, folder, database, postgresUrl);
      const begun = await firstRevision(project, real, folder, { database, url });
      if (begun !== null) {
        console.error(`${project.package.name}: no first revision on ${database}: ${begun}`);
        continue;
      }
      for (let seed = options.seed; seed < options.seed + options.count; seed++) {
        found.push(...(await compareMutation(project, folder, real, { database, url, seed })));
      }
    }
  } finally {
    real.close();
  }
  return found;
}

async function emptyDatabase(
  { package: { name } }: MutatedProject,
  folder: ProjectFolder,
  database: Database,
  postgresUrl: string,
): Promise<string> {
  if (database === 'sqlite') {
    const file = path.join(folder.dir, 'mutations.db');
    rmSync(file, { force: true });
    return `sqlite:///${file}`;
  }
  const admin = await connect(makeUrl(`${postgresUrl}postgres`), { baseDirectory: folder.dir });
  const called = `mutations_${name.replaceAll('-', '_')}`;
  await admin.execute(`DROP DATABASE IF EXISTS ${called}`);
  await admin.execute(`CREATE DATABASE ${called}`);
  await admin.close();
  const inside = await connect(makeUrl(`${postgresUrl}${called}`), { baseDirectory: folder.dir });
  await inside.execute('CREATE EXTENSION IF NOT EXISTS citext').catch(() => undefined);
  await inside.close();
  return `${postgresUrl}${called}`;
}

/** All tables, as Alembic writes and makes them. Null, or why that cannot be. */
async function firstRevision(
  project: MutatedProject,
  real: RealAlembic,
  folder: ProjectFolder,
  { database, url }: { readonly database: Database; readonly url: string },
): Promise<string | null> {
  const ini = folder.ini(database);
  const written = await real.ask({ command: 'revision', ini, url, revId: '000000000000' });
  if ((written.error ?? null) !== null) return `${String(written.error)} at ${String(written.place)}`;
  const file = written.path ?? '';
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of project.patches ?? []) text = text.replaceAll(from, to);
  writeFileSync(file, text.replace('import sqlalchemy as sa\n', importsFor(text)));
  const upgraded = await real.ask({ command: 'upgrade', ini, url, revision: 'head' });
  return (upgraded.error ?? null) === null ? null : `${String(upgraded.error)} at ${String(upgraded.place)}`;
}

/** What a user would add by hand: Alembic writes types of the application by their module's name and imports no module. */
function importsFor(text: string): string {
  const modules = new Set<string>();
  for (const [, name] of text.matchAll(/\b((?:[a-z_]\w*\.)+)[A-Z]\w*\(/gu)) {
    const module = (name ?? '').slice(0, -1);
    const isDialect = text.includes(`from sqlalchemy.dialects import ${module}\n`);
    if (!['sa', 'op'].includes(module) && !isDialect) modules.add(module);
  }
  return `import sqlalchemy as sa\n${[...modules].map((name) => `import ${name}\n`).join('')}`;
}

async function compareMutation(
  project: MutatedProject,
  folder: ProjectFolder,
  real: RealAlembic,
  { database, url, seed }: { readonly database: Database; readonly url: string; readonly seed: number },
): Promise<readonly Comparison[]> {
  const file = path.join(folder.dir, project.files[seed % project.files.length] ?? '');
  const original = readFileSync(file, 'utf8');
  const { text = original, told = [] } = await real.ask({ command: 'mutate', file, seed });
  writeFileSync(file, text);
  try {
    const ini = folder.ini(database);
    const answer = await real.ask({ command: 'revision', ini, url, revId: revisionId });
    const theirs = typeof answer.path === 'string' ? taken(answer.path) : null;
    const results: Comparison[] = [];
    for (const mode of ['database', 'history'] as const) {
      const arguments_ = ['-c', ini, 'revision', '--autogenerate', '-m', 'mutation', '--rev-id', revisionId];
      const extra = mode === 'history' ? ['--from-history', '--url', url] : ['--url', url];
      const { written, output } = await retort(folder.dir, [...arguments_, ...extra]);
      const told_ = { project: project.package.name, database, mode, seed, told };
      const ours = written ?? output;
      const compared = classify(theirs, answer, written, output);
      results.push({ ...told_, ...compared, theirs: theirs ?? '', ours });
    }
    return results;
  } finally {
    writeFileSync(file, original);
  }
}

function classify(
  theirs: string | null,
  { error, place }: { readonly error?: string | null; readonly place?: string },
  ours: string | null,
  output: string,
): Pick<Comparison, 'outcome' | 'reason'> {
  const failure = output.split('\n').find((line) => line.startsWith('FAILED')) ?? output.slice(0, 300);
  if (theirs === null) {
    const said = ours === null ? `ours too: ${failure}` : 'ours writes a revision';
    return { outcome: 'invalid', reason: `${String(error)} at ${String(place)}; ${said}` };
  }
  if (ours === null) return { outcome: 'refused', reason: failure };
  if (ours === theirs) return { outcome: 'identical', reason: '' };
  if (sorted(ours) === sorted(theirs)) return { outcome: 'reordered', reason: '' };
  return { outcome: 'different', reason: '' };
}

function sorted(text: string): string {
  return text.split('\n').sort().join('\n');
}

/** A file's text; the file is no more. */
function taken(file: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  rmSync(file, { force: true });
  return text;
}
