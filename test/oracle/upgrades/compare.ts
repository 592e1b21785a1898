/**
 * Upgrades real databases with Alembic, with Retort, and with both in turn, revision by revision, and writes REPORT.md. With
 * names as arguments: those histories anew, with all that is not equal.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, treeFolder } from '../histories/folders.ts';
import { startServer } from '../histories/replay/server.ts';
import { historyProject, histories, kinds, sampleProject, sampleProjects } from './projects.ts';
import { renderReport } from './report.ts';
import { walk, type WalkedProject, type WalkResult } from './walk.ts';

const folder = path.join(cache, 'upgrades');
const resultFile = (name: string): string => path.join(folder, `${name}.json`);
mkdirSync(folder, { recursive: true });

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const server = await startServer();
try {
  for (const [name, open] of everyProject()) {
    if (!isWanted(name)) continue;
    const results: (WalkResult | string)[] = [];
    for (const kind of kinds) {
      for (const withRows of [false, true]) {
        const result = await walked(open, kind, withRows);
        results.push(result);
        print(`${name} ${kind}${withRows ? ' with rows' : ''}`, result);
        // No such database, or nothing that could be run.
        if (typeof result === 'string' || result.up === 0) break;
      }
    }
    writeFileSync(resultFile(name), JSON.stringify(results));
  }
} finally {
  await server.stop();
}
const names = everyProject().map(([name]) => name);
const results = names
  .filter((name) => existsSync(resultFile(name)))
  .map(
    (name) => [name, JSON.parse(readFileSync(resultFile(name), 'utf8')) as (WalkResult | string)[]] as const,
  );
writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), renderReport(results, tools()));
process.exitCode = results.some(([, each]) =>
  each.some((result) => typeof result !== 'string' && result.differences.length > 0),
)
  ? 1
  : 0;

function everyProject(): readonly (readonly [string, () => WalkedProject])[] {
  return [
    ...sampleProjects.map(
      (name) => [name, () => sampleProject(name, path.join(folder, 'samples'), anyPython())] as const,
    ),
    ...histories.map((tree) => [tree.name, () => historyProject(tree)] as const),
  ];
}

/** The versions that were compared. */
function tools(): string {
  const requirements = readFileSync(path.join(import.meta.dirname, '../requirements.txt'), 'utf8');
  return [...requirements.matchAll(/^(alembic|SQLAlchemy)==(\S+)/gm)]
    .map(([, name, version]) => `${name ?? ''} ${version ?? ''}`)
    .join(' and ');
}

/** A Python with Alembic and what the sample projects need: SQLAlchemy. */
function anyPython(): string {
  const [tree] = histories;
  if (tree === undefined) throw new Error('no histories');
  return treeFolder(tree).barePython;
}

async function walked(
  open: () => WalkedProject,
  kind: (typeof kinds)[number],
  withRows: boolean,
): Promise<WalkResult | string> {
  try {
    return await walk(open(), kind, withRows, { server: server.url, folder });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function print(what: string, result: WalkResult | string): void {
  if (typeof result === 'string') {
    console.log(`${what}: ${result.slice(0, 300)}`);
    return;
  }
  const { revisions, up, down, compared, equal, rows, refused, differences, stopped } = result;
  console.log(
    `${what}: ${up} of ${revisions} up, ${down} down; ${equal} of ${compared} equal; ${rows} rows; ` +
      `${refused.length} refused; ${differences.length} different; ${stopped.join('; ').slice(0, 300)}`,
  );
  for (const line of refused) console.log(`  refused: ${line}`);
  for (const line of differences) console.log(`  different: ${line}`);
}
