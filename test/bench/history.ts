/** `history` and `upgrade base:heads --sql` of long generated histories, beside real Alembic. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { generateProject } from './generate.ts';
import { inTurns, ms, times, type Measured } from './measure.ts';

const lengths = [
  { revisions: 500, tables: 100, columns: 10, extraRevisions: 400 },
  { revisions: 5000, tables: 1000, columns: 10, extraRevisions: 4000 },
];
const commands = [['history'], ['upgrade', 'base:heads', '--sql']];

/** Prints warm and first runs, how many times faster ours is, and how both grow. */
export function benchHistories(root: string, python: string, rounds: number): void {
  const grown = new Map<string, Measured[]>();
  for (const { revisions, ...size } of lengths) {
    console.log(`\nhistory of ${revisions} revisions`);
    for (const args of commands) {
      // Made anew, so that the first run finds no bytecode and no compiled script of any process before.
      const dir = path.join(root, '.cache/bench', `history-${revisions}`);
      const cache = path.join(root, '.cache/bench/compile-cache');
      rmSync(cache, { recursive: true, force: true });
      generateProject(dir, size);
      const retort = { command: process.execPath, args: [path.join(root, 'dist/retort.js'), ...args] };
      const { first, ours, theirs, isEqual } = inTurns(
        { ...retort, environment: { NODE_COMPILE_CACHE: cache } },
        { command: python, args: ['-m', 'alembic.config', ...args] },
        dir,
        rounds,
      );
      const name = args.join(' ');
      console.log(
        `  ${name.padEnd(25)} warm: retort ${ms(ours.wall)} (CPU ${ms(ours.cpu)}), alembic ${ms(theirs.wall)} (CPU ${ms(theirs.cpu)}): ` +
          `${times(theirs.wall, ours.wall)} (CPU ${times(theirs.cpu, ours.cpu)}); ${isEqual ? 'same output' : 'OUTPUT DIFFERS'}`,
      );
      console.log(
        `  ${''.padEnd(25)} first: retort ${ms(first[0].wall)} (CPU ${ms(first[0].cpu)}), alembic ${ms(first[1].wall)} (CPU ${ms(first[1].cpu)}): ` +
          `${times(first[1].wall, first[0].wall)} (CPU ${times(first[1].cpu, first[0].cpu)})`,
      );
      grown.set(name, [...(grown.get(name) ?? []), ours, theirs]);
    }
  }
  for (const [name, [ours, theirs, oursLong, theirsLong]] of grown) {
    if (ours === undefined || theirs === undefined || oursLong === undefined || theirsLong === undefined)
      continue;
    console.log(
      `  ten times the revisions, ${name}: retort ${times(oursLong.cpu, ours.cpu)} the CPU, alembic ${times(theirsLong.cpu, theirs.cpu)}`,
    );
  }
}
