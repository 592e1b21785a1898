/** No password in anything that a user, a log or another process can see: every scenario, searched for a marker. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, test } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import { scratch } from './project.ts';

const postgresUrl = inject('postgresUrl');
const command = resolve(import.meta.dirname, '../../dist/retort.js');
const folder = join(scratch, 'secrets');

/** Has what URLs escape; no part of it stands anywhere else. */
const marker = `Zq7'x@w/v:u%41?t Ü`;
const parts = ['Zq7', 'x@w/v', 'x%40w', '%2Fv%3Au'];
const escaped = encodeURIComponent(marker);

function expectHidden(text: string): void {
  for (const form of [marker, escaped, encodeURI(marker), marker.replaceAll(' ', '+'), ...parts]) {
    expect(text).not.toContain(form);
    expect(text).not.toContain(JSON.stringify(form).slice(1, -1));
  }
  expect(text).not.toContain(Buffer.from(marker).toString('base64').slice(0, 12));
}

interface Scenario {
  readonly url: string;
  /** In the place of `sqlalchemy.url` of the configuration. */
  readonly through?: 'option' | 'environment';
  /** The body of the only revision. */
  readonly upgrade?: string;
}

/** A project whose every log is on. */
function project(name: string, { url, through, upgrade = 'pass' }: Scenario): string {
  const dir = join(folder, name.replaceAll(/\W+/g, '-'));
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, 'versions'), { recursive: true });
  const loggers = ['root', 'sqlalchemy', 'alembic'];
  writeFileSync(
    join(dir, 'alembic.ini'),
    `[alembic]
script_location = %(here)s
${through === undefined ? `sqlalchemy.url = ${url.replaceAll('%', '%%')}` : ''}

[loggers]
keys = ${loggers.join(',')}
[handlers]
keys = console
[formatters]
keys = generic
${loggers.map((each) => `[logger_${each}]\nlevel = DEBUG\nhandlers = console\nqualname = ${each === 'root' ? '' : each}\n`).join('')}
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %%(levelname)s %%(message)s
`,
  );
  const read =
    through === 'environment'
      ? 'os.environ["DATABASE_URL"]'
      : 'context.config.get_main_option("sqlalchemy.url")';
  writeFileSync(
    join(dir, 'env.py'),
    `import os
from alembic import context
from sqlalchemy import create_engine, pool

connectable = create_engine(${read}, poolclass=pool.NullPool, echo=True)
with connectable.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
  );
  writeFileSync(
    join(dir, 'versions/a1.py'),
    `import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'a1'\ndown_revision = None\n\n\ndef upgrade():\n    ${upgrade}\n\n\ndef downgrade():\n    pass\n`,
  );
  return dir;
}

function argumentsOf({ url, through }: Scenario, args: readonly string[]): readonly string[] {
  return through === 'option' ? ['--url', url, ...args] : args;
}

/** Everything that the process and the files of its project say afterwards. */
function outputOf(name: string, scenario: Scenario, args: readonly string[]): string {
  const dir = project(name, scenario);
  const { stdout, stderr } = spawnSync(process.execPath, [command, ...argumentsOf(scenario, args)], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: scenario.url, XDG_STATE_HOME: join(dir, 'state') },
    timeout: 60_000,
  });
  return stdout + stderr + filesIn(join(dir, 'state'));
}

/** What was left in a folder. */
function filesIn(dir: string): string {
  if (!existsSync(dir)) return '';
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

const connecting: readonly (readonly string[])[] = [
  ['current', '-v'],
  ['--raiseerr', 'upgrade', 'head'],
  ['upgrade', 'head', '--json'],
  ['check'],
  ['stamp', 'head'],
];

/** Nobody listens there. */
const nowhere = '127.0.0.1:1';
const urls: readonly (readonly [string, string])[] = [
  ['a server that is not there', `postgresql://u:${escaped}@${nowhere}/d`],
  ['a host that is not there', `postgresql+psycopg2://u:${escaped}@no-such-host.invalid/d`],
  ['a password option', `postgresql://${nowhere}/d?user=u&password=${escaped}`],
  ['a password that was not escaped', `postgresql://u:${marker}@${nowhere}/d`],
  ['a port that is no number', `postgresql://u:${escaped}@host:port/d`],
  ['a scheme that is not known', `bogus+driver://u:${escaped}@host/d`],
  ['a dialect without a driver', `oracle+oracledb://u:${escaped}@host/d`],
  ['a URL of another kind', `jdbc:postgresql://u:${escaped}@host/d`],
  ['a slash too few', `postgresql:/u:${escaped}@host/d`],
  ['SQLite with a host', `sqlite://u:${escaped}@host/d`],
  ['SQL Server', `mssql+pymssql://u:${escaped}@${nowhere}/d`],
  [
    'an ODBC string',
    `mssql+pyodbc:///?odbc_connect=${encodeURIComponent(`SERVER=127.0.0.1,1;UID=u;PWD={${marker}}`)}`,
  ],
  ['an option that is not known', `postgresql://u:${escaped}@${nowhere}/d?sslpassword=${escaped}&nope=1`],
];

test.each(urls)('%s', (name, url) => {
  for (const through of [undefined, 'option', 'environment'] as const) {
    const scenario: Scenario = through === undefined ? { url } : { url, through };
    const args =
      through === 'option' ? (['--raiseerr', 'upgrade', 'head'] as const) : (['current', '--json'] as const);
    const output = outputOf(name, scenario, args);
    expect(output).not.toBe('');
    expectHidden(output);
  }
});

describe.skipIf(postgresUrl === null)('PostgreSQL', () => {
  const server = new URL((postgresUrl ?? 'postgresql://h/').replace('postgresql:', 'http:'));
  const wrong = `postgresql://${server.username}:${escaped}@${server.host}/postgres`;
  /** A role of its own whose password is the marker. */
  const right = `postgresql://marked:${escaped}@${server.host}/postgres`;

  test.each(connecting)('a wrong password: %s %s', (...args) => {
    const output = outputOf('wrong', { url: wrong }, args);
    expect(output).toContain('password authentication failed');
    expectHidden(output);
  });

  test('what runs, and what fails while it runs', async () => {
    const { connect } = await import('../../server/src/drivers/connect.ts');
    const { makeUrl } = await import('../../server/src/sqlalchemy/engine/url.ts');
    const admin = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
    await admin.execute('DROP ROLE IF EXISTS marked');
    await admin.execute(`CREATE ROLE marked SUPERUSER LOGIN PASSWORD '${marker.replaceAll("'", "''")}'`);
    await admin.close();
    const bodies = [
      'pass',
      "op.execute('SELECT * FROM nowhere')",
      "op.get_bind().execute(sa.text('SELECT 1/0')).scalar()",
      "op.execute('SELECT pg_terminate_backend(pg_backend_pid())')",
      'raise RuntimeError(str(op.get_bind().engine.url))',
      'print(op.get_bind().engine.url)',
      'op.execute("SELECT \'" + str(op.get_bind().engine.url) + "\' FROM nowhere")',
    ];
    for (const upgrade of bodies) {
      for (const args of connecting) {
        const output = outputOf('running', { url: right, upgrade }, args);
        expect(output).not.toContain('password authentication failed');
        expectHidden(output);
      }
    }
  });
});

test.runIf(existsSync('/proc/self/cmdline'))(
  'the list of processes, while it waits and when it is stopped',
  async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const { port } = silent.address() as AddressInfo;
    const scenario: Scenario = {
      url: `postgresql://u:${escaped}@127.0.0.1:${String(port)}/d`,
      through: 'option',
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = spawn(process.execPath, [command, ...argumentsOf(scenario, ['upgrade', 'head'])], {
        cwd: project('waiting', scenario),
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const closed = new Promise((done) => child.on('close', done));
      const before = sockets.length;
      while (sockets.length === before) await sleep(20);
      const title = readFileSync(`/proc/${String(child.pid)}/cmdline`, 'utf8');
      expect(title).toContain('retort');
      expectHidden(title);
      child.kill(signal);
      for (const socket of sockets.splice(0)) socket.destroy();
      await closed;
      expectHidden(output);
    }
    silent.close();
  },
);

/** The language server as a process: all that it writes, with the trace of every message on. */
test.skipIf(postgresUrl === null)('what the language server says', async () => {
  const url = `postgresql://retort@${nowhere}/d`;
  const server = new URL((postgresUrl ?? 'postgresql://h/').replace('postgresql:', 'http:'));
  const dir = project('language-server', { url: `postgresql://u:${escaped}@${nowhere}/d` });
  const child = spawn(process.execPath, [resolve(command, '../server.js'), '--stdio'], { cwd: dir });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const client = lsp.createProtocolConnection(
    new lsp.StreamMessageReader(child.stdout),
    new lsp.StreamMessageWriter(child.stdin),
  );
  client.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => null));
  client.listen();
  await client.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid,
    workspaceFolders: [{ uri: `file://${dir}`, name: 'x' }],
    capabilities: {},
    trace: 'verbose',
    initializationOptions: { clientCommands: true, trusted: true },
  } as lsp.InitializeParams);
  await client.sendNotification(lsp.InitializedNotification.type, {});
  await client.sendNotification('$/setTrace', { value: 'verbose' });
  const configUri = `file://${dir}/alembic.ini`;
  const wrong = `postgresql://${server.username}@${server.host}/postgres`;
  for (const connection of [
    { url: null, password: null },
    { url: null, password: marker },
    { url, password: marker },
    { url: wrong, password: marker },
    { url: wrong.replace('@', `:${escaped}@`), password: null },
    { url: `bogus://u:${marker}@h`, password: marker },
  ]) {
    const plan = { configUri, connection, direction: 'upgrade', target: 'head' };
    for (const [method, params] of [
      ['retort/testConnection', { configUri, connection }],
      ['retort/history', { configUri, connection }],
      ['retort/plan', plan],
      ['retort/migrate', { ...plan, runId: 'r', planId: 'p' }],
      ['retort/changes', { configUri, connection }],
      ['retort/connections', { configUri }],
    ] as const) {
      const before = said.length;
      await client.sendRequest(method, params).catch((error: unknown) => (said += String(error)));
      expect(said.length).toBeGreaterThan(before);
    }
  }
  client.dispose();
  child.kill();
  expect(said).toContain('password authentication failed');
  expectHidden(said);
});
