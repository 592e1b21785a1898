/**
 * `npm run bench`: ours and theirs in one run. Absolute times say little on a shared machine; the ratios do.
 * Usage: node test/bench/run.ts PYTHON
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { generateProject } from './generate.ts';
import { measureServer } from './language-server.ts';

const root = path.resolve(import.meta.dirname, '../..');
const python = process.argv[2] ?? 'python3';
const rounds = 5;
const sizes = [
  { name: 'small: 10 tables × 8 columns, 30 revisions', tables: 10, columns: 8, extraRevisions: 20 },
  { name: 'large: 150 tables × 14 columns, 549 revisions', tables: 150, columns: 14, extraRevisions: 399 },
];

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number) => `${value.toFixed(0)} ms`;

function time(
  command: string,
  args: readonly string[],
  cwd: string,
): { readonly ms: number; readonly stdout: string } {
  const started = performance.now();
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${[command, ...args].join(' ')}\n${result.stderr}`);
  return { ms: performance.now() - started, stdout: result.stdout };
}

for (const { name, ...size } of sizes) {
  const dir = path.join(root, '.cache/bench', name.split(':', 1)[0] ?? name);
  const models = generateProject(dir, size);
  console.log(`\n${name}`);
  for (const args of [['history'], ['upgrade', 'head', '--sql']]) {
    const ours: number[] = [];
    const theirs: number[] = [];
    let equal = true;
    // In turns, so that a busy machine disturbs both alike; the first round warms the caches and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const retort = time(process.execPath, [path.join(root, 'dist/retort.js'), ...args], dir);
      const alembic = time(python, ['-m', 'alembic.config', ...args], dir);
      equal &&= retort.stdout === alembic.stdout;
      if (round === 0) continue;
      ours.push(retort.ms);
      theirs.push(alembic.ms);
    }
    const [us, them] = [median(ours), median(theirs)];
    const output = equal ? 'same output' : 'OUTPUT DIFFERS';
    console.log(
      `  ${args.join(' ').padEnd(20)} retort ${ms(us)}, alembic ${ms(them)}, ratio ${(us / them).toFixed(2)} (${output})`,
    );
  }
  const { coldStart, keystrokes } = await measureServer(root, dir, models, 10);
  console.log(`  cold start to first diagnostics: ${ms(coldStart)}`);
  console.log(
    `  keystroke to diagnostics: median ${ms(median(keystrokes))}, slowest ${ms(Math.max(...keystrokes))}`,
  );
}
