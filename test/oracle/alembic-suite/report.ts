/**
 * Compares with Alembic's own tests, live:
 *
 *   npm run report:alembic-suite              everything; writes REPORT.md beside this file
 *   npm run report:alembic-suite -- rendering  that part, with both answers of what is not identical; writes nothing
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { conformance, count, share, type Part } from './conformance.ts';
import type { Comparison } from './outcome.ts';
import { loadSuite, type Suite } from './suite.ts';

function renderReport(suite: Suite, parts: readonly Part[]): string {
  const { versions, tests } = suite;
  return [
    '# Alembic’s own tests',
    '',
    `Written by \`npm run report:alembic-suite\`: Alembic ${versions.alembic} with SQLAlchemy ${versions.sqlalchemy}, ${tests.length} tests run under`,
    'instrumentation. **Operations**: the test functions are evaluated as scripts are, and each operation’s statements are',
    'compared with what Alembic wrote, byte for byte (rows with their parameters’ values in them; an error by its message).',
    '**Live SQLite**: batches and others on a database, by the statements executed there. **Rendering**: what the `render_…` functions give for operations built by hand. **Revision graph**: the maps of all',
    'tests, and each question that they ask of them. **`--sql` commands**: whole runs on the tests’ own scripts.',
    '“Refused” means that Retort says what it does not evaluate; “no answer” that the test asks for nothing that could be',
    'compared, with the reason below.',
    '',
    '| | of | compared | identical | refused | different | no answer | identical |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...parts.flatMap(({ title, comparisons }) => [
      row(title, 'all', comparisons),
      ...(title === 'Operations'
        ? [...new Set(comparisons.map(({ group }) => group))].sort().map((group) =>
            row(
              '',
              group,
              comparisons.filter((each) => each.group === group),
            ),
          )
        : []),
    ]),
    ...parts.flatMap(({ title, comparisons }) => {
      const open = comparisons.filter(({ outcome }) => outcome !== 'identical');
      if (open.length === 0) return [];
      return ['', `## ${title}`, '', ...merged(open)];
    }),
    '',
  ].join('\n');
}

function row(title: string, group: string, comparisons: readonly Comparison[]): string {
  const counts = (['identical', 'refused', 'different', 'not applicable'] as const).map((outcome) =>
    count(comparisons, outcome),
  );
  const percent = (100 * share(comparisons)).toFixed(1);
  return `| ${title} | ${group} | ${comparisons.length} | ${counts.join(' | ')} | ${percent} % |`;
}

/** One line for each test and reason. Ids that the tests make up are left out. */
function merged(open: readonly Comparison[]): readonly string[] {
  const lines = new Map<string, number>();
  for (const { name, outcome, reason } of open) {
    const line = `- ${outcome === 'not applicable' ? 'no answer' : outcome}: \`${shortName(name)}\`${reason === '' ? '' : `: ${reason}`}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([line, times]) => (times === 1 ? line : `${line} (${times} times)`));
}

/** Without arguments of questions, and without ids, which the tests make up anew each time. */
function shortName(name: string): string {
  return name.replace(/ (\S+)\(.*$/s, ' $1').replaceAll(/\b[0-9a-f]{4,12}\b/g, '…');
}

function print({ title, comparisons }: Part, isDetailed: boolean): void {
  console.log(row(title, 'all', comparisons));
  if (!isDetailed) return;
  for (const { name, group, outcome, reason, theirs, ours } of comparisons) {
    if (outcome === 'identical') continue;
    console.log(`${outcome}: ${name} [${group}] ${reason}\n  theirs ${theirs}\n  ours   ${ours}`);
  }
}

const wanted = process.argv.slice(2);
const suite = loadSuite();
const parts = await conformance(suite);
for (const part of parts) {
  if (wanted.every((word) => part.title.toLowerCase().includes(word.toLowerCase())))
    print(part, wanted.length > 0);
}
if (wanted.length === 0)
  writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), renderReport(suite, parts));
