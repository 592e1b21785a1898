/** The committed document of a comparison. */
import type { ComparedPackage } from './packages.ts';

export interface TableResult {
  readonly name: string;
  readonly outcome: 'identical' | 'unknown' | 'different';
  readonly details: readonly { readonly dialect: string; readonly ours: string; readonly theirs: string }[];
}
export interface PackageResult {
  readonly job: ComparedPackage;
  readonly sqlalchemy: string;
  readonly tables: readonly TableResult[];
  readonly problems: readonly string[];
  readonly milliseconds: number;
}

export function renderReport(results: readonly PackageResult[]): string {
  const count = (tables: readonly TableResult[], outcome: TableResult['outcome']): number =>
    tables.filter((table) => table.outcome === outcome).length;
  const row = (name: string, sqlalchemy: string, tables: readonly TableResult[]): string => {
    const identical = count(tables, 'identical');
    const share = tables.length === 0 ? '–' : `${((100 * identical) / tables.length).toFixed(1)} %`;
    return `| ${name} | ${sqlalchemy} | ${tables.length} | ${identical} | ${count(tables, 'unknown')} | ${count(tables, 'different')} | ${share} |`;
  };
  const rest = results.flatMap(({ job, tables, problems }) => {
    const open = tables.filter(({ outcome }) => outcome !== 'identical');
    if (open.length === 0) return [];
    return [
      '',
      `## ${job.name}`,
      '',
      ...open.map(({ name, outcome, details }) => `- ${outcome}: \`${name}\`${reasons(details)}`),
      '',
      'Errors and warnings of the evaluation:',
      '',
      ...atMost(
        12,
        problems
          .filter((problem) => /^(\S+:\d+: )?(error|warning): /.test(problem))
          .map((problem) => `- ${problem}`),
        (count) => `- and ${count} more`,
      ),
    ];
  });
  return [
    '# Models of real packages: SQLAlchemy’s DDL and ours',
    '',
    `Written by \`npm run report:schema\` on ${new Date().toISOString().slice(0, 10)}. Per table, \`CreateTable\` and every`,
    '`CreateIndex` for PostgreSQL, SQL Server and SQLite, from the metadata that SQLAlchemy has after importing the models',
    'and from evaluating the same files. A table counts as identical when all statements of all three are, byte for byte,',
    'and nothing in it or in its MetaData was reported as unknown; as unknown when Retort says that it cannot know it, and',
    'when it does not find it. Both sides run with the same few environment variables, none of which a package is configured',
    'by, and Retort is told so. Without that, a schema that a package takes from a variable is unknown, and all of its',
    'tables are: those of arize-phoenix.',
    '',
    '| package | SQLAlchemy | tables | identical | unknown | different | identical |',
    '|---|---|---|---|---|---|---|',
    ...results.map(({ job, sqlalchemy, tables }) => row(job.requirements[0] ?? job.name, sqlalchemy, tables)),
    row(
      'all',
      '',
      results.flatMap(({ tables }) => tables),
    ),
    ...rest,
    '',
  ].join('\n');
}

/** The first few, and how many more: a mixin's column is in doubt for every table that has it. */
function atMost(limit: number, lines: readonly string[], more: (count: number) => string): readonly string[] {
  return lines.length <= limit ? lines : [...lines.slice(0, limit), more(lines.length - limit)];
}

function reasons(details: TableResult['details']): string {
  const refusals = new Set(details.map(({ ours }) => ours).filter((ours) => ours.startsWith('refused: ')));
  if (refusals.size === 0) return '';
  return ` (${atMost(2, [...refusals], (count) => `and ${count} more`).join('; ')})`;
}
