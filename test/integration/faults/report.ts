import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rounds } from './fault-project.ts';

export interface FaultResult {
  readonly database: string;
  readonly fault: string;
  /** Where the database was found, where that differs from round to round. */
  readonly found: string;
}

/** Only rounds that all ended well get here: a round that does not fails its test. */
export function writeReport(results: readonly FaultResult[]): void {
  const lines = results.map(
    ({ database, fault, found }) =>
      `| ${database} | ${fault} | ${String(rounds)} | ${String(rounds)} | ${found} |`,
  );
  writeFileSync(
    join(import.meta.dirname, 'REPORT.md'),
    `# Faults

Written by \`npm run report:faults\` on ${new Date().toISOString().slice(0, 10)}. A history of eight revisions, one transaction
each, every second of which asks the database. A round is sound when the database is at a revision that its version table names,
with exactly that revision's columns and rows, and the next run ends at the head.

| database | fault | rounds | sound | found at |
|---|---|---|---|---|
${lines.join('\n')}
`,
  );
}
