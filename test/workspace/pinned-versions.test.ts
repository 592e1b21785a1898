import { describe, expect, test } from 'vitest';
import { createInterpreter } from '../../server/src/python/eval/evaluate.ts';
import { stdlibModules } from '../../server/src/python/eval/stdlib/index.ts';
import { parseModule } from '../../server/src/python/syntax/parser.ts';
import { collectMetaData, sqlalchemyModules } from '../../server/src/sqlalchemy/bindings/index.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { WorkspaceModuleLoader } from '../../server/src/workspace/module-loader.ts';
import { pinnedVersion } from '../../server/src/workspace/pinned-versions.ts';
import { SourceCache } from '../../server/src/workspace/source-cache.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

await initTestParser();

describe('the version that is fixed in', () => {
  test.each([
    ['uv.lock', '[[package]]\nname = "sqlmodel"\nversion = "0.0.22"\n', '0.0.22'],
    ['poetry.lock', '[[package]]\nname = "SQLModel"\nversion = "0.0.8"\ndescription = "x"\n', '0.0.8'],
    ['Pipfile.lock', '{"default": {"sqlmodel": {"hashes": [], "version": "==0.0.16"}}}', '0.0.16'],
    ['requirements.txt', 'fastapi==0.110\nsqlmodel[all]==0.0.31  # pinned\n', '0.0.31'],
    ['requirements-dev.txt', 'sqlmodel === 0.0.14\n', '0.0.14'],
    ['pyproject.toml', 'dependencies = [\n  "sqlmodel==0.0.24",\n]\n', '0.0.24'],
    ['requirements.txt', 'sqlmodel>=0.0.31\nnot-sqlmodel==0.0.2\n', null],
    ['readme.txt', 'sqlmodel==0.0.31\n', null],
  ])('%s is read', (file, text, version) => {
    expect(
      pinnedVersion(new MemoryFileSystem({ [`/p/${file}`]: text }), ['/nowhere', '/p'], 'sqlmodel'),
    ).toBe(version);
  });

  test('names that differ in case and dashes only are the same', () => {
    const fs = new MemoryFileSystem({ '/p/requirements.txt': 'Flask_SQLAlchemy==3.1.1\n' });
    expect(pinnedVersion(fs, ['/p'], 'flask-sqlalchemy')).toBe('3.1.1');
  });
});

/** What SQLModel 0.0.16, 0.0.31 and 0.0.50 make of this with SQLAlchemy 2.0.58. */
test.each([
  ['0.0.16', 'postgresql', ['id UUID NOT NULL', 'at TIMESTAMP WITHOUT TIME ZONE NOT NULL']],
  ['0.0.16', 'sqlite', ['id CHAR(32) NOT NULL', 'at DATETIME NOT NULL']],
  ['0.0.16', 'mssql', ['id VARCHAR(32) NOT NULL', 'at DATETIME NOT NULL']],
  ['0.0.31', 'postgresql', ['id UUID NOT NULL', 'at TIMESTAMP WITHOUT TIME ZONE NOT NULL']],
  ['0.0.31', 'mssql', ['id UNIQUEIDENTIFIER NOT NULL', 'at DATETIME NOT NULL']],
  ['0.0.50', 'postgresql', ['id UUID NOT NULL', 'at TIMESTAMP WITH TIME ZONE NOT NULL']],
  ['0.0.50', 'mssql', ['id UNIQUEIDENTIFIER NOT NULL', 'at DATETIMEOFFSET NOT NULL']],
] as const)('SQLModel %s has its own types on %s', (version, dialect, columns) => {
  const fs = new MemoryFileSystem({ '/p/requirements.txt': `sqlmodel==${version}\n` });
  const interpreter = createInterpreter({
    loader: new WorkspaceModuleLoader(fs, new SourceCache(), () => ({ roots: ['/p'], environment: null })),
    nativeModules: new Map([...stdlibModules, ...sqlalchemyModules]),
  });
  const text =
    'import datetime, uuid\nfrom sqlmodel import Field, SQLModel\nclass A(SQLModel, table=True):\n    id: uuid.UUID = Field(primary_key=True)\n    at: datetime.datetime\n';
  interpreter.runModule(parseModule('/p/models.py', text), 'models');
  const [table] = collectMetaData(interpreter)[0]!.tables.values();
  const ddl = dialectFor(dialect).ddlCompiler.createTable(table!, { ifNotExists: false });
  expect(ddl.split('\n').map((line) => line.trim().replace(/,$/, ''))).toEqual(
    expect.arrayContaining([...columns]),
  );
});
