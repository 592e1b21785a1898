/**
 * Compares the schema of real packages' models, live: SQLAlchemy imports them, Retort evaluates the same files.
 *
 *   npm run report:schema              all packages; writes REPORT.md beside this file
 *   npm run report:schema -- optuna    these only, with every difference and problem, and writes nothing
 *
 * Environments are made under `.cache/schema-oracle` when they are not there.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { initTestParser } from '../../support/python.ts';
import { environment, run, sitePackagesOf, environmentVariables } from './environments.ts';
import { dialects, evaluatePackage, type Compiled, type CompiledTable } from './evaluate-package.ts';
import { packages, type ComparedPackage } from './packages.ts';
import { renderReport, type PackageResult } from './report.ts';

interface Described {
  readonly sqlalchemy: string;
  readonly tables: Readonly<Record<string, CompiledTable>>;
}

function describe(job: ComparedPackage, folder: string): Described {
  const script = path.join(import.meta.dirname, 'describe.py');
  const argument = JSON.stringify({ imports: job.imports, metadata: job.metadata });
  return JSON.parse(
    run(path.join(folder, 'bin/python'), ['-B', script, argument], {
      cwd: folder,
      env: environmentVariables,
    }),
  ) as Described;
}

/** A refusal of both is the same answer; its words name Python objects. */
const same = (ours: Compiled, theirs: Compiled): boolean =>
  'error' in ours || 'error' in theirs
    ? 'error' in ours && 'error' in theirs
    : JSON.stringify(ours.statements) === JSON.stringify(theirs.statements);

function compare(job: ComparedPackage): PackageResult {
  const folder = environment(job);
  const theirs = describe(job, folder);
  const ours = evaluatePackage(job, sitePackagesOf(folder));
  const tables = Object.entries(theirs.tables).map(([name, expected]): PackageResult['tables'][number] => {
    const actual = ours.tables.get(name);
    if (actual === undefined) return { name, outcome: 'unknown', details: [] };
    const details = dialects.flatMap((dialect) =>
      same(actual[dialect], expected[dialect])
        ? []
        : [{ dialect, ours: text(actual[dialect]), theirs: text(expected[dialect]) }],
    );
    const doubts = ours.doubts.get(name) ?? [];
    if (doubts.length > 0) {
      return {
        name,
        outcome: 'unknown',
        details: doubts.map((doubt) => ({ dialect: 'all', ours: `refused: ${doubt}`, theirs: '' })),
      };
    }
    if (details.length === 0) return { name, outcome: 'identical', details };
    const refused = dialects.every((d) => 'error' in actual[d] || same(actual[d], expected[d]));
    return { name, outcome: refused ? 'unknown' : 'different', details };
  });
  for (const name of ours.tables.keys()) {
    if (!(name in theirs.tables)) {
      tables.push({
        name,
        outcome: 'different',
        details: [{ dialect: 'all', ours: name, theirs: 'no such table' }],
      });
    }
  }
  return {
    job,
    sqlalchemy: theirs.sqlalchemy,
    tables,
    problems: ours.problems,
    milliseconds: ours.milliseconds,
  };
}

const text = (compiled: Compiled): string =>
  'error' in compiled ? `refused: ${compiled.error}` : compiled.statements.join(';');

function printDetails({ tables, problems }: PackageResult): void {
  for (const { name, outcome, details } of tables) {
    if (outcome === 'identical') continue;
    console.log(`${outcome}: ${name}`);
    for (const { dialect, ours, theirs } of details) {
      console.log(
        outcome === 'unknown'
          ? `  ${dialect}: ${ours}`
          : `  ${dialect}\n    ours:   ${ours}\n    theirs: ${theirs}`,
      );
    }
  }
  for (const problem of problems) console.log(`  ${problem}`);
}

await initTestParser();
const wanted = process.argv.slice(2);
const results: PackageResult[] = [];
for (const job of packages.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const result = compare(job);
  results.push(result);
  const count = (outcome: string): number => result.tables.filter((t) => t.outcome === outcome).length;
  console.log(
    `${job.name}: ${count('identical')} identical, ${count('unknown')} unknown, ${count('different')} different, ` +
      `${result.problems.length} problems, ${Math.round(result.milliseconds)} ms`,
  );
  if (wanted.length > 0) printDetails(result);
}
if (wanted.length === 0) writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), renderReport(results));
process.exitCode = results.some(({ tables }) => tables.some((t) => t.outcome === 'different')) ? 1 : 0;
