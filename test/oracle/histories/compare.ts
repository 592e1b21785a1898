/**
 * Compares real histories with Alembic, live, and writes REPORT.md. With names of trees as arguments: those, with every
 * outcome that is not identical, and no report.
 */
import { initTestParser } from '../../support/python.ts';
import { compareTree, type TreeResult } from './compare-tree.ts';
import { trees } from './trees.ts';
import type { Kind } from './outcomes.ts';

function print({ tree, graph, revisions, whole }: TreeResult, milliseconds: number): void {
  const count = (kind: Kind): number => revisions.filter((each) => each.kind === kind).length;
  const kinds: Kind[] = ['identical', 'refused', 'different', 'both stop', 'beyond', 'only ours'];
  const bad = whole.filter(({ kind }) => kind !== 'identical');
  console.log(
    `${tree.name}: ${graph.graph.length} revisions; ${kinds.map((kind) => `${count(kind)} ${kind}`).join(', ')}; ` +
      `${whole.length - bad.length} of ${whole.length} whole runs; ${Math.round(milliseconds)} ms`,
  );
}

function printDetails({ graph, revisions, whole }: TreeResult): void {
  for (const { revision, importError } of graph.graph) {
    if (importError !== null) console.log(`import ${revision}: ${importError}`);
  }
  for (const { kind, reason, revision, direction, dialect } of revisions) {
    if (kind !== 'identical') console.log(`${kind}: ${revision} ${direction} ${dialect}: ${reason}`);
  }
  for (const { kind, reason, direction, dialect } of whole) {
    if (kind !== 'identical') console.log(`whole ${kind}: ${direction} ${dialect}: ${reason}`);
  }
}

await initTestParser();
const wanted = process.argv.slice(2);
let isDifferent = false;
for (const tree of trees.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const started = performance.now();
  const result = compareTree(tree);
  print(result, performance.now() - started);
  if (wanted.length > 0) printDetails(result);
  isDifferent ||= [...result.revisions, ...result.whole].some(({ kind }) => kind === 'different');
}
process.exitCode = isDifferent ? 1 : 0;
