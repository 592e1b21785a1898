import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import { parseFixture } from '../support/fixture.ts';
import { LspClient, type ClientOptions } from '../support/lsp-client.ts';
import type { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

let client: LspClient | null = null;
afterEach(async () => {
  await client?.stop();
  client = null;
});

async function start(
  source: string,
  options: ClientOptions = {},
): Promise<{ client: LspClient; fs: MemoryFileSystem }> {
  const { fs } = parseFixture(source);
  client = await LspClient.start(fs, options);
  return { client, fs };
}

const configUri = pathToUri(paths.ini);
const phone = '    phone = Column(String(20))';
const missing = 'Column "users.phone" has no migration yet';

function at(text: string, piece: string): lsp.Position {
  const before = text.slice(0, text.indexOf(piece)).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

describe('as you type', () => {
  test('drift appears with the keystroke that makes it, and goes with the one that takes it back', async () => {
    const { client, fs } = await start(shop);
    const text = fs.files.get(paths.models) ?? '';
    client.open(paths.models, text);
    client.change(paths.models, `${text}${phone}\n`);
    await client.until(() => client.messages(paths.models).includes(missing), 'drift');
    const [diagnostic] = client.diagnostics.get(paths.models) ?? [];
    expect(diagnostic?.range.start).toEqual(at(`${text}${phone}\n`, 'phone'));
    expect(diagnostic?.source).toBe('retort');
    client.change(paths.models, text);
    await client.until(() => client.messages(paths.models).length === 0, 'no drift');
  });

  test('a file that is not open is judged too, and again when it changes on disk', async () => {
    const { client, fs } = await start(withModels(phone));
    await client.until(() => client.messages(paths.models).includes(missing), 'drift');
    fs.write(paths.models, parseFixture(shop).fs.files.get(paths.models) ?? '');
    client.fileEvent(paths.models, lsp.FileChangeType.Changed);
    await client.until(() => client.messages(paths.models).length === 0, 'no drift');
  });

  test('fifty broken states of a file do no harm', async () => {
    const { client, fs } = await start(withModels(phone));
    const text = fs.files.get(paths.models) ?? '';
    client.open(paths.models, text);
    for (let i = 1; i <= 50; i++) {
      client.change(
        paths.models,
        `${text.slice(0, Math.floor((text.length * i) / 50))}\n${'(['.repeat(i)}"'{`,
      );
      if (i % 10 === 0) await client.until(() => client.messages(paths.models).length > 0, 'syntax error');
    }
    client.change(paths.models, text);
    await client.until(() => client.messages(paths.models).join() === missing, 'drift after all');
    expect(client.log).toEqual([]);
  });

  test('hints of a file come when it is open, and go when it is closed', async () => {
    const { client, fs } = await start(
      shop.replace('Base = declarative_base()', 'import nowhere\nBase = declarative_base()'),
    );
    await client.until(() => client.changed.length > 0, 'first look');
    expect(client.messages(paths.models)).toEqual([]);
    client.open(paths.models, fs.files.get(paths.models) ?? '');
    await client.until(() => client.messages(paths.models).length === 1, 'the hint');
    expect(client.messages(paths.models)[0]).toContain('nowhere');
    client.close(paths.models);
    await client.until(() => client.messages(paths.models).length === 0, 'no hint');
  });

  test('the client is told that its tree is stale, and not for every keystroke', async () => {
    const { client, fs } = await start(shop);
    await client.until(() => client.changed.length === 1, 'first notification');
    const text = fs.files.get(paths.models) ?? '';
    client.open(paths.models, text);
    client.change(paths.models, `${text}    # a comment\n`);
    client.change(paths.models, `${text}${phone}\n`);
    await client.until(() => client.messages(paths.models).includes(missing), 'drift');
    await client.until(() => client.changed.length > 1, 'second notification');
    expect(client.changed).toEqual([{ configUri }, { configUri }]);
  });
});

describe('features', () => {
  test('hover, inlay hints, links and definition', async () => {
    const { client, fs } = await start(shop);
    const text = fs.files.get(paths.models) ?? '';
    client.open(paths.models, text);
    const textDocument = { uri: pathToUri(paths.models) };
    const hover = await client.connection.sendRequest(lsp.HoverRequest.type, {
      textDocument,
      position: at(text, '"users"'),
    });
    expect(hover?.contents).toMatchObject({ kind: 'markdown' });
    expect(JSON.stringify(hover?.contents)).toContain('CREATE TABLE users');
    const hints = await client.connection.sendRequest(lsp.InlayHintRequest.type, {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
    expect(hints).toHaveLength(3);
    const second = { uri: pathToUri(paths.second) };
    const links = await client.connection.sendRequest(lsp.DocumentLinkRequest.type, { textDocument: second });
    expect(links?.map(({ target }) => target)).toEqual([pathToUri(paths.first)]);
    const definition = await client.connection.sendRequest(lsp.DefinitionRequest.type, {
      textDocument: second,
      position: { ...at(fs.files.get(paths.second) ?? '', '"a1b2c3d4e5f6"'), character: 20 },
    });
    expect(definition).toMatchObject({ uri: pathToUri(paths.first) });
  });

  test('lenses of a revision carry commands of the client', async () => {
    const { client } = await start(shop);
    const lenses = await client.connection.sendRequest(lsp.CodeLensRequest.type, {
      textDocument: { uri: pathToUri(paths.second) },
    });
    expect(lenses?.map(({ command }) => command)).toContainEqual({
      title: 'Upgrade to here',
      command: 'retort.upgradeTo',
      arguments: [{ configUri, revision: 'b2b2c3d4e5f6' }],
    });
  });

  test('a client without the commands gets no lenses', async () => {
    const { client } = await start(shop, { initialization: {} });
    const textDocument = { uri: pathToUri(paths.second) };
    expect(await client.connection.sendRequest(lsp.CodeLensRequest.type, { textDocument })).toEqual([]);
  });

  test('the code action is listed without its edit, resolved to a new file, and takes the drift away', async () => {
    const { client, fs } = await start(withModels(phone));
    const text = fs.files.get(paths.models) ?? '';
    client.open(paths.models, text);
    await client.until(() => client.messages(paths.models).includes(missing), 'drift');
    const position = at(text, 'phone');
    const actions = await client.connection.sendRequest(lsp.CodeActionRequest.type, {
      textDocument: { uri: pathToUri(paths.models) },
      range: { start: position, end: position },
      context: { diagnostics: [...(client.diagnostics.get(paths.models) ?? [])] },
    });
    const action = actions?.[0] as lsp.CodeAction;
    expect(action).toMatchObject({
      title: 'Autogenerate migration for column users.phone',
      kind: 'quickfix',
      isPreferred: true,
    });
    expect(action.diagnostics).toHaveLength(1);
    expect(action.edit).toBeUndefined();
    const resolved = await client.connection.sendRequest(lsp.CodeActionResolveRequest.type, action);
    const [create, edit] = (resolved.edit?.documentChanges ?? []) as [lsp.CreateFile, lsp.TextDocumentEdit];
    expect(create.kind).toBe('create');
    expect(create.uri).toMatch(/^file:\/\/\/app\/migrations\/versions\/[0-9a-f]{12}_add_phone_to_users\.py$/);
    expect(resolved.command).toMatchObject({
      command: 'retort.openFile',
      arguments: [{ uri: create.uri, line: null }],
    });
    fs.write(new URL(create.uri).pathname, (edit.edits[0] as lsp.TextEdit).newText);
    client.fileEvent(new URL(create.uri).pathname, lsp.FileChangeType.Created);
    await client.until(() => client.messages(paths.models).length === 0, 'no drift');
  });

  test('the action for the file is a quick fix on a drifted line, and a source action where that is asked for', async () => {
    const { client, fs } = await start(withModels(phone));
    const text = fs.files.get(paths.models) ?? '';
    const list = async (piece: string, only?: string[]) => {
      const position = at(text, piece);
      const actions = await client.connection.sendRequest(lsp.CodeActionRequest.type, {
        textDocument: { uri: pathToUri(paths.models) },
        range: { start: position, end: position },
        context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
      });
      return actions?.map((action) => ('kind' in action ? action.kind : null));
    };
    expect(await list('phone')).toEqual(['quickfix', 'quickfix', 'quickfix']);
    expect(await list('phone', ['source'])).toEqual(['source', 'source']);
    expect(await list('email')).toEqual(['source', 'source']);
    expect(await list('email', ['quickfix'])).toEqual([]);
    expect(await list('phone', ['refactor'])).toEqual([]);
  });

  test('a document outside every project gets nothing, and no error', async () => {
    const { client } = await start(`${shop}\n//- /app/tool.py\nx = 1\n`);
    client.open('/app/tool.py', 'x = 1\n');
    const textDocument = { uri: pathToUri('/app/tool.py') };
    expect(await client.connection.sendRequest(lsp.CodeLensRequest.type, { textDocument })).toEqual([]);
    const untitled = { textDocument: { uri: 'untitled:1' }, position: { line: 0, character: 0 } };
    expect(await client.connection.sendRequest(lsp.HoverRequest.type, untitled)).toBeNull();
    expect(client.log).toEqual([]);
  });
});

describe('code actions that would lose data', () => {
  const source = withModels('').replaceAll('    name = Column(String(80))\n', '');
  const titles = async (client: LspClient): Promise<readonly lsp.CodeAction[]> => {
    await client.until(() => client.messages(paths.models).length > 0, 'the drift');
    const [diagnostic] = client.diagnostics.get(paths.models) ?? [];
    if (diagnostic === undefined) throw new Error('no diagnostic');
    const actions = await client.connection.sendRequest(lsp.CodeActionRequest.type, {
      textDocument: { uri: pathToUri(paths.models) },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return (actions ?? []).filter((action): action is lsp.CodeAction => 'kind' in action);
  };

  test('open the preview, with their changes ticked', async () => {
    const { client } = await start(source);
    const [action] = await titles(client);
    expect(action?.title).toBe('Autogenerate migration for column users.name…');
    expect(action?.edit).toBeUndefined();
    expect(action?.command).toMatchObject({
      command: 'retort.autogenerate',
      arguments: [{ configUri, changes: ['drop_column users.name'] }],
    });
  });

  test('write at once for a client that has no preview', async () => {
    const { client } = await start(source, { initialization: {} });
    const [action] = await titles(client);
    expect(action?.title).toBe('Autogenerate migration for column users.name');
    expect(action?.data).toBeDefined();
  });
});

describe('settings', () => {
  test('the server asks to be told of changes, and follows them', async () => {
    const ignore: string[] = [];
    const { client } = await start(withModels('    phone = Column(String(20))'), {
      configuration: { autogenerate: { ignore } },
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      },
    });
    const drift = async (): Promise<readonly string[]> => {
      const { drift: found } = await client.request('retort/history', { configUri, connection: null });
      return found.map(({ message }) => message);
    };
    expect(await drift()).toEqual([missing]);
    expect(client.registered).toEqual([lsp.DidChangeConfigurationNotification.method]);
    await client.until(() => client.messages(paths.models).length > 0, 'the drift');
    ignore.push('add_column users.phone');
    await client.connection.sendNotification(lsp.DidChangeConfigurationNotification.type, { settings: null });
    await client.until(() => client.messages(paths.models).length === 0, 'nothing to tell');
    expect(await drift()).toEqual([]);
  });
});

describe('requests', () => {
  test('history without a connection: heads first, states unknown', async () => {
    const { client } = await start(withModels(phone));
    const history = await client.request('retort/history', { configUri, connection: null });
    expect(history.revisions.map(({ revision, state, isHead }) => [revision, state, isHead])).toEqual([
      ['b2b2c3d4e5f6', 'unknown', true],
      ['a1b2c3d4e5f6', 'unknown', false],
    ]);
    expect(history.revisions[0]).toMatchObject({ message: 'Add a name', createDate: '2026-01-02 10:00:00' });
    expect(history.heads).toEqual(['b2b2c3d4e5f6']);
    expect(history.project).toMatchObject({ name: 'app', dialect: 'postgresql', problems: [] });
    expect(history.drift.map(({ message }) => message)).toEqual([missing]);
    expect(history.connectionError).toBeNull();
  });

  test('a connection that fails is told, and its password is not', async () => {
    const { client } = await start(shop, {
      connect: (url) => Promise.reject(new Error(`cannot reach ${url.host ?? ''} as ${url.password ?? ''}`)),
    });
    const connection = { url: 'postgresql://app@db/shop', password: 'hunter2' };
    const history = await client.request('retort/history', { configUri, connection });
    expect(history.connectionError).toBe('cannot reach db as ***');
    const tested = await client.request('retort/testConnection', { configUri, connection });
    expect(tested).toEqual({
      ok: false,
      server: null,
      message: 'cannot reach db as ***',
      current: null,
    });
    const plan = await client.request('retort/plan', {
      configUri,
      connection,
      direction: 'upgrade',
      target: 'head',
    });
    expect(plan.error?.message).toBe('cannot reach db as ***');
    expect(JSON.stringify([history, tested, plan, client.log])).not.toContain('hunter2');
  });

  test('the password of alembic.ini is not told either', async () => {
    const { client } = await start(
      shop.replace('postgresql://app@localhost', 'postgresql://app:hunter2@localhost'),
      {
        connect: (url) => Promise.reject(new Error(`no luck with ${url.password ?? 'none'}`)),
      },
    );
    const connection = { url: null, password: null };
    const history = await client.request('retort/history', { configUri, connection });
    expect(history.connectionError).toBe('no luck with ***');
    expect(JSON.stringify([history, client.log])).not.toContain('hunter2');
  });

  test('no database is touched in Restricted Mode', async () => {
    let connected = 0;
    const { client } = await start(shop, {
      initialization: { trusted: false, clientCommands: true },
      connect: () => {
        connected++;
        return Promise.reject(new Error('no'));
      },
    });
    const connection = { url: null, password: null };
    const params = { configUri, connection, direction: 'upgrade', target: 'head' } as const;
    await expect(client.request('retort/plan', params)).rejects.toThrow(/Restricted Mode/);
    await expect(client.request('retort/migrate', { ...params, runId: '1' })).rejects.toThrow(
      /Restricted Mode/,
    );
    await expect(client.request('retort/testConnection', { configUri, connection })).rejects.toThrow(
      /Restricted Mode/,
    );
    const history = await client.request('retort/history', { configUri, connection });
    expect(history.connectionError).toMatch(/Restricted Mode/);
    expect(history.revisions).toHaveLength(2);
    expect(connected).toBe(0);
  });

  test('the text of history and of check are alembic’s', async () => {
    const { client } = await start(withModels(phone));
    const text = await client.request('retort/historyText', { configUri, verbose: false });
    expect(text.text).toBe(
      'a1b2c3d4e5f6 -> b2b2c3d4e5f6 (head), Add a name\n<base> -> a1b2c3d4e5f6, Create users\n',
    );
    const check = await client.request('retort/check', { configUri });
    expect(check).toEqual({ clean: false, text: `${missing}\n`, error: null });
  });

  test('an empty revision and an autogenerated one', async () => {
    const { client } = await start(withModels(phone));
    const empty = await client.request('retort/revisionFile', {
      configUri,
      message: 'Nothing yet',
      autogenerate: false,
    });
    expect(empty.path).toMatch(/^\/app\/migrations\/versions\/[0-9a-f]{12}_nothing_yet\.py$/);
    expect(empty.text).toContain('def upgrade():\n    pass\n');
    const auto = await client.request('retort/revisionFile', {
      configUri,
      message: 'Phone',
      autogenerate: true,
    });
    expect(auto.text).toContain("op.add_column('users', sa.Column('phone'");
    expect(auto.error).toBeNull();
  });

  test('offline SQL of a range', async () => {
    const { client } = await start(shop);
    const result = await client.request('retort/sql', {
      configUri,
      range: 'a1b2c3d4e5f6:b2b2c3d4e5f6',
      direction: 'upgrade',
      url: null,
    });
    expect(result.error).toBeNull();
    expect(result.text).toContain('ALTER TABLE users ADD COLUMN name VARCHAR(80);');
    expect(result.text).not.toContain('CREATE TABLE users');
  });

  test('connections of the configuration have no password in them', async () => {
    const { client } = await start(
      shop.replace('postgresql://app@localhost', 'postgresql://app:hunter2@localhost'),
    );
    const found = await client.request('retort/connections', { configUri });
    expect(found).toEqual([
      {
        url: 'postgresql://app@localhost/shop',
        label: 'postgresql: app@localhost/shop',
        source: 'alembic.ini',
        needsPassword: false,
      },
    ]);
  });

  test('env.py may set the URL itself', async () => {
    const { client } = await start(
      shop.replace(
        'target_metadata = Base.metadata',
        'target_metadata = Base.metadata\nconfig.set_main_option("sqlalchemy.url", "postgresql://me@db:5433/other")',
      ),
    );
    expect(await client.request('retort/connections', { configUri })).toEqual([
      {
        url: 'postgresql://me@db:5433/other',
        label: 'postgresql: me@db:5433/other',
        source: 'env.py',
        needsPassword: true,
      },
    ]);
  });

  test('the files of a new environment, and none over one that is there', async () => {
    const { client } = await start('//- /app/readme.txt\nhello\n');
    const params = { folderUri: pathToUri('/app'), directory: 'db/migrations', template: 'generic' };
    const { files, error } = await client.request('retort/init', params);
    expect(error).toBeNull();
    expect(files.map(({ uri }) => uri)).toEqual(
      ['alembic.ini', 'db/migrations/script.py.mako', 'db/migrations/README', 'db/migrations/env.py'].map(
        (name) => pathToUri(`/app/${name}`),
      ),
    );
    expect(files[0]?.text).toContain('script_location = %(here)s/db/migrations\n');
    const again = await start(shop);
    const refused = await again.client.request('retort/init', { ...params, directory: 'migrations' });
    expect(refused.error?.message).toBe('Directory migrations already exists and is not empty');
    const other = await again.client.request('retort/init', { ...params, template: 'nonesuch' });
    expect(other.files).toEqual([]);
    expect(other.error?.message).toContain('No such template nonesuch');
  });

  test('retort.config names the one configuration to use', async () => {
    const other = shop.replaceAll('/app/', '/app/other/');
    const { client } = await start(`${shop}${other}`);
    expect((await client.request('retort/projects', null)).map(({ name }) => name)).toEqual(['app', 'other']);
    await client.stop();
    const configuration = { config: 'other/alembic.ini' };
    const one = await start(`${shop}${other}`, { configuration });
    await one.client.until(() => one.client.changed.length > 0, 'first look');
    expect((await one.client.request('retort/projects', null)).map(({ name }) => name)).toEqual(['other']);
  });

  test('a project that is gone is told', async () => {
    const { client } = await start(shop);
    const gone = { configUri: pathToUri('/app/other.ini'), connection: null };
    await expect(client.request('retort/history', gone)).rejects.toThrow(
      'There is no Alembic project at /app/other.ini',
    );
  });
});
