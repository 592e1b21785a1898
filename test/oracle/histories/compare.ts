/**
 * Compares real histories with Alembic, live, and writes REPORT.md. With names of trees as arguments: those anew, with
 * every outcome that is not identical.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { initTestParser } from '../../support/python.ts';
import { compareTree, type TreeResult } from './compare-tree.ts';
import { cache } from './folders.ts';
import { trees } from './trees.ts';
import type { Kind } from './outcomes.ts';
import { renderReport } from './report.ts';

function print({ tree, graph, revisions, whole, listings }: TreeResult, milliseconds: number): void {
  const count = (kind: Kind): number => revisions.filter((each) => each.kind === kind).length;
  const kinds: Kind[] = ['identical', 'refused', 'different', 'both stop', 'beyond', 'only ours'];
  const bad = whole.filter(({ kind }) => kind !== 'identical');
  console.log(
    `${tree.name}: ${graph.graph.length} revisions; ${kinds.map((kind) => `${count(kind)} ${kind}`).join(', ')}; ` +
      `${whole.length - bad.length} of ${whole.length} whole runs; ${listings.filter(({ isSame }) => isSame).length} of ${listings.length} listings; ${Math.round(milliseconds)} ms`,
  );
}

function printDetails({ graph, revisions, whole, listings }: TreeResult): void {
  for (const { revision, importError } of graph.graph) {
    if (importError !== null) console.log(`import ${revision}: ${importError}`);
  }
  for (const { kind, reason, revision, direction, dialect } of revisions) {
    if (kind !== 'identical') console.log(`${kind}: ${revision} ${direction} ${dialect}: ${reason}`);
  }
  for (const { command, isSame } of listings) if (!isSame) console.log(`listing: ${command}`);
  for (const { kind, reason, direction, dialect } of whole) {
    if (kind !== 'identical') console.log(`whole ${kind}: ${direction} ${dialect}: ${reason}`);
  }
}

function versions(): string {
  const requirements = readFileSync(path.join(import.meta.dirname, '../requirements.txt'), 'utf8');
  return [...requirements.matchAll(/^(alembic|SQLAlchemy)==(\S+)/gm)]
    .map(([, name, version]) => `${name ?? ''} ${version ?? ''}`)
    .join(' and ');
}

/** What was compared is kept, so that one history can be compared anew without all the others. */
const resultFile = (name: string): string => path.join(cache, 'results', `${name}.json`);

await initTestParser();
mkdirSync(path.join(cache, 'results'), { recursive: true });
const wanted = process.argv.slice(2);
for (const tree of trees.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const started = performance.now();
  const result = await compareTree(tree);
  print(result, performance.now() - started);
  if (wanted.length > 0) printDetails(result);
  writeFileSync(resultFile(tree.name), JSON.stringify(result));
}
const results = trees
  .filter(({ name }) => existsSync(resultFile(name)))
  .map(({ name }) => JSON.parse(readFileSync(resultFile(name), 'utf8')) as TreeResult);
const missing = trees.map(({ name }) => name).filter((name) => !existsSync(resultFile(name)));
writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), renderReport(results, versions(), missing));
const isDifferent = results.some(
  ({ revisions, whole, listings }) =>
    [...revisions, ...whole].some(({ kind }) => kind === 'different') ||
    listings.some(({ isSame }) => !isSame),
);
process.exitCode = isDifferent ? 1 : 0;
