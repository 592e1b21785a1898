import type { WalkResult } from './walk.ts';

type Walks = readonly (WalkResult | string)[];

/** REPORT.md: one line per walk, then what Alembic stopped at, and all that is not equal. */
export function renderReport(results: readonly (readonly [string, Walks])[], tools: string): string {
  const walks = results.flatMap(([, each]) => each.filter((result) => typeof result !== 'string'));
  const ran = walks.filter(({ up }) => up > 0);
  const sum = (of: (walk: WalkResult) => number): number => ran.reduce((total, walk) => total + of(walk), 0);
  const histories = new Set(ran.map(({ name }) => name));
  const idle = results.filter(([name]) => !histories.has(name));
  return [
    '# Real upgrades',
    '',
    `Written by \`npm run report:upgrades\` on ${new Date().toISOString().slice(0, 10)} with ${tools}.`,
    '',
    'Each history is run on three databases of its own: by `alembic` alone, by `retort` alone, and by both in turn. All take one',
    'revision at a time, up to the heads and down to base. After each step the databases are compared: PostgreSQL by',
    '`pg_dump` (schema and rows), SQLite by its `.schema` and all rows. With rows, every table gets two after each third revision,',
    'for the data migrations. Of the sample projects env.py runs as it is; of the packages one that only runs the scripts.',
    '',
    '- *up*, *down*: revisions that Alembic came up and down; *stopped* says why no further.',
    '- *equal*: databases that were equal to Alembic’s, of those compared. Moments of today and random keys count as equal; so does',
    '  what Alembic takes from a set: the order of a table’s indexes, and of the constraints of a table that batch mode made anew.',
    '- *refused*: steps that Retort does not evaluate and says so, with nothing changed; Alembic ran them in its place.',
    '- Where Alembic fails at a step, Retort must too, and must leave the database as it was before the step.',
    '',
    `${String(histories.size)} histories, ${String(sum(({ up, down }) => up + down))} steps, ${String(sum(({ rows }) => rows))} rows: ` +
      `${String(sum(({ equal }) => equal))} of ${String(sum(({ compared }) => compared))} databases equal, ` +
      `${String(sum(({ refused }) => refused.length))} steps refused, ${String(sum(({ differences }) => differences.length))} different.`,
    '',
    '| history | database | rows | revisions | up | down | equal | refused | different |',
    '|---|---|---|---|---|---|---|---|---|',
    ...ran.map(row),
    '',
    ...section('Where Alembic stopped', ran, ({ stopped }) => stopped),
    ...section('Different', ran, ({ differences }) => differences),
    ...section('Refused', ran, ({ refused }) => refused),
    ...(idle.length === 0 ? [] : ['## Not run by Alembic itself', '', ...idle.map(why), '']),
  ].join('\n');
}

function row({
  name,
  kind,
  withRows,
  rows,
  revisions,
  up,
  down,
  equal,
  compared,
  refused,
  differences,
}: WalkResult): string {
  const cells = [
    ...[name, kind, withRows ? String(rows) : '', revisions, up, down],
    ...[`${String(equal)} of ${String(compared)}`, refused.length, differences.length],
  ];
  return `| ${cells.map(String).join(' | ')} |`;
}

function section(
  title: string,
  walks: readonly WalkResult[],
  lines: (walk: WalkResult) => readonly string[],
): readonly string[] {
  const items = walks.flatMap((walk) => {
    const what = `${walk.name} on ${walk.kind}${walk.withRows ? ' with rows' : ''}`;
    return lines(walk).map((line) => `- ${what}: ${clean(line)}`);
  });
  return items.length === 0 ? [] : [`## ${title}`, '', ...items, ''];
}

/** A history of which nothing could be run. */
function why([name, walks]: readonly [string, Walks]): string {
  const reasons = walks.map((walk) => (typeof walk === 'string' ? walk : walk.stopped.join('; ')));
  return `- ${name}: ${clean(reasons[0] ?? '')}`;
}

/** One line, without the paths of this machine. */
function clean(text: string): string {
  const line = text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .join(' / ')
    .replaceAll(/\/\S*\/(?:site|samples)\//g, '');
  const short = line.length > 300 ? `${line.slice(0, 300)}…` : line;
  return `\`${short.replaceAll('`', "'")}\``;
}
