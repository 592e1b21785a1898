// `npm run report:faults`: a hundred rounds of each fault, and the report of them.
import { ensureDependencies, fail, run } from './lib/run.mjs';

await ensureDependencies();
if ((await run('node', ['scripts/build.mjs'])) !== 0) fail('The build failed.');
const env = { RETORT_FAULT_ROUNDS: process.argv[2] ?? '100', RETORT_FAULT_REPORT: 'true' };
const config = ['--config', 'vitest.integration.config.mts', '--testTimeout', '7200000'];
process.exit(await run('npx', ['vitest', 'run', ...config, 'test/integration/faults'], { env }));
