/** A broken project in the editor and the tree: each defect once, at its place, and the rest goes on. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import { DatabaseError } from '../../server/src/sqlalchemy/engine/connection.ts';
import { parseFixture } from '../support/fixture.ts';
import { LspClient, type ClientOptions } from '../support/lsp-client.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop } from '../support/shop.ts';

beforeAll(initTestParser);

let client: LspClient | null = null;
afterEach(async () => {
  await client?.stop();
  client = null;
});

const ini = paths.ini;
const env = '/app/migrations/env.py';
const first = '/app/migrations/versions/a1_users.py';
const second = '/app/migrations/versions/b2_name.py';
const configUri = pathToUri(ini);
const password = 's3cr3t-pw';

type Edits = Readonly<Record<string, ((text: string) => string) | null>>;

async function start(edits: Edits, options: ClientOptions = {}): Promise<LspClient> {
  const { fs } = parseFixture(shop);
  const files = fs.files;
  for (const [path, edit] of Object.entries(edits)) {
    if (edit === null) files.delete(path);
    else files.set(path, edit(files.get(path) ?? ''));
  }
  client = await LspClient.start(fs, options);
  return client;
}

/** `file:line code` of all errors and warnings that are published. */
function published(from: LspClient): readonly string[] {
  return [...from.diagnostics]
    .flatMap(([path, all]) => all.map(({ range, code }) => `${path}:${range.start.line + 1} ${String(code)}`))
    .sort();
}

const append =
  (text: string) =>
  (before: string): string =>
    `${before}${text}\n`;
const url = (text: string) => (before: string) =>
  before.replace(/sqlalchemy\.url = .*/, `sqlalchemy.url = ${text}`);

const cases: readonly (readonly [string, Edits, readonly string[], readonly string[]])[] = [
  [
    'a syntax error in a script',
    { [second]: (text) => text.replace('def upgrade():', 'def upgrade(:') },
    [`${second}:17 script-syntax`, '/app/models.py:12 missing-column'],
    [`${second}:17`],
  ],
  [
    'a syntax error in a model',
    { [paths.models]: append('class Broken(:\n    pass') },
    ['/app/models.py:13 syntax-error'],
    ['/app/models.py:13'],
  ],
  [
    'a cycle',
    { [first]: (text) => text.replace('down_revision = None', 'down_revision = "b2b2c3d4e5f6"') },
    [`${first}:12 revision-cycle`],
    [`${first}:12`],
  ],
  [
    'a down revision that is not there',
    { [second]: (text) => text.replace('down_revision = "a1b2c3d4e5f6"', 'down_revision = "gone"') },
    [`${second}:12 missing-revision`],
    [`${second}:12`],
  ],
  [
    'two files with one id',
    { '/app/migrations/versions/zz.py': () => parseFixture(shop).fs.files.get(second) ?? '' },
    ['/app/migrations/versions/zz.py:11 duplicate-revision'],
    ['/app/migrations/versions/zz.py:11'],
  ],
  [
    'an env.py that raises',
    { [env]: (text) => text.replace('config = context.config', 'raise ValueError("no")') },
    [`${env}:5 environment-not-configured`, `${env}:5 python-exception`],
    [`${env}:5`, `${env}:5`],
  ],
  ['no env.py', { [env]: null }, [`${ini}:2 environment-missing`], [`${ini}:2`]],
  ['a URL that cannot be read', { [ini]: url('nonsense') }, [`${ini}:4 config-url`], [`${ini}:4`]],
  ['a configuration that is empty', { [ini]: () => '' }, [`${ini}:1 config-option`], [`${ini}:1`]],
  [
    'a configuration that is no INI file',
    { [ini]: (text) => `<xml>\n${text}` },
    [`${ini}:1 config-syntax`],
    [`${ini}:1`],
  ],
];

describe('each defect is told once, at its place, in the editor and in the tree', () => {
  test.each(cases)('%s', async (_name, edits, diagnostics, problems) => {
    const client = await start(edits);
    await client.until((each) => String(published(each)) === String([...diagnostics].sort()), 'diagnostics');
    const tree = await client.request('retort/history', { configUri, connection: null });
    expect(
      tree.project.problems.map(
        ({ uri, line }) => `${uri?.replace('file://', '') ?? ''}:${(line ?? -1) + 1}`,
      ),
    ).toEqual(problems);
    // Healthy scripts stay in the tree, whatever the others are.
    const ids = tree.revisions.map(({ revision }) => revision);
    expect(ids.includes('a1b2c3d4e5f6')).toBe(
      !String(problems).includes(`${ini}:1`) || _name.includes('INI'),
    );
    expect(client.log).toEqual([]);
  });
});

test('hovers and hints of healthy files go on beside a broken graph', async () => {
  const client = await start({ [second]: (text) => text.replace('"a1b2c3d4e5f6"', '"gone"') });
  const text = parseFixture(shop).fs.files.get(paths.models) ?? '';
  client.open(paths.models, text);
  const hints = await client.connection.sendRequest(lsp.InlayHintRequest.type, {
    textDocument: { uri: pathToUri(paths.models) },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
  });
  expect(JSON.stringify(hints)).toContain('VARCHAR(255) NOT NULL');
  const line = text.split('\n').findIndex((each) => each.includes('email'));
  const hover = await client.connection.sendRequest(lsp.HoverRequest.type, {
    textDocument: { uri: pathToUri(paths.models) },
    position: { line, character: 5 },
  });
  expect(JSON.stringify(hover)).toContain('email VARCHAR(255) NOT NULL');
  // There is no history to say it from.
  expect(JSON.stringify(hover)).not.toContain('No migration yet');
});

test('a run is refused for what env.py leaves open, with its place, and nothing is done', async () => {
  const client = await start(
    { [env]: (text) => text.replaceAll('target_metadata=target_metadata', 'version_table=undefined_name') },
    { connect: () => Promise.reject(new Error('nothing may connect to run')) },
  );
  const connection = { url: null, password: null };
  const plan = await client.request('retort/plan', {
    configUri,
    connection,
    direction: 'upgrade',
    target: 'head',
  });
  expect(plan.error).not.toBeNull();
  expect(plan.steps).toEqual([]);
});

test('no answer, message or log tells a password', async () => {
  const told: string[] = [];
  const errors = [
    new DatabaseError(`password authentication failed for ${password}`, { code: '28P01' }),
    new Error(`ECONNREFUSED postgresql://app:${password}@db/x`),
  ];
  for (const error of errors) {
    for (const text of [`postgresql://app:${password}@db/x`, `postgresql://app:${password}@db:port/x`]) {
      const client = await start({ [ini]: url(text) }, { connect: () => Promise.reject(error) });
      for (const connection of [
        { url: null, password: null },
        { url: 'postgresql://app@db/x', password },
        { url: 'postgresql://app@db:port/x', password },
      ]) {
        const params = { configUri, connection, direction: 'upgrade' as const, target: 'head' };
        told.push(
          JSON.stringify([
            await client.request('retort/history', { configUri, connection }),
            await client.request('retort/plan', params),
            await client.request('retort/migrate', { ...params, runId: '1' }),
            await client.request('retort/testConnection', { configUri, connection }),
            await client.request('retort/connections', { configUri }),
            client.log,
            [...client.diagnostics],
            client.progress,
          ]),
        );
      }
      await client.stop();
    }
  }
  client = null;
  expect(told).toHaveLength(12);
  for (const text of told) expect(text).not.toContain(password);
});
