/** `retort` as a process against databases that do not answer, do not let it in, or cannot be written. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { scratch, TestProject, type Revision } from './project.ts';

const postgresUrl = inject('postgresUrl');
const retort = resolve(import.meta.dirname, '../../dist/retort.js');
const wrong = 'wr0ng-pw-Qx7';
const revisions: readonly Revision[] = [
  { id: 'a1', down: [], upgrade: ["op.execute('CREATE TABLE t (a INTEGER)')"], downgrade: [] },
];

interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly text: string;
}
function run(project: TestProject, ...args: readonly string[]): Output {
  const { status, stdout, stderr } = spawnSync(process.execPath, [retort, ...args], {
    cwd: project.dir,
    encoding: 'utf8',
  });
  return { code: status, stdout, text: stdout + stderr };
}

beforeAll(() => {
  if (!existsSync(retort)) throw new Error('dist/retort.js is missing: run `npm run build`');
});

const connecting = [['current'], ['upgrade', 'head'], ['downgrade', 'base'], ['stamp', 'head']];

describe('SQLite', () => {
  // The tests may run as root, whom permissions do not stop: a folder in place of the file, and SQLite's own read-only mode.
  test('a folder in place of the file', () => {
    const project = new TestProject('bad-folder', 'sqlite:///ledger.db', revisions);
    mkdirSync(join(project.dir, 'ledger.db'));
    for (const args of connecting) {
      const { code, stdout } = run(project, ...args);
      expect(code).toBe(255);
      expect(stdout).toBe(
        `FAILED: ${project.dir}/alembic.ini:3: unable to open database file: ${project.dir}/ledger.db. It is a folder: name a file in the URL.\n`,
      );
    }
  });

  test('a file that may only be read', () => {
    const project = new TestProject('bad-readonly', 'sqlite:///file:ledger.db?mode=ro&uri=true', revisions);
    writeFileSync(join(project.dir, 'ledger.db'), '');
    expect(run(project, 'current').code).toBe(0);
    const { code, stdout } = run(project, 'upgrade', 'head');
    expect(code).toBe(255);
    expect(stdout).toContain('FAILED: attempt to write a readonly database: ');
    expect(stdout).toContain('change its permissions, or choose another database. The database is at base.');
    expect(readFileSync(join(project.dir, 'ledger.db'), 'utf8')).toBe('');
  });

  test('a file that is no database is left as it is', () => {
    const project = new TestProject('bad-garbage', 'sqlite:///ledger.db', revisions);
    const text = 'no database at all. '.repeat(200);
    writeFileSync(join(project.dir, 'ledger.db'), text);
    const { code, stdout } = run(project, 'upgrade', 'head');
    expect(code).toBe(255);
    expect(stdout).toContain(`FAILED: ${project.dir}/alembic.ini:3: file is not a database`);
    expect(readFileSync(join(project.dir, 'ledger.db'), 'utf8')).toBe(text);
  });

  test('listings need no database', () => {
    const project = new TestProject('bad-listing', 'sqlite:////no/such/folder/ledger.db', revisions);
    expect(run(project, 'history')).toMatchObject({ code: 0, stdout: '<base> -> a1 (head), revision a1\n' });
    expect(run(project, 'current').stdout).toContain('Its folder does not exist: create /no/such/folder.');
  });
});

test('a server that does not answer', () => {
  const project = new TestProject('bad-server', `postgresql://app:${wrong}@127.0.0.1:1/db`, revisions);
  for (const args of connecting) {
    for (const extra of [[], ['--json'], ['--raiseerr']]) {
      const { code, stdout, text } = run(project, ...extra, ...args);
      expect(code).toBe(255);
      expect(stdout).toContain('alembic.ini:3: Could not connect to PostgreSQL at app@127.0.0.1:1/db: ');
      expect(stdout).toContain('Start the server, or correct host and port in the URL.');
      expect(text).not.toContain(wrong);
    }
  }
});

test.skipIf(postgresUrl === null)('a wrong password', () => {
  const url = new URL(`${postgresUrl ?? 'postgresql://nobody@127.0.0.1/'}postgres`);
  const right = url.password;
  url.password = wrong;
  const project = new TestProject('bad-password', url.href, revisions);
  for (const args of connecting) {
    for (const extra of [[], ['--json'], ['--raiseerr']]) {
      const { code, stdout, text } = run(project, ...extra, ...args);
      expect(code).toBe(255);
      expect(stdout).toContain('password authentication failed for user');
      expect(text).not.toContain(wrong);
      expect(text).not.toContain(right);
    }
  }
});

test.skipIf(process.platform !== 'linux')(
  'the list of processes does not show the password of --url',
  async () => {
    const project = new TestProject('bad-title', 'sqlite://', revisions);
    // Takes the connection and says nothing, so that the command waits to be looked at.
    const silent = createServer();
    const connected = new Promise<void>((done) => {
      silent.once('connection', () => {
        done();
      });
    });
    const port = await new Promise<number>((listening) => {
      silent.listen(0, '127.0.0.1', () => {
        const address = silent.address();
        listening(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const url = `postgresql://app:${wrong}@127.0.0.1:${String(port)}/db`;
    const child = spawn(process.execPath, [retort, '--url', url, 'current'], {
      cwd: project.dir,
      stdio: 'ignore',
    });
    await Promise.race([connected, new Promise((done) => child.once('exit', done))]);
    expect(child.exitCode).toBeNull();
    const title = readFileSync(`/proc/${String(child.pid)}/cmdline`, 'utf8');
    const ended = new Promise((done) => child.once('exit', done));
    child.kill();
    await ended;
    silent.close();
    expect(title).toMatch(/^retort\0/);
    expect(title).not.toContain(wrong);
    rmSync(join(scratch, 'bad-title'), { recursive: true, force: true });
  },
);
