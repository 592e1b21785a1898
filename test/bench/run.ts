/**
 * `npm run bench`: ours and theirs in one run. Absolute times say little on a shared machine; the ratios do.
 * Usage: node test/bench/run.ts PYTHON
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { generateProject } from './generate.ts';
import { benchHistories } from './history.ts';
import { measureServer } from './language-server.ts';
import { inTurns, median, ms, times } from './measure.ts';
import { benchWorkspace } from './workspace.ts';

const root = path.resolve(import.meta.dirname, '../..');
const python = process.argv[2] ?? 'python3';
const rounds = 5;
const sizes = [
  { name: 'small: 10 tables × 8 columns, 30 revisions', tables: 10, columns: 8, extraRevisions: 20 },
  { name: 'large: 150 tables × 14 columns, 549 revisions', tables: 150, columns: 14, extraRevisions: 399 },
];

for (const { name, ...size } of sizes) {
  const dir = path.join(root, '.cache/bench', name.split(':', 1)[0] ?? name);
  const models = generateProject(dir, size);
  console.log(`\n${name}`);
  for (const args of [['history'], ['upgrade', 'head', '--sql']]) {
    const { ours, theirs, isEqual } = inTurns(
      { command: process.execPath, args: [path.join(root, 'dist/retort.js'), ...args] },
      { command: python, args: ['-m', 'alembic.config', ...args] },
      dir,
      rounds,
    );
    console.log(
      `  ${args.join(' ').padEnd(20)} retort ${ms(ours.wall)}, alembic ${ms(theirs.wall)}: ${times(theirs.wall, ours.wall)} ` +
        `(CPU ${times(theirs.cpu, ours.cpu)}; ${isEqual ? 'same output' : 'OUTPUT DIFFERS'})`,
    );
  }
  const { coldStart, keystrokes } = await measureServer(root, dir, models, 10);
  console.log(`  cold start to first diagnostics: ${ms(coldStart)}`);
  console.log(
    `  keystroke to diagnostics: median ${ms(median(keystrokes))}, slowest ${ms(Math.max(...keystrokes))}`,
  );
}

benchHistories(root, python, rounds);
await benchWorkspace(root, python);
for (const file of ['reflection.ts', 'autogenerate.ts']) {
  spawnSync(process.execPath, [path.join(import.meta.dirname, file), python], { stdio: 'inherit' });
}
