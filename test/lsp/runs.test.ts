import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import type { JournalEntry } from '../../server/src/alembic/runtime/journal.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import type { ConnectionParams, PlanResult } from '../../server/src/protocol.ts';
import { parseFixture } from '../support/fixture.ts';
import { LspClient } from '../support/lsp-client.ts';
import type { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop } from '../support/shop.ts';

beforeAll(initTestParser);

const configUri = pathToUri(paths.ini);
const [first, second] = ['a1b2c3d4e5f6', 'b2b2c3d4e5f6'];
let folder = '';
let client: LspClient;
let fs: MemoryFileSystem;
let connection: ConnectionParams;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'retort-runs-'));
  connection = { url: `sqlite:///${join(folder, 'shop.db')}`, password: null };
  ({ fs } = parseFixture(shop));
  client = await LspClient.start(fs, { connect });
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

function plan(direction: 'upgrade' | 'downgrade' | 'stamp', target: string): Promise<PlanResult> {
  return client.request('retort/plan', { configUri, connection, direction, target });
}

async function run(direction: 'upgrade' | 'downgrade' | 'stamp', target: string) {
  const { planId } = await plan(direction, target);
  return client.request('retort/migrate', { configUri, connection, direction, target, planId, runId: 'r1' });
}

test('the plan of an upgrade names the database, both ends, each step and its SQL', async () => {
  const planned = await plan('upgrade', 'head');
  expect(planned).toMatchObject({ database: join(folder, 'shop.db'), from: [], to: [second], error: null });
  expect(planned.steps.map(({ revision, message }) => [revision, message])).toEqual([
    [first, 'Create users'],
    [second, 'Add a name'],
  ]);
  expect(planned.steps[0]?.sql).toContain('CREATE TABLE users');
  expect(planned.steps[1]?.sql).toContain('ALTER TABLE users ADD COLUMN name VARCHAR(80)');
  expect(planned.sql).toContain('CREATE TABLE alembic_version');
});

test('an upgrade runs, is reported step by step, and the history then says applied', async () => {
  const result = await run('upgrade', 'head');
  expect(result).toMatchObject({ error: null, cancelled: false, current: [second] });
  expect(result.steps.map(({ revision, outcome }) => [revision, outcome])).toEqual([
    [first, 'done'],
    [second, 'done'],
  ]);
  const named = client.progress.filter(({ statement }) => statement === null);
  expect(named.map(({ revision, index, count }) => [revision, index, count])).toEqual([
    [first, 0, 2],
    [second, 1, 2],
  ]);
  const history = await client.request('retort/history', { configUri, connection });
  expect(history.current).toEqual([second]);
  expect(history.revisions.map(({ state, isCurrent }) => [state, isCurrent])).toEqual([
    ['applied', true],
    ['applied', false],
  ]);
});

test('a downgrade by one, and a stamp', async () => {
  await run('upgrade', 'head');
  expect(await run('downgrade', '-1')).toMatchObject({ error: null, current: [first] });
  expect(await run('stamp', 'head')).toMatchObject({ error: null, current: [second] });
});

test('nothing to do is an empty plan', async () => {
  await run('upgrade', 'head');
  expect(await plan('upgrade', 'head')).toMatchObject({
    steps: [],
    from: [second],
    to: [second],
    error: null,
  });
});

test('a cancelled run says so, and where the database is now', async () => {
  await client.stop();
  client = await LspClient.start(fs, {
    connect: async (url, options) => {
      const inner = await connect(url, options);
      const execute: typeof inner.execute = async (sql, parameters) => {
        if (sql.includes('ADD COLUMN')) await client.request('retort/cancel', { runId: 'r1' });
        return inner.execute(sql, parameters);
      };
      return new Proxy(inner, {
        get(target, name) {
          if (name === 'execute') return execute;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  });
  const result = await run('upgrade', 'head');
  expect(result).toMatchObject({ cancelled: true, current: [first] });
  expect(result.steps[0]?.outcome).toBe('done');
  expect(result.steps[1]?.outcome).not.toBe('done');
});

test('a script that changed since the plan was shown: nothing runs', async () => {
  const { planId } = await plan('upgrade', 'head');
  fs.write(paths.second, (fs.files.get(paths.second) ?? '').replace('length=80', 'length=90'));
  client.fileEvent(paths.second, 2);
  const result = await client.request('retort/migrate', {
    ...{ configUri, connection, direction: 'upgrade', target: 'head', planId, runId: 'r1' },
  });
  expect(result.error?.message).toMatch(/have changed since the SQL was shown/);
  expect(result.steps.map(({ outcome }) => outcome)).toEqual(['not run', 'not run']);
  expect(result.current).toEqual([]);
});

test('a run whose first revision cannot be evaluated is refused with its place before anything runs', async () => {
  const text = fs.files.get(paths.first) ?? '';
  fs.write(paths.first, text.replace('def upgrade():\n', 'def upgrade():\n    unknown_helper(op)\n'));
  client.fileEvent(paths.first, 2);
  const planned = await plan('upgrade', 'head');
  expect(planned.error).toMatchObject({ uri: pathToUri(paths.first), severity: 'error' });
  expect(planned.error?.message).toContain(first);
});

test('a batch that copies a table of the database is planned with a note in the place of its SQL, and runs', async () => {
  const text = fs.files.get(paths.second) ?? '';
  const batch =
    'with op.batch_alter_table("users") as batch_op:\n        batch_op.alter_column("email", nullable=True)\n';
  fs.write(paths.second, text.replace(/op\.add_column\(.*\n/, batch));
  client.fileEvent(paths.second, 2);
  const planned = await plan('upgrade', 'head');
  expect(planned.error).toBeNull();
  expect(planned.steps[0]?.sql).toContain('CREATE TABLE users');
  expect(planned.steps[1]?.sql).toContain('-- Table users is rebuilt from what the database has');
  expect(planned.sql).toContain('CREATE TABLE users');
  expect(await run('upgrade', 'head')).toMatchObject({ error: null, current: [second] });
  expect(client.progress.map(({ statement }) => statement ?? '').join('\n')).toContain('_alembic_tmp_users');
});

test('an unknown target has alembic’s message', async () => {
  const planned = await plan('upgrade', 'nowhere');
  expect(planned.error?.message).toBe("Can't locate revision identified by 'nowhere'");
});

test('a URL that cannot be read is told without its password', async () => {
  connection = { url: 'postgresql://app:hunter2@host:port/db', password: null };
  const planned = await plan('upgrade', 'head');
  expect(planned.error?.message).toMatch(/Could not parse SQLAlchemy URL/);
  expect(JSON.stringify([planned, client.log])).not.toContain('hunter2');
});

test('an upgrade that cannot be evaluated to its end is planned, and runs, up to there', async () => {
  const text = fs.files.get(paths.second) ?? '';
  fs.write(paths.second, text.replace(/op\.add_column\(.*\n/, 'unknown_helper(op)\n'));
  client.fileEvent(paths.second, 2);
  const planned = await plan('upgrade', 'head');
  expect(planned).toMatchObject({ error: null, to: [first] });
  expect(planned.steps.map(({ revision }) => revision)).toEqual([first]);
  expect(planned.stopsBefore).toMatchObject({ uri: pathToUri(paths.second) });
  expect(await run('upgrade', 'head')).toMatchObject({ error: null, current: [first] });
});

test('the limits of the settings hold for the session of a run, and for no other', async () => {
  await client.stop();
  const given: (number | undefined)[] = [];
  client = await LspClient.start(fs, {
    configuration: { lockTimeout: 2.5, statementTimeout: 60 },
    connect: (url, options) => {
      given.push(options.lockTimeout, options.statementTimeout);
      return connect(url, options);
    },
  });
  expect(await run('upgrade', 'head')).toMatchObject({ error: null, current: [second] });
  expect(given).toEqual([undefined, undefined, 2500, 60_000]);
});

test('a script that is edited after it was applied is told at the script and in the tree', async () => {
  await client.stop();
  const entries: JournalEntry[] = [];
  const journal = {
    append: (more: readonly JournalEntry[]) => void entries.push(...more),
    entries: () => [...entries],
  };
  client = await LspClient.start(fs, { connect, journal });
  expect(await run('upgrade', 'head')).toMatchObject({ error: null });
  expect(entries.map(({ revision, outcome }) => [revision, outcome])).toEqual([
    [first, 'done'],
    [second, 'done'],
  ]);
  expect(JSON.stringify(entries)).not.toContain('password');
  fs.write(paths.second, (fs.files.get(paths.second) ?? '').replace('length=80', 'length=90'));
  client.fileEvent(paths.second, 2);
  const codes = (): (string | number | undefined)[] =>
    (client.diagnostics.get(paths.second) ?? []).map(({ code }) => code);
  await expect.poll(codes).toContain('edited-after-run');
  const history = await client.request('retort/history', { configUri, connection });
  expect(history.revisions.find(({ revision }) => revision === second)?.notes).toEqual([
    expect.stringMatching(/^Edited after it was applied to sqlite: .*shop\.db at /),
  ]);
  // Taken back by another program, as the database says when it is asked: the note goes.
  const other = await connect(makeUrl(connection.url ?? ''), { baseDirectory: folder });
  await other.execute(`UPDATE alembic_version SET version_num = '${first}'`);
  await other.close();
  await client.request('retort/history', { configUri, connection });
  const after = await client.request('retort/history', { configUri, connection });
  expect(after.revisions.find(({ revision }) => revision === second)?.notes).toEqual([]);
});
