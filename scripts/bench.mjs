// `npm run bench`: builds, then measures the command beside real Alembic, and the language server.
import { ensureDependencies, fail, run } from './lib/run.mjs';
import { ensureOracle } from './lib/oracle.mjs';

await ensureDependencies();
const oracle = await ensureOracle();
if (oracle.reason !== undefined) fail(`The benchmark compares with real Alembic: ${oracle.reason}`);
if ((await run('node', ['scripts/build.mjs'])) !== 0) fail('The build failed.');
process.exit(await run('node', ['test/bench/run.ts', oracle.python]));
