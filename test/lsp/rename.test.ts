import { afterEach, beforeAll, expect, test } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import type { Notifications } from '../../server/src/protocol.ts';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import { LineIndex } from '../../server/src/util/line-index.ts';
import { parseFixture } from '../support/fixture.ts';
import { LspClient } from '../support/lsp-client.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop } from '../support/shop.ts';

beforeAll(initTestParser);
let client: LspClient | null = null;
afterEach(async () => {
  await client?.stop();
  client = null;
});

test('F2 on an attribute is left to an extension that follows it through all code; names in strings are not', async () => {
  const { fs } = parseFixture(shop);
  const open = await LspClient.start(fs, { initialization: { pythonRename: true } });
  client = open;
  const text = fs.files.get(paths.models) ?? '';
  open.open(paths.models, text);
  const askAt = (found: string) => {
    const { line, column } = new LineIndex(text).lineColumn(text.indexOf(found) + 5);
    const at = { textDocument: { uri: pathToUri(paths.models) }, position: { line, character: column } };
    return Promise.all([
      open.connection.sendRequest(lsp.PrepareRenameRequest.type, at),
      open.connection.sendRequest(lsp.RenameRequest.type, { ...at, newName: 'renamed' }),
    ]);
  };
  expect(await askAt('    name =')).toEqual([null, null]);
  const [prepared, edit] = await askAt('__ = "users"');
  expect(prepared).toMatchObject({ placeholder: 'users' });
  expect(Object.keys(edit?.changes ?? {})).toEqual([pathToUri(paths.models)]);
});

test('F2 on a column needs no question: what it answers goes to the client to be kept', async () => {
  const { fs } = parseFixture(shop);
  const open = await LspClient.start(fs);
  client = open;
  const answered: Notifications['retort/answered'][] = [];
  open.connection.onNotification('retort/answered', (params: Notifications['retort/answered']) => {
    answered.push(params);
  });
  const text = fs.files.get(paths.models) ?? '';
  open.open(paths.models, text);
  const textDocument = { uri: pathToUri(paths.models) };
  const { line, column: character } = new LineIndex(text).lineColumn(text.indexOf('    name =') + 5);
  const at = { textDocument, position: { line, character } };
  expect(open.capabilities.renameProvider).toEqual({ prepareProvider: true });
  expect(await open.connection.sendRequest(lsp.PrepareRenameRequest.type, at)).toEqual({
    range: { start: { line, character: 4 }, end: { line, character: 8 } },
    placeholder: 'name',
  });
  await expect(
    open.connection.sendRequest(lsp.RenameRequest.type, { ...at, newName: 'email' }),
  ).rejects.toThrow('Table "users" has a column "email" already');
  const edit = await open.connection.sendRequest(lsp.RenameRequest.type, { ...at, newName: 'full_name' });
  expect(edit?.changes).toEqual({
    [textDocument.uri]: [
      { range: { start: { line, character: 4 }, end: { line, character: 8 } }, newText: 'full_name' },
    ],
  });
  expect(answered).toEqual([
    { configUri: pathToUri('/app/alembic.ini'), answers: { 'column users.name -> full_name': true } },
  ]);
  open.change(paths.models, text.replace('    name =', '    full_name ='));
  const { questions, changes } = await open.request('retort/changes', {
    configUri: pathToUri('/app/alembic.ini'),
  });
  expect(questions).toEqual([]);
  expect(changes.map(({ id }) => id)).toEqual(['rename users.name to full_name']);
});
