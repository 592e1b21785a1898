import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as lsp from 'vscode-languageserver/node';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import { parseFixture } from '../support/fixture.ts';
import { LspClient } from '../support/lsp-client.ts';
import { initTestParser } from '../support/python.ts';
import { paths, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

let client: LspClient | null = null;
afterEach(async () => {
  await client?.stop();
  client = null;
});

async function start(source: string): Promise<LspClient> {
  client = await LspClient.start(parseFixture(source).fs);
  return client;
}

const models = `
//- /app/pets/__init__.py
//- /app/pets/models.py
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Pet(Base):
    __tablename__ = "pets"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind = mapped_column(Strin(20))
`;
const file = '/app/pets/models.py';

describe('a folder without alembic.ini', () => {
  test('has its models, and says that they were found by their base', async () => {
    const client = await start(models);
    await client.until(() => client.messages(file).length > 0, 'diagnostics');
    expect(client.messages(file).join('\n')).toContain("name 'Strin' is not defined");
    const [project, ...others] = await client.request('retort/projects', null);
    expect(others).toEqual([]);
    expect(project).toMatchObject({ kind: 'models', name: 'app' });
    expect(project?.modelsByBase).toContain('since there is no alembic.ini');
  });

  test('has hovers, and no talk of migrations', async () => {
    const client = await start(models.replace('    kind = mapped_column(Strin(20))\n', ''));
    const hover = await client.connection.sendRequest(lsp.HoverRequest.type, {
      textDocument: { uri: pathToUri(file) },
      position: { line: 6, character: 22 },
    });
    const { value } = hover?.contents as lsp.MarkupContent;
    expect(value).toContain('CREATE TABLE pets');
    expect(value).not.toContain('migration');
    expect(client.messages(file)).toEqual([]);
    const history = client.request('retort/history', {
      configUri: pathToUri('/app/alembic.ini'),
      connection: null,
    });
    await expect(history).rejects.toThrow('There is no Alembic project');
  });

  test('becomes an Alembic project when it gets a configuration', async () => {
    const { fs } = parseFixture(models);
    client = await LspClient.start(fs);
    expect((await client.request('retort/projects', null)).map(({ kind }) => kind)).toEqual(['models']);
    fs.write('/app/alembic.ini', '[alembic]\nscript_location = alembic\n');
    fs.write(
      '/app/alembic/env.py',
      'from alembic import context\nfrom pets.models import Base\ncontext.configure(target_metadata=Base.metadata)\n',
    );
    for (const path of ['/app/alembic.ini', '/app/alembic/env.py'])
      client.fileEvent(path, lsp.FileChangeType.Created);
    const projects = await client.request('retort/projects', null);
    expect(projects.map(({ kind }) => kind)).toEqual(['alembic']);
  });

  test('without any model is nothing to Retort', async () => {
    const client = await start('\n//- /app/main.py\nprint("Column")\n');
    expect(await client.request('retort/projects', null)).toEqual([]);
  });
});

describe('a model that env.py never imports', () => {
  const source = `${withModels('')}
//- /app/late.py
from sqlalchemy import Column, Integer
from models import Base

class Late(Base):
    __tablename__ = "late"
    id = Column(Integer, primary_key=True)
`;
  const message =
    'env.py never imports late, so Alembic does not know table "late": autogenerate does not see it';

  test('is told, and its quick fix inserts the import', async () => {
    const client = await start(source);
    await client.until(() => client.messages('/app/late.py').includes(message), 'unreached');
    const [diagnostic] = client.diagnostics.get('/app/late.py') ?? [];
    if (diagnostic === undefined) throw new Error('no diagnostic');
    expect(diagnostic).toMatchObject({
      severity: lsp.DiagnosticSeverity.Information,
      code: 'unreached-model',
    });
    const actions = await client.connection.sendRequest(lsp.CodeActionRequest.type, {
      textDocument: { uri: pathToUri('/app/late.py') },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic], only: [lsp.CodeActionKind.QuickFix] },
    });
    expect(actions).toEqual([
      {
        title: 'Add "import late" to env.py',
        kind: 'quickfix',
        isPreferred: true,
        diagnostics: [diagnostic],
        edit: {
          changes: {
            [pathToUri(paths.env)]: [
              {
                range: { start: { line: 2, character: 23 }, end: { line: 2, character: 23 } },
                newText: '\nimport late  # noqa: F401',
              },
            ],
          },
        },
      },
    ]);
  });
});

describe('the setting retort.types', () => {
  const source = withModels('    price = Column(Money())').replaceAll(
    'Base = declarative_base()',
    'from acme.types import Money\nBase = declarative_base()',
  );
  const start = async (types: Record<string, string>): Promise<LspClient> => {
    client = await LspClient.start(parseFixture(source).fs, { configuration: { types } });
    return client;
  };

  test('says what a column type stands for', async () => {
    const client = await start({ 'acme.types.Money': 'sqlalchemy.Numeric(12, 2)' });
    await client.until(
      () => client.messages(paths.models).includes('Column "users.price" has no migration yet'),
      'drift',
    );
    expect(client.messages(paths.models).join()).not.toContain('cannot be known');
  });

  test('is told when it is wrong', async () => {
    const client = await start({ 'acme.types.Money': 'sqlalchemy.Nope()' });
    await client.until(() => client.messages(paths.ini).length > 0, 'the problem');
    expect(client.messages(paths.ini)[0]).toMatch(
      /^the setting retort\.types: "acme\.types\.Money" cannot stand for sqlalchemy\.Nope\(\)/,
    );
  });
});
