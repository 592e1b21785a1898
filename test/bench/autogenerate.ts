/**
 * `revision --autogenerate` of 400 tables × 14 columns on a live PostgreSQL by both commands, whole processes in turns, with a
 * difference in every tenth table; the files are compared.
 *
 *   node test/bench/autogenerate.ts PYTHON
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { startServer } from '../oracle/histories/replay/server.ts';
import { generateProject } from './generate.ts';
import { measure, median, ms, times, type Run } from './measure.ts';

const rounds = 5;
const root = path.resolve(import.meta.dirname, '../..');
const python = process.argv[2] ?? 'python3';
const dir = path.join(root, '.cache/bench/autogenerate');
const models = generateProject(dir, { tables: 400, columns: 14, extraRevisions: 0 });
writeFileSync(
  path.join(dir, 'alembic/script.py.mako'),
  '"""${message}"""\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n    ${upgrades}\n\n\ndef downgrade():\n    ${downgrades}\n',
);
const retort = { command: process.execPath, args: [path.join(root, 'dist/retort.js')] };
const alembic = { command: python, args: ['-m', 'alembic.config'] };
const server = await startServer();
try {
  const admin = await connect(makeUrl(`${server.url}postgres`), { baseDirectory: dir });
  await admin.execute('CREATE DATABASE autogenerate');
  await admin.close();
  const ini = path.join(dir, 'alembic.ini');
  const url = `${server.url}autogenerate`;
  writeFileSync(ini, readFileSync(ini, 'utf8').replace(/^sqlalchemy\.url = .*$/m, `sqlalchemy.url = ${url}`));
  measure({ ...retort, args: [...retort.args, 'upgrade', 'head'] }, dir);
  let table = 0;
  const changed = readFileSync(models, 'utf8').replaceAll(
    'column_3: Mapped[str] = mapped_column(String(53))',
    (all) => (table++ % 10 === 0 ? all.replace('53', '153') : all),
  );
  writeFileSync(models, changed);
  revision(retort);
  revision(alembic);
  const runs = Array.from({ length: rounds }, () => [revision(retort), revision(alembic)] as const);
  const [wall, cpu] = (['wall', 'cpu'] as const).map((kind) =>
    ([0, 1] as const).map((side) => median(runs.map((pair) => pair[side].run[kind]))),
  );
  const isEqual = runs.every(([one, other]) => one.text === other.text);
  console.log('\nrevision --autogenerate, 400 tables × 14 columns, PostgreSQL');
  for (const [name, [ours = NaN, theirs = NaN] = []] of [['clock', wall] as const, ['CPU', cpu] as const]) {
    console.log(`  ${name}: retort ${ms(ours)}, alembic ${ms(theirs)}: ${times(theirs, ours)}`);
  }
  console.log(`  ${isEqual ? 'same file' : 'FILES DIFFER'}`);
} finally {
  await server.stop();
}

/** The revision's text without its date; the file is no more. */
function revision(tool: typeof retort): { readonly run: Run; readonly text: string } {
  const id = 'feedfeedfeed';
  const args = [...tool.args, 'revision', '--autogenerate', '-m', 'widen', '--rev-id', id];
  const run = measure({ ...tool, args }, dir);
  const file = path.join(dir, 'alembic/versions', `${id}_widen.py`);
  const text = readFileSync(file, 'utf8').replace(/^Create Date: .*$/m, '');
  rmSync(file);
  return { run, text };
}
