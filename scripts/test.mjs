// `npm test`: every suite. One whose outside need is missing is skipped with a line that says so; with CI=true that
// is a failure. `npm test -- unit oracle` runs only those.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cache, ensureDependencies, run, say } from './lib/run.mjs';
import { ensureOracle } from './lib/oracle.mjs';
import { ensureWorkbench, findChromium } from './lib/workbench.mjs';

const ci = process.env.CI === 'true';
const reports = path.join(cache, 'reports');

/** Each gives the environment that the suite needs, or the reason why it cannot run here. */
const needs = {
  nothing: () => ({ env: {} }),
  oracle: async () => {
    const oracle = await ensureOracle();
    return oracle.reason === undefined ? { env: { RETORT_ORACLE_PYTHON: oracle.python } } : oracle;
  },
  /** PostgreSQL comes from npm; without Python the tests that take turns with real Alembic say so and are skipped. */
  integration: async () => {
    const oracle = await ensureOracle();
    if (oracle.reason !== undefined)
      console.log(`○ suite integration: without real Alembic (${oracle.reason})`);
    return { env: oracle.reason === undefined ? { RETORT_ORACLE_PYTHON: oracle.python } : {} };
  },
  workbench: async () => {
    const chromium = findChromium();
    if (chromium === null) return { reason: 'no Chromium or Chrome on this machine' };
    const workbench = await ensureWorkbench();
    if (workbench.reason !== undefined) return workbench;
    const oracle = await ensureOracle();
    const python = oracle.reason === undefined ? { RETORT_ORACLE_PYTHON: oracle.python } : {};
    return { env: { RETORT_CODE_SERVER: workbench.entry, RETORT_CHROMIUM: chromium, ...python } };
  },
};

const suites = [
  { name: 'unit', need: needs.nothing, config: 'vitest.config.mts' },
  { name: 'oracle', need: needs.oracle, config: 'vitest.oracle.config.mts' },
  { name: 'integration', need: needs.integration, config: 'vitest.integration.config.mts' },
  { name: 'workbench', need: needs.workbench, config: 'vitest.workbench.config.mts' },
];

await ensureDependencies();
const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const broken = [];
const fail = (message) => {
  broken.push(message);
  console.error(`✗ ${message}`);
};

if (chosen.length === 0) {
  if ((await run('node', ['scripts/check.mjs', '--no-tests'])) !== 0)
    fail('npm run check found something: see above.');
}
if (chosen.length === 0 || chosen.some((name) => name !== 'unit')) {
  if ((await run('node', ['scripts/package.mjs'])) !== 0)
    fail('The extension could not be built and packed.');
}
mkdirSync(reports, { recursive: true });
for (const { name, need, config } of suites) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const { reason, env } = await need();
  if (reason !== undefined) {
    if (ci) fail(`suite ${name}: ${reason} (with CI=true a skipped suite is a failure)`);
    else console.log(`○ suite ${name} skipped: ${reason}`);
    continue;
  }
  say(`Suite: ${name}`);
  const report = path.join(reports, `${name}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run('npx', ['vitest', 'run', '--config', config, ...reporters], { env });
  if (!existsSync(report)) {
    fail(`suite ${name} wrote no report (exit code ${code})`);
    continue;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
  if (result.numPassedTests === 0) fail(`suite ${name} passed no test`);
  // A file that fails before its tests counts too, and the exit code alone is not to be trusted: the hooks of a
  // server that a suite started may end the process with another.
  if ((code !== 0 || !result.success) && result.numFailedTests === 0) {
    fail(`suite ${name} failed outside its tests (exit code ${code}): see above`);
  }
}
if (ci && total.skipped > 0) fail(`${total.skipped} tests were skipped; with CI=true that is a failure`);
console.log(`\n${total.passed} passed, ${total.failed + broken.length} failed, ${total.skipped} skipped`);
process.exit(total.failed + broken.length === 0 ? 0 : 1);
