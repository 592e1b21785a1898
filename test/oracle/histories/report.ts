/** The committed document of a comparison. */
import type { TreeResult } from './compare-tree.ts';
import { cache } from './folders.ts';
import type { Kind } from './outcomes.ts';

const kinds: readonly Kind[] = ['identical', 'refused', 'different', 'both stop', 'beyond', 'only ours'];

export function renderReport(
  results: readonly TreeResult[],
  versions: string,
  missing: readonly string[],
): string {
  const all = results.flatMap(({ revisions }) => revisions);
  const unordered = all.filter(({ kind, reason }) => kind === 'identical' && reason !== '').length;
  const total = { ...count(all), unordered };
  const compiled = total.identical + total.refused + total.different;
  const share = ((100 * total.identical) / compiled).toFixed(2);
  return [
    '# Real histories: Alembic’s SQL and ours',
    '',
    `Written by \`npm run report:histories\` on ${new Date().toISOString().slice(0, 10)} with ${versions}.`,
    'Each revision of each history by itself, upgrade and downgrade, as `--sql` for PostgreSQL (psycopg2), SQL Server',
    '(pyodbc) and SQLite, under the same plain env.py. The texts are compared byte for byte; only the order of what',
    'Alembic itself takes from a Python set (a new table’s indexes, the heads of a merge) is made the same on both sides, and a',
    'text in which Alembic’s own runs differ by the order of lines is compared without it ' +
      `(${String(total.unordered)} of the identical).`,
    'Where a script writes the time or a random identifier, Alembic’s may be another at the place of ours.',
    'Alembic has all that a package requires, installed as of one day; Retort sees the package and its virtual environment.',
    '',
    `Of the ${String(compiled)} that Alembic compiles, **${String(total.identical)} (${share} %) are identical**, ` +
      `${String(total.refused)} are refused with their place, **${String(total.different)} are different**.`,
    '',
    '- *refused*: Alembic compiles it; Retort says where and why it does not.',
    '- *both stop*: neither compiles it: the script asks a database for rows or tables, or the dialect cannot do it.',
    '- *beyond*: Alembic fails at an import although all that the package requires is installed; Retort compiles it.',
    '- *only ours*: Alembic fails otherwise; the reasons are below.',
    '- *without the application*: of the identical (and beyond), those whose script cannot be imported by Alembic where only the',
    '  package itself is installed beside it, without what it requires: Retort reads the source that they need.',
    '- *whole runs*: `base:heads` and `heads:base` on each dialect, in which the revisions that a tool cannot do alone do nothing.',
    '- *listings*: `history`, `history -v`, `heads`, `branches` and `show` of every revision.',
    '',
    `| history | revisions | ${kinds.join(' | ')} | without the application | whole runs | listings |`,
    `|---|---|${kinds.map(() => '---|').join('')}---|---|---|`,
    ...results.map(row),
    `| all | ${sum(results, ({ graph }) => graph.graph.length)} | ${kinds.map((kind) => total[kind]).join(' | ')} | ${sum(results, withoutApplication)} | ${sameOf(results.flatMap(({ whole }) => whole.map(({ kind }) => kind === 'identical')))} | ${sameOf(results.flatMap(({ listings }) => listings.map(({ isSame }) => isSame)))} |`,
    ...(missing.length === 0 ? [] : ['', `Not compared on this machine yet: ${missing.join(', ')}.`]),
    ...section('Different', 'different', results),
    ...section('Refused', 'refused', results),
    ...section('Only ours', 'only ours', results),
    ...section('Beyond', 'beyond', results),
    '',
  ].join('\n');
}

function row({ tree, graph, revisions, whole, listings }: TreeResult): string {
  const counts = count(revisions);
  return (
    `| ${tree.name} (${tree.requirement}) | ${String(graph.graph.length)} | ` +
    `${kinds.map((kind) => counts[kind]).join(' | ')} | ${String(withoutApplication({ revisions }))} | ${sameOf(whole.map(({ kind }) => kind === 'identical'))} | ` +
    `${sameOf(listings.map(({ isSame }) => isSame))} |`
  );
}

/** Those that compile although Alembic could not import their scripts without the application's dependencies. */
function withoutApplication({ revisions }: Pick<TreeResult, 'revisions'>): number {
  return revisions.filter(
    ({ kind, needs }) =>
      needs !== null && (kind === 'identical' || kind === 'beyond' || kind === 'only ours'),
  ).length;
}

const sameOf = (all: readonly boolean[]): string =>
  `${String(all.filter(Boolean).length)} of ${String(all.length)}`;

function sum(results: readonly TreeResult[], of: (result: TreeResult) => number): string {
  return String(results.reduce((total, result) => total + of(result), 0));
}

function count(outcomes: readonly { readonly kind: Kind }[]): Record<Kind, number> {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}

/** Reasons, with how many revisions, directions and dialects each concerns. */
function section(title: string, kind: Kind, results: readonly TreeResult[]): readonly string[] {
  const lines = results.flatMap(({ tree, revisions, whole }) => {
    const reasons = new Map<string, number>();
    const outcomes = [...revisions, ...(kind === 'different' ? whole : [])];
    for (const each of outcomes.filter((outcome) => outcome.kind === kind)) {
      const reason = each.reason.replace(/ \(and \d+ more\)$/, '').replaceAll(`${cache}/`, '');
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    const listed = [...reasons].map(([reason, times]) => `- ${tree.name}, ${String(times)} times: ${reason}`);
    return listed.length <= 12
      ? listed
      : [...listed.slice(0, 12), `- ${tree.name}: and ${String(listed.length - 12)} more reasons`];
  });
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}
