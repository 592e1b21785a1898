import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FaultResult {
  readonly database: string;
  readonly fault: string;
  readonly rounds: number;
  /** Where the database was found, where that differs from round to round. */
  readonly found: string;
}

const file = join(import.meta.dirname, 'REPORT.md');

/**
 * Writes what was measured; what was not measured this time stays as it was. Only rounds that all ended well get here: a round
 * that does not fails its test.
 */
export function writeReport(results: readonly FaultResult[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const rows = new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^\| (?:SQLite|PostgreSQL)/.test(line))
      .map((line) => [keyOf(line), line]),
  );
  for (const { database, fault, rounds, found } of results) {
    const line = `| ${database} | ${fault} | ${String(rounds)} | ${String(rounds)} | ${found} | ${date} |`;
    rows.set(keyOf(line), line);
  }
  writeFileSync(
    file,
    `# Faults

Written by \`npm run report:faults\`. A history of eight revisions, one transaction
each, every second of which asks the database. A round is sound when the database is at a revision that its version table names,
with exactly that revision's columns and rows, and the next run ends at the head.

| database | fault | rounds | sound | found at | measured |
|---|---|---|---|---|---|
${[...rows.values()].sort().join('\n')}
`,
  );
}

/** Database and fault. */
function keyOf(line: string): string {
  const [, database = '', fault = ''] = line.split('|').map((cell) => cell.trim());
  return `${database} ${fault}`;
}

/** `base 3, r1 12`. */
export function countText(versions: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const version of versions) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([version, count]) => `${version || 'base'} ${String(count)}`)
    .join(', ');
}
