/**
 * Compares with the comparisons of Alembic's own autogenerate tests, on a PostgreSQL and on SQLite:
 *
 *   npm run report:autogenerate              everything; writes REPORT.md beside this file
 *   npm run report:autogenerate -- indexes   tests with that in their name, with both texts of what differs; writes nothing
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../../server/src/drivers/connect.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { startServer } from '../histories/replay/server.ts';
import { initTestParser } from '../../support/python.ts';
import { count, share } from '../alembic-suite/conformance.ts';
import type { Comparison } from '../alembic-suite/outcome.ts';
import { compareSuite } from './compare.ts';
import { loadSuite, type Suite } from './suite.ts';

const [wanted] = process.argv.slice(2);
await initTestParser();
const server = await startServer();
try {
  const suite = await loadSuite(server.url);
  const admin = await connect(makeUrl(`${server.url}postgres`), { baseDirectory: '.' });
  await admin.execute('CREATE DATABASE ours');
  await admin.close();
  const chosen =
    wanted === undefined
      ? suite
      : { ...suite, tests: suite.tests.filter(({ test }) => test.includes(wanted)) };
  const compared = await compareSuite(chosen, server.url);
  if (wanted === undefined)
    writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), reportOf(suite, compared));
  else for (const each of compared) print(each);
  for (const group of ['all', ...groupsOf(compared)]) console.log(row(group, compared));
} finally {
  await server.stop();
}

function groupsOf(compared: readonly Comparison[]): readonly string[] {
  return [...new Set(compared.map(({ group }) => group))].sort();
}

function row(group: string, compared: readonly Comparison[]): string {
  const of = group === 'all' ? compared : compared.filter((each) => each.group === group);
  const counts = (['identical', 'refused', 'different', 'not applicable'] as const).map((each) =>
    count(of, each),
  );
  return `| ${group} | ${String(of.length)} | ${counts.join(' | ')} | ${(100 * share(of)).toFixed(1)} % |`;
}

function print({ name, group, outcome, reason, theirs, ours }: Comparison): void {
  if (outcome === 'identical') return;
  console.log(`=== ${outcome}: ${name} [${group}] ${reason}`);
  if (outcome === 'different') console.log(`theirs ${theirs}\nours   ${ours}`);
}

function reportOf({ versions }: Suite, compared: readonly Comparison[]): string {
  const open = compared.filter(({ outcome }) => outcome !== 'identical');
  const reordered = compared.filter(({ outcome, reason }) => outcome === 'identical' && reason !== '');
  const lines = open.map(({ name, group, outcome, reason }) => {
    const told = outcome === 'not applicable' ? 'no answer' : outcome;
    return `- ${told} (${group}): \`${name}\`${reason === '' ? '' : `: ${reason}`}`;
  });
  return [
    '# Alembic’s own autogenerate tests',
    '',
    `Written by \`npm run report:autogenerate\`: each comparison that the tests of Alembic ${versions.alembic} make on PostgreSQL 15 and`,
    `SQLite (SQLAlchemy ${versions.sqlalchemy}), recorded with the database, the models, the options and what the tests’ own callables answered,`,
    'and made by Retort on the same database. Compared is the revision that comes out of it, both ways, byte for byte; of the tests of',
    '`compare_type` and `compare_server_default` the answer.',
    '',
    '| database | compared | identical | refused | different | no answer | identical |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...['all', ...groupsOf(compared)].map((group) => row(group, compared)),
    '',
    `Of the identical ones ${String(reordered.length)} have their lines in another order, where Alembic takes the order from a Python set.`,
    ...(lines.length === 0 ? [] : ['', ...[...new Set(lines)].sort()]),
    '',
  ].join('\n');
}
