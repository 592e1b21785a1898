// `npm run report:reflection`: databases reflected by SQLAlchemy and by Retort.
import { ensureDependencies, fail, run } from './lib/run.mjs';
import { ensureOracle } from './lib/oracle.mjs';

await ensureDependencies();
const oracle = await ensureOracle();
if (oracle.reason !== undefined) fail(`The report compares with real SQLAlchemy: ${oracle.reason}`);
const env = { RETORT_ORACLE_PYTHON: oracle.python };
process.exit(await run('node', ['test/oracle/reflection/compare.ts', ...process.argv.slice(2)], { env }));
