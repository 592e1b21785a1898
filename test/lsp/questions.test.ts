/** Renames as the editor's preview meets them: a question, an answer, and what follows from it. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import { LineIndex } from '../../server/src/util/line-index.ts';
import { parseFixture } from '../support/fixture.ts';
import { LspClient } from '../support/lsp-client.ts';
import { initTestParser } from '../support/python.ts';
import { paths, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

const configUri = pathToUri('/app/alembic.ini');
const source = withModels('').replaceAll(
  '    name = Column(String(80))',
  '    full_name = Column(String(80))',
);
const id = 'column users.name -> full_name';
let client: LspClient | null = null;
afterEach(async () => {
  await client?.stop();
  client = null;
});

async function start(pyproject = ''): Promise<LspClient> {
  const { fs } = parseFixture(`${source}\n//- /app/pyproject.toml\n${pyproject}`);
  client = await LspClient.start(fs);
  client.open(paths.models, fs.files.get(paths.models) ?? '');
  return client;
}

test('a question, its answer, the diagnostic and the revision that follow', async () => {
  const open = await start();
  const before = await open.request('retort/changes', { configUri });
  expect(before.questions).toMatchObject([
    { id, text: 'Was column "name" of table "users" renamed to "full_name"?', uri: pathToUri(paths.models) },
  ]);
  expect(before.changes.map((change) => change.id)).toEqual([
    'add_column users.full_name',
    'drop_column users.name',
  ]);

  expect(await open.request('retort/answers', { configUri, answers: { [id]: true } })).toBeNull();
  const after = await open.request('retort/changes', { configUri });
  expect(after.questions).toEqual([]);
  expect(after.message).toBe('rename users.name to full_name');
  expect(after.changes).toMatchObject([
    {
      id: 'rename users.name to full_name',
      kind: 'change',
      table: 'users',
      column: 'full_name',
      text: 'Rename users.name to full_name',
      destructive: null,
    },
  ]);
  await open.until(
    () => open.messages(paths.models).includes('Column "users.full_name" is called "name" in the migrations'),
    'the diagnostic of the rename',
  );
  const file = await open.request('retort/revisionFile', {
    configUri,
    message: 'rename',
    autogenerate: true,
    changes: ['rename users.name to full_name'],
  });
  expect(file.text).toContain("new_column_name='full_name'");
  expect(file.text).not.toContain('drop_column');
});

test('without the switch there is none', async () => {
  const open = await start('[tool.retort.autogenerate]\nrenames = false\n');
  expect((await open.request('retort/changes', { configUri })).questions).toEqual([]);
});

test('the light bulb on the new column renames it', async () => {
  const open = await start();
  const textDocument = { uri: pathToUri(paths.models) };
  const { fs } = parseFixture(source);
  const text = fs.files.get(paths.models) ?? '';
  const position = new LineIndex(text).lineColumn(text.indexOf('full_name'));
  const at = { line: position.line, character: position.column };
  const actions = await open.connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument,
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const title = 'Autogenerate migration: rename column name to full_name';
  const action = actions?.find((each) => each.title === title);
  expect(actions?.[0]?.title).toBe(title);
  expect((await open.request('retort/changes', { configUri })).questions).toHaveLength(1);
  const resolved = await open.connection.sendRequest(
    lsp.CodeActionResolveRequest.type,
    action as lsp.CodeAction,
  );
  expect(JSON.stringify(resolved.edit)).toContain("new_column_name='full_name'");
  expect((await open.request('retort/changes', { configUri })).questions).toEqual([]);
});
