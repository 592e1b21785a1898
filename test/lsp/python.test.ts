/** Revisions for the project's own Python: what a plan says of them, and that nothing runs without agreement. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PythonTask } from '../../server/src/alembic/runtime/project-python.ts';
import { connect } from '../../server/src/drivers/connect.ts';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import type { ConnectionParams, MigrateParams } from '../../server/src/protocol.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import type { PythonProject } from '../../server/src/workspace/python-project.ts';
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
let projects: PythonProject[] = [];
let tasks: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'retort-python-'));
  connection = { url: `sqlite:///${join(folder, 'shop.db')}`, password: null };
  ({ fs } = parseFixture(shop));
  const text = fs.files.get(paths.second) ?? '';
  fs.write(
    paths.second,
    text.replace('def upgrade():\n', 'def upgrade():\n    import zlib\n    zlib.crc32(b"")\n'),
  );
  [projects, tasks] = [[], []];
  client = await LspClient.start(fs, {
    connect,
    projectPython: (project) => {
      projects.push(project);
      return {
        check: (task) => Promise.resolve(void tasks.push(describe('check', task))),
        run: async (task, events) => {
          tasks.push(describe('run', task));
          events.onStatement('SELECT 1');
          // As Alembic: the revision's work, and its version.
          const other = await connect(makeUrl(connection.url ?? ''), { baseDirectory: folder });
          await other.execute(`UPDATE alembic_version SET version_num = '${task.step.script.revision}'`);
          await other.close();
        },
      };
    },
  });
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

function describe(what: string, { step, heads, identity }: PythonTask): string {
  expect(identity.answer).toBe(join(folder, 'shop.db'));
  return `${what} ${step.direction} ${step.script.revision} from ${heads.join() || 'base'}`;
}

const params = (python: MigrateParams['python']): MigrateParams => ({
  configUri,
  connection,
  direction: 'upgrade',
  target: 'head',
  ...(python === undefined ? {} : { python }),
});
const python = { interpreter: '/opt/python', revisions: {} };

test('a plan names the interpreter, the revisions and why, and what runs of them is not guessed', async () => {
  const plan = await client.request('retort/plan', params(python));
  expect(plan.error).toBeNull();
  expect(plan.python).toMatchObject({
    interpreter: '/opt/python',
    steps: [{ revision: second, message: 'Add a name' }],
    commitsBefore: false,
  });
  expect(plan.python?.steps[0]?.reason).toContain('zlib');
  expect(plan.steps[1]?.sql).toContain('runs with the project’s own Python');
  expect(plan.to).toEqual([second]);
});

test('without an interpreter the run ends before it, and says what to choose', async () => {
  const plan = await client.request('retort/plan', params(undefined));
  expect(plan.python).toBeNull();
  expect(plan.stopsBefore?.message).toContain('zlib');
  expect(plan.to).toEqual([first]);
  const direct = await client.request('retort/plan', { ...params(undefined), target: first });
  expect(direct.error).toBeNull();
});

test('nothing runs in Python without agreement', async () => {
  const result = await client.request('retort/migrate', { ...params(python), runId: 'r1' });
  expect(projects).toEqual([]);
  expect(result.error?.message).toContain('zlib');
  expect(result.current).toEqual([]);
});

test('what was agreed to runs in Python, checked before anything is changed', async () => {
  const { planId } = await client.request('retort/plan', params(python));
  const run = { ...params(python), planId, runId: 'r1', agreesToPython: true };
  const result = await client.request('retort/migrate', run);
  expect(result).toMatchObject({ error: null, current: [second], refused: null });
  expect(result.steps.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  expect(tasks).toEqual([`check upgrade ${second} from base`, `run upgrade ${second} from ${first}`]);
  expect(projects[0]).toMatchObject({ interpreter: '/opt/python', section: 'alembic', cwd: '/app' });
  expect(client.progress.map(({ statement }) => statement)).toContain('SELECT 1');
});

test('a file that is not saved is not what Python would run', async () => {
  client.open(paths.second, `${fs.files.get(paths.second) ?? ''}\n# not saved\n`);
  const { planId } = await client.request('retort/plan', params(python));
  const run = { ...params(python), planId, runId: 'r1', agreesToPython: true };
  const result = await client.request('retort/migrate', run);
  expect(result.error?.message).toMatch(/^Save .*\.py first/);
  expect(tasks).toEqual([]);
});

test('a revision that could not be followed while it ran is Python’s when the client says so', async () => {
  const revisions = { [first]: 'needs too much' };
  const plan = await client.request('retort/plan', params({ interpreter: '/opt/python', revisions }));
  expect(plan.python?.steps).toMatchObject([
    { revision: first, reason: 'needs too much' },
    { revision: second },
  ]);
});
