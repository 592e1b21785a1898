/** What each command says of a project that is broken: file, line and what to do; nothing is written, no password told. */
import { beforeAll, describe, expect, test } from 'vitest';
import { parseFixture } from '../support/fixture.ts';
import { initTestParser } from '../support/python.ts';
import { shop } from '../support/shop.ts';
import { retort, type Outcome } from './host.ts';

beforeAll(initTestParser);

const ini = '/app/alembic.ini';
const env = '/app/migrations/env.py';
const models = '/app/models.py';
const first = '/app/migrations/versions/a1_users.py';
const second = '/app/migrations/versions/b2_name.py';
const password = 's3cr3t-pw';
const commands = [
  ['history'],
  ['heads'],
  ['current'],
  ['upgrade', 'head'],
  ['upgrade', 'head', '--sql'],
  ['downgrade', 'base'],
  ['stamp', 'head'],
  ['check'],
  ['check', '--from-history'],
  ['revision', '-m', 'x'],
  ['revision', '--autogenerate', '-m', 'x'],
  ['revision', '--autogenerate', '--from-history', '-m', 'x'],
] as const;

type Edit = (text: string) => string;
type Edits = Readonly<Record<string, Edit | string | null>>;

function project(edits: Edits): Record<string, string> {
  const files = Object.fromEntries(parseFixture(shop).fs.files);
  for (const [path, edit] of Object.entries(edits)) {
    const before = files[path] ?? '';
    const after = typeof edit === 'function' ? edit(before) : edit;
    expect(after).not.toBe(before);
    if (after === null) Reflect.deleteProperty(files, path);
    else files[path] = after;
  }
  return files;
}

/** Runs it and makes sure that a failed command leaves no file behind. */
async function run(edits: Edits, ...argv: readonly string[]): Promise<Outcome> {
  const files = project(edits);
  const outcome = await retort(files, ...argv);
  if (outcome.code !== 0) expect(Object.fromEntries(outcome.files.files)).toEqual(files);
  return outcome;
}

const url =
  (text: string): Edit =>
  (before) =>
    before.replace(/sqlalchemy\.url = .*/, `sqlalchemy.url = ${text}`);
const append =
  (text: string): Edit =>
  (before) =>
    `${before}\n${text}\n`;

describe('the graph', () => {
  const cycle = {
    [first]: (text: string) => text.replace('down_revision = None', 'down_revision = "b2b2c3d4e5f6"'),
  };

  test("a cycle fails in alembic's words, with the place once beside them", async () => {
    for (const argv of commands) {
      const { code, stdout, stderr } = await run(cycle, ...argv);
      expect(code).toBe(255);
      expect(stdout).toBe('FAILED: Cycle is detected in revisions (a1b2c3d4e5f6, b2b2c3d4e5f6)\n');
      expect(stderr.split('\n').filter((line) => line.includes('Cycle is detected'))).toEqual([
        `ERROR: ${first}:12: Cycle is detected in revisions (a1b2c3d4e5f6, b2b2c3d4e5f6); correct the down_revision that closes the circle, maybe this one`,
      ]);
    }
  });

  test.each([
    [
      'a missing down revision',
      {
        [second]: (text: string) => text.replace('down_revision = "a1b2c3d4e5f6"', 'down_revision = "gone"'),
      },
      `${second}:12: Revision gone referenced from b2b2c3d4e5f6 is not present; restore its file, or correct down_revision`,
    ],
    [
      'no down_revision',
      { [second]: (text: string) => text.replace(/down_revision = .*\n/, '') },
      `${second}:1: b2_name.py has no down_revision; write None for a first revision`,
    ],
    [
      'a revision that is None',
      { [second]: (text: string) => text.replace(/\nrevision = .*\n/, '\nrevision = None\n') },
      `${second}:11: revision is empty in b2_name.py`,
    ],
  ])('%s', async (_name, edits, message) => {
    for (const argv of commands) {
      const { code, stdout } = await run(edits, ...argv);
      expect([code, stdout]).toEqual([255, `FAILED: ${message}\n`]);
    }
  });

  test('two files with one id are a warning, as upstream', async () => {
    const text = parseFixture(shop).fs.files.get(second) ?? '';
    const { code, stdout, stderr } = await run({ '/app/migrations/versions/zz.py': text }, 'history');
    expect([code, stdout]).toEqual([
      0,
      'a1b2c3d4e5f6 -> b2b2c3d4e5f6 (head), Add a name\n<base> -> a1b2c3d4e5f6, Create users\n',
    ]);
    expect(stderr).toBe(
      `WARNING: /app/migrations/versions/zz.py:11: Revision b2b2c3d4e5f6 is present more than once: also in ${second}; give one of the two a new id\n`,
    );
  });
});

describe('Python that does not run', () => {
  const broken = { [second]: (text: string) => text.replace('def upgrade():', 'def upgrade(:') };
  const place = `${second}:17: invalid syntax: expected ')'`;

  test('a syntax error in a script leaves the listings, and stops what needs the script', async () => {
    expect((await run(broken, 'history')).code).toBe(0);
    expect((await run(broken, 'history')).stderr).toContain(`WARNING: ${place}`);
    const sql = await run(broken, 'upgrade', 'head', '--sql');
    expect(sql.code).toBe(255);
    expect(sql.stdout).toContain(`FAILED: ${place}`);
    const written = await run(broken, 'revision', '--autogenerate', '--from-history', '-m', 'x');
    expect(written.code).toBe(255);
    expect(written.stdout).toBe(
      `FAILED: ${second}:17: the history is not certain: revision b2b2c3d4e5f6 cannot be evaluated: invalid syntax: expected ')'\n`,
    );
    // The revisions before it are as good as ever.
    expect((await run(broken, 'upgrade', 'a1b2c3d4e5f6', '--sql')).stdout).toContain('CREATE TABLE users');
  });

  test.each([
    [
      'a script without upgrade()',
      { [second]: (text: string) => text.split('def upgrade')[0] ?? '' },
      `${second}:1: the script has no upgrade() function`,
    ],
    [
      'a script that raises',
      { [second]: append('raise RuntimeError("no")') },
      `${second}:24: RuntimeError: no`,
    ],
    [
      'an env.py that raises',
      { [env]: (text: string) => text.replace('config = context.config', 'raise ValueError("no")') },
      `${env}:5: ValueError: no`,
    ],
    ['an env.py with a syntax error', { [env]: append('def x(:') }, `${env}:29: SyntaxError: `],
    ['no env.py', { [env]: null }, `${ini}:2: There is no ${env}`],
    [
      'a model that raises',
      { [models]: append('raise RuntimeError("no")') },
      `${models}:14: RuntimeError: no`,
    ],
  ])('%s', async (_name, edits, message) => {
    const { code, stdout } = await run(edits, 'upgrade', 'head', '--sql');
    expect(code).toBe(255);
    expect(stdout).toContain(`FAILED: ${message}`);
    expect((await run(edits, 'history')).code).toBe(0);
  });

  test('a syntax error in a model is said, and keeps no script from running; a revision is not written', async () => {
    const edits = { [models]: append('class Broken(:\n    pass') };
    const sql = await run(edits, 'upgrade', 'head', '--sql');
    expect(sql.code).toBe(0);
    expect(sql.stderr).toContain(`WARNING: ${models}:14: SyntaxError: `);
    const written = await run(edits, 'revision', '--autogenerate', '-m', 'x');
    expect(written.code).toBe(255);
    expect(written.stdout).toContain(`${models}:14: SyntaxError: `);
  });
});

describe('configuration', () => {
  test.each([
    ['missing', { [ini]: null }, "FAILED: No 'script_location' key found in configuration.\n"],
    ['empty', { [ini]: '' }, "FAILED: No 'script_location' key found in configuration.\n"],
    [
      'with text before its first section',
      { [ini]: (text: string) => `sqlalchemy.url = postgresql://app:${password}@db/x\n${text}` },
      `FAILED: ${ini}:1: While reading from ${ini} [line 1]: File contains no section headers: "sqlalchemy.url = postgresql://app:***@db/x" stands before the first [section]\n`,
    ],
    [
      'with a folder that is not there',
      { [ini]: (text: string) => text.replace('/migrations', '/nowhere') },
      "FAILED: Path doesn't exist: /app/nowhere.  Please use the 'init' command to create a new scripts folder.\n",
    ],
  ])('%s', async (_name, edits, message) => {
    for (const argv of commands) {
      const { code, stdout } = await run(edits, ...argv);
      expect([code, stdout]).toEqual([255, message]);
    }
  });

  test.each([
    ['nonsense', 'Could not parse SQLAlchemy URL from given URL string'],
    [
      `postgresql://app:${password}@db:port/x`,
      'Could not parse SQLAlchemy URL from given URL string: the port',
    ],
    ['oracle://db/x', "Can't load plugin: sqlalchemy.dialects:oracle"],
  ])('the URL %s: no SQL of a dialect that nobody named', async (text, message) => {
    const { code, stdout } = await run({ [ini]: url(text) }, 'upgrade', 'head', '--sql');
    expect(code).toBe(255);
    expect(stdout).toContain(`FAILED: ${ini}:4: ${message}`);
    expect(stdout).not.toContain('CREATE');
    expect((await run({ [ini]: url(text) }, 'history')).code).toBe(0);
  });

  test('a lone percent sign is told where the URL is needed, and only there', async () => {
    const edits = { [ini]: url(`postgresql://app:a%${password}@db/x`) };
    expect((await run(edits, 'history')).code).toBe(0);
    const { code, stdout } = await run(edits, 'upgrade', 'head');
    expect(code).toBe(255);
    expect(stdout).toContain("[line 4]: option 'sqlalchemy.url' cannot be read: '%' must be followed by");
  });

  test('--tag is given to env.py', async () => {
    const asks = {
      [env]: append('if context.get_tag_argument() != "blue":\n    raise RuntimeError("untagged")'),
    };
    expect((await run(asks, 'upgrade', 'head', '--sql', '--tag', 'blue')).code).toBe(0);
    const { stdout } = await run(
      { [env]: `from alembic import context\nraise RuntimeError(context.get_tag_argument())` },
      'upgrade',
      'head',
      '--sql',
      '--tag',
      'red',
    );
    expect(stdout).toContain('red');
  });
});

test('no command tells the password, whatever is wrong', async () => {
  const urls = [
    `postgresql://app:${password}@db/x`,
    `postgresql://app:${password}@db:port/x`,
    `postgresql://app:${password}/with@slash@db/x`,
    `postgresql://app@db/x?password=${password}`,
    `postgresql//app:${password}@db/x`,
    `oracle://app:${password}@db/x`,
    `mssql+pyodbc:///?odbc_connect=DRIVER=x;SERVER=db;UID=sa;PWD=${password}`,
  ];
  for (const text of urls) {
    for (const argv of commands) {
      for (const extra of [[], ['--json'], ['--raiseerr']]) {
        const given = await run({ [ini]: url(text) }, ...extra, ...argv);
        expect(given.stdout + given.stderr).not.toContain(password);
        const option = await retort(project({}), ...extra, '--url', text, ...argv);
        expect(option.stdout + option.stderr).not.toContain(password);
      }
    }
  }
});
