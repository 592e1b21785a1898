import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Comparison } from './compare-project.ts';

/** Writes REPORT.md: a line per project, database and mode, and every mutation that is not identical. */
export function writeReport(all: readonly Comparison[], count: number): void {
  const groups = new Map<string, Comparison[]>();
  for (const each of all) {
    const key = `${each.project} | ${each.database} | ${each.mode}`;
    const group = groups.get(key) ?? [];
    group.push(each);
    groups.set(key, group);
  }
  const open = all.filter(({ outcome }) => outcome === 'refused' || outcome === 'different');
  const invalid = all.filter(({ outcome }) => outcome === 'invalid');
  const text = [
    '# Mutated models',
    '',
    `Written by \`npm run report:mutations\`: ${String(count)} random edits of the models of each project (columns, types, defaults, indexes,`,
    'constraints, comments, references and tables, added, dropped, renamed and changed), as source text. A PostgreSQL 15 and an SQLite',
    'database are at the unedited models’ first revision. Of each edit real Alembic and Retort write the revision, with',
    '`compare_server_default`, on SQLite in batches; Retort once from the database and once from the history. The files are compared',
    'byte for byte. *Reordered*: the same lines in another order, where Alembic takes it from a Python set. *Invalid*: real Alembic',
    'fails on the edited models, most often since they are no sound Python any more.',
    '',
    '| project | database | compared with | edits | identical | reordered | refused | different | invalid | share |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...[...groups].map(([key, group]) => row(key, group)),
    row(
      'all | | database',
      all.filter(({ mode }) => mode === 'database'),
    ),
    row(
      'all | | history',
      all.filter(({ mode }) => mode === 'history'),
    ),
    '',
    `Of the ${String(invalid.length)} invalid comparisons Retort refuses ${String(invalid.filter(({ reason }) => reason.includes('ours too')).length)}, too; in the others Alembic stopped at what Retort does not need for its answer.`,
    ...(open.length === 0 ? [] : ['', '## Not identical', '', ...new Set(open.map(line))]),
    '',
  ].join('\n');
  writeFileSync(path.join(import.meta.dirname, 'REPORT.md'), text);
}

function row(key: string, group: readonly Comparison[]): string {
  const count = (outcome: string): number => group.filter((each) => each.outcome === outcome).length;
  const outcomes = ['identical', 'reordered', 'refused', 'different', 'invalid'].map(count);
  const valid = group.length - count('invalid');
  const share = valid === 0 ? 100 : (100 * (count('identical') + count('reordered'))) / valid;
  return `| ${key} | ${String(group.length)} | ${outcomes.join(' | ')} | ${share.toFixed(1)} % |`;
}

function line({ project, database, mode, seed, told, outcome, reason }: Comparison): string {
  const where = `${project}, ${database}, ${mode}, seed ${String(seed)}`;
  return `- ${outcome} (${where}): ${told.join('; ')}${reason === '' ? '' : `: ${reason}`}`;
}
