/**
 * Every form of a revision identifier, right and wrong, against a database at several revisions: `retort` prints, writes
 * and exits as `alembic` does.
 */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { runAlembic, runRetort, type Ran, type Request } from './support/in-process.ts';
import { sampleProject } from './support/tools.ts';

// The branchy sample: two bases, branches `networking`, `cart` and `fixes`, a merge, and dependencies.
const identifiers = [
  ...[
    'head',
    'heads',
    'base',
    'current',
    '',
    'zzzz',
    '27',
    '27c6',
    '27c6a30d7c24',
    'networking',
    'cart',
    'fixes',
  ],
  ...[
    'networking@head',
    'networking@heads',
    'networking@base',
    'cart@head',
    'fixes@head',
    'nope@head',
    'nope@+1',
  ],
  ...['+1', '+2', '+99', '-1', '-2', '-99', '+0', '-0'],
  ...[
    '27c6+1',
    '27c6+2',
    '27c6-1',
    '27c6-9',
    '3512-1',
    'zzzz+1',
    'zzzz-1',
    'head-1',
    'heads-1',
    'base+1',
    'head+1',
  ],
  ...['networking@+1', 'networking@+2', 'networking@-1', 'cart@-1', 'fixes@-1', 'cart@+1', 'fixes@+9'],
  ...[
    'networking@27c6',
    'cart@27c6',
    'networking@27c6+1',
    'networking@3512b954651e',
    'current+1',
    'current-1',
  ],
  ...[
    '27c6:3512',
    'a b',
    '@head',
    'networking@',
    '27c6@head',
    '*',
    '%s',
    '%(x)s',
    '2b1a',
    '53ff-1',
    '53ff+1',
  ],
];
const ranges = [
  ...[
    'base:head',
    'base:heads',
    ':',
    '3512:',
    ':56f5',
    '3512:56f5',
    '56f5:3512',
    'base:current',
    'current:heads',
  ],
  ...['-2:56f5', '-2:', ':-1', '3512:+2', '27c6:27c6', 'networking@base:networking@head', 'cart@base:heads'],
  ...[
    'fixes@head:base',
    'zzzz:',
    ':zzzz',
    '3512',
    '3512:56f5:base',
    'head:base',
    'current:',
    ':current',
    '+1:',
  ],
  ...['56f5:-1', '56f5:-2', '56f5:base', 'heads:base', '56f5:53ff', 'networking@head:networking@base'],
];

let cwd: string;
const database = (): string => path.join(cwd, 'branches.db');
const start = (): string => path.join(cwd, 'start.db');

beforeAll(async () => {
  await initTestParser();
  const project = sampleProject('branches', 'identifiers');
  cwd = project.dir;
  expect(project.alembic('upgrade', '2b1ae634e5cd').code).toBe(0);
  expect(project.alembic('upgrade', 'e0d3c7a1f001').code).toBe(0);
  copyFileSync(database(), start());
});

const online = ['show', 'upgrade', 'downgrade', 'stamp'].flatMap((command) =>
  identifiers.map((identifier) => [command, ...(identifier.startsWith('-') ? ['--'] : []), identifier]),
);
const offline = [
  ...ranges.map((range) => ['history', `--rev-range=${range}`]),
  ...ranges.map((range) => ['history', '-v', '-i', '-r', ...(range.startsWith('-') ? [range] : [range])]),
  ...['upgrade', 'downgrade', 'stamp'].flatMap((command) =>
    [...ranges, ...identifiers].map((range) => [command, '--sql', '--', range]),
  ),
];

it.each([
  { name: 'online', lines: online },
  { name: 'offline', lines: offline },
])('$name', { timeout: 300_000 }, async ({ lines }) => {
  const requests: readonly Request[] = lines.map((argv) => ({
    argv,
    cwd,
    restore: { [database()]: start() },
    database: database(),
  }));
  const ours: Ran[] = [];
  for (const request of requests) ours.push(await runRetort(request));
  // Where sets decide, one of alembic's answers has to be ours.
  let open = requests.map((_request, index) => index);
  let differences: unknown[] = [];
  for (let hashSeed = 0; hashSeed < 6 && open.length > 0; hashSeed++) {
    const theirs = runAlembic(
      open.map((index) => requests[index]!),
      hashSeed,
    );
    const left = open.flatMap((index, number) => {
      const difference = differenceOf(ours[index]!, theirs[number]!);
      return difference === null ? [] : [{ index, argv: lines[index], ...difference }];
    });
    open = left.map(({ index }) => index);
    differences = left;
  }
  expect(differences).toEqual([]);
});

function differenceOf(ours: Ran, theirs: Ran): { readonly ours: unknown; readonly theirs: unknown } | null {
  if (theirs.crash !== null) {
    // There are no words of alembic's to compare; it must fail all the same, and leave the database alone.
    const refused = ours.code === 255 && String(ours.versions) === String(theirs.versions);
    return refused ? null : { ours, theirs: theirs.crash.slice(-200) };
  }
  const pair = { ours: told(ours), theirs: told(theirs) };
  return JSON.stringify(pair.ours) === JSON.stringify(pair.theirs) ? null : pair;
}

/** Sets of Python have another order in every process: branches' children, labels, several current revisions. */
function told({ code, stdout, versions }: Ran): unknown {
  const commas = (list: string): string => list.split(', ').sort().join(', ');
  const text = stdout
    .replace(/ \((\w+(?:, \w+)+)\)/g, (_list, names: string) => ` (${commas(names)})`)
    .replace(
      /^(Branches into|Branch names): (.*)$/gm,
      (_line, name: string, list: string) => `${name}: ${commas(list)}`,
    );
  return { code, text, versions };
}
