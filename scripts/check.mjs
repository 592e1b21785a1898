// `npm run check`: format, lint, types, layers, dead code, unit tests. Stops at nothing; says at the end what failed.
import { ensureDependencies, run, say } from './lib/run.mjs';

await ensureDependencies();
const checks = [
  ['format', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['types', ['tsc', '-b']],
  ['lint', ['eslint', '.']],
  ['layers', ['depcruise', 'server/src', 'client/src']],
  ['dead code', ['knip']],
  ['unit tests', ['vitest', 'run']],
];
const failed = [];
for (const [name, args] of checks) {
  if (process.argv.includes('--no-tests') && name === 'unit tests') continue;
  say(`Check: ${name}`);
  if ((await run('npx', args)) !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`✗ failed: ${failed.join(', ')}`);
  process.exit(1);
}
say('All checks passed');
