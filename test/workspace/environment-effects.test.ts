/** What env.py does around the migrations: told, and decisive for the runs of its own mode alone. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { runOptions } from '../../server/src/workspace/run-options.ts';
import { retort } from '../cli/host.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const ini = `[alembic]
script_location = %(here)s/m
prepend_sys_path = .
sqlalchemy.url = sqlite:///a.db
databases = one, two
[one]
sqlalchemy.url = postgresql://one/x
[two]
sqlalchemy.url = sqlite:///two.db
`;

function open(env: string, files: Readonly<Record<string, string>> = {}): Project {
  const models =
    'from sqlalchemy import *\nmetadata = MetaData()\nTable("t", metadata, Column("id", Integer, primary_key=True))\n';
  const fs = new MemoryFileSystem({
    '/p/alembic.ini': ini,
    '/p/models.py': models,
    '/p/m/env.py': env,
    '/p/m/versions/a.py': 'revision = "a"\ndown_revision = None\ndef upgrade(): pass\n',
    ...files,
  });
  return openProject(fs, '/p/alembic.ini');
}

const header = `from alembic import context
from sqlalchemy import create_engine, event, inspect, text, engine_from_config, URL, make_url
from models import metadata
config = context.config
def run(**options):
    context.configure(target_metadata=metadata, **options)
    with context.begin_transaction():
        context.run_migrations()
if context.is_offline_mode():
    run(url="postgresql://h/d")
else:
`;
const told = (project: Project): readonly string[] =>
  project.models().problems.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
const refusal = (project: Project, mode: 'online' | 'offline'): string | null => {
  try {
    runOptions(project, mode);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const rolledBack =
  'env.py begins a transaction before context.configure(), here, and never commits it: Alembic runs the migrations and ' +
  'rolls them back. Commit before context.configure(), or after context.run_migrations()';

/** The statements of an online run, as texts. */
function statements(body: string): unknown {
  const project = open(
    `${header}    engine = create_engine("postgresql://h/d")\n${body.replaceAll(/^/gm, '    ')}\n`,
  );
  expect(told(project)).toEqual([]);
  const { before, within, isExternal } = runOptions(project).environment ?? {};
  const texts = (operations: typeof before): readonly string[] | undefined =>
    operations?.map(({ statement }) =>
      JSON.stringify(statement).replace(/.*"(?:sql|text)":"([^"]*)".*/, '$1'),
    );
  return { before: texts(before), within: texts(within), isExternal };
}

describe('SQL of env.py that a run does in the same place', () => {
  test('is committed before the migrations', () => {
    expect(
      statements(`with engine.connect() as connection:
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS x"))
    connection.exec_driver_sql("SET search_path TO x")
    connection.commit()
    run(connection=connection)`),
    ).toEqual({
      before: ['CREATE SCHEMA IF NOT EXISTS x', 'SET search_path TO x'],
      within: [],
      isExternal: false,
    });
  });

  test('is the beginning of their transaction', () => {
    expect(
      statements(`with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.execute("SET search_path TO x")
        connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
        context.get_context().execute("SET y TO z")
        context.run_migrations()`),
    ).toEqual({
      before: [],
      within: ['SET search_path TO x', 'SELECT pg_advisory_xact_lock(1)', 'SET y TO z'],
      isExternal: false,
    });
  });

  test('is in a transaction of its own that holds the migrations, too', () => {
    const expected = { before: [], within: ['SET search_path TO x'], isExternal: true };
    expect(
      statements(`with engine.begin() as connection:
    connection.execute(text("SET search_path TO x"))
    run(connection=connection)`),
    ).toEqual(expected);
    expect(
      statements(`with engine.connect() as connection:
    connection.execute(text("SET search_path TO x"))
    run(connection=connection)
    connection.commit()`),
    ).toEqual(expected);
    expect(
      statements(`with engine.connect() as connection:
    with connection.begin():
        connection.execute(text("SET search_path TO x"))
        run(connection=connection)`),
    ).toEqual(expected);
  });

  test('counts as far as it is committed', () => {
    expect(
      statements(`with engine.connect() as other:
    other.execute(text("CREATE SCHEMA lost"))
with engine.begin() as other:
    other.execute(text("CREATE SCHEMA kept"))
    other.execute(text("SET search_path TO lost"))
with engine.connect() as connection:
    connection.execute(text("SET a TO b"))
    connection.rollback()
    with connection.begin():
        connection.execute(text("SET c TO d"))
    run(connection=connection)`),
    ).toEqual({ before: ['CREATE SCHEMA kept', 'SET c TO d'], within: [], isExternal: false });
  });

  test('is that of an asynchronous env.py', () => {
    expect(
      statements(`import asyncio
from sqlalchemy.ext.asyncio import create_async_engine
def work(connection):
    connection.execute(text("SET a TO b"))
    connection.commit()
    run(connection=connection)
async def online():
    async with create_async_engine("postgresql+asyncpg://h/d").connect() as connection:
        await connection.execute(text("CREATE SCHEMA IF NOT EXISTS x"))
        await connection.commit()
        await connection.run_sync(work)
asyncio.run(online())`),
    ).toEqual({ before: ['CREATE SCHEMA IF NOT EXISTS x', 'SET a TO b'], within: [], isExternal: false });
  });
});

test('connection arguments that a URL can say are in the URL', () => {
  const urlFor = (engine: string): string | null | undefined =>
    open(
      `${header}    with ${engine}.connect() as connection:\n        run(connection=connection)\n`,
    ).models().url;
  expect(
    urlFor(
      'create_engine("postgresql://h/d", connect_args={"options": "-csearch_path=x", "connect_timeout": 5})',
    ),
  ).toBe('postgresql://h/d?connect_timeout=5&options=-csearch_path%3Dx');
  expect(
    urlFor(
      'create_engine("postgresql+asyncpg://h/d", connect_args={"server_settings": {"search_path": "a, b"}})',
    ),
  ).toBe('postgresql+asyncpg://h/d?options=-c+search_path%3Da%2C%5C+b');
  expect(urlFor('create_engine("sqlite:///x.db", connect_args={"check_same_thread": False})')).toBe(
    'sqlite:///x.db',
  );
});

test('an engine tells its dialect', () => {
  const project = open(
    `${header}    with create_engine("sqlite://").connect() as connection:\n        connection.dialect.default_schema_name = "x"\n        run(connection=connection, render_as_batch=connection.dialect.name == "sqlite" and connection.engine.url.drivername == "sqlite")\n`,
  );
  expect(told(project)).toEqual([]);
  expect(runOptions(project).renderAsBatch).toBe(true);
});

describe('the online part', () => {
  test.each([
    ['connection.execute(text("SET search_path TO x"))', rolledBack],
    ['connection.begin()', rolledBack],
    [
      'if connection.execute(text("SELECT 1")).scalar(): pass',
      'env.py executes SQL here, and what it answers decides what follows, which Retort does not do around the migrations: scalar',
    ],
    [
      'connection.execute(text("SET x TO :y"), {"y": 1}); connection.commit()',
      'env.py executes SQL here, with parameters, which Retort does not do around the migrations: SET x TO :y',
    ],
    [
      'inspect(connection).get_schema_names()',
      'env.py executes SQL here, and what it answers decides what follows, which Retort does not do around the migrations: inspect()',
    ],
    [
      'run(connection=connection); connection.execute(text("RESET x")); raise SystemExit',
      'env.py executes SQL here, after the migrations, which Retort does not do around the migrations: RESET x',
    ],
    [
      `with create_engine("postgresql://h/other").begin() as c: c.execute(text("CREATE SCHEMA y"))`,
      'env.py executes SQL here, on another database than that of the migrations, which Retort does not do around the migrations: CREATE SCHEMA y',
    ],
    [
      'connection = create_engine("postgresql+asyncpg://h/d", connect_args={"ssl": True}).connect()',
      'The engine gets connect_args "ssl", which Retort does not follow',
    ],
    [
      'connection = create_engine("postgresql://h/d", isolation_level="AUTOCOMMIT").connect()',
      'The engine gets isolation_level, which Retort does not follow',
    ],
    [
      'connection = connection.execution_options(schema_translate_map={None: "x"})',
      'The connection gets the execution option schema_translate_map, which Retort does not follow',
    ],
    [
      'run(connection=connection, version_table_schema="x")',
      'env.py runs the migrations 2 times (version_table_schema=x; version_table_schema=x): Retort compares the models of the first, and runs nothing natively',
    ],
    [
      'context.configure(connection=connection); raise RuntimeError("no")',
      'env.py fails before context.run_migrations() (RuntimeError: no)',
    ],
  ])('keeps runs, but not --sql, from: %s', (statement, message) => {
    const project = open(
      `${header}    with create_engine("postgresql://h/d").connect() as connection:\n        ${statement}\n        run(connection=connection)\n`,
    );
    const code = message.startsWith('env.py runs') ? 'environment-several' : 'environment-effect';
    expect(told(project)).toEqual([`warning ${code}: ${message}`]);
    expect(refusal(project, 'online')).toBe(message);
    expect(refusal(project, 'offline')).toBeNull();
  });

  test('may begin, commit and close', () => {
    const project = open(
      `${header}    with create_engine("postgresql://h/d").connect() as connection:\n        t = connection.begin()\n        connection.commit()\n        run(connection=connection)\n        t.commit()\n        connection.close()\n`,
    );
    expect([told(project), refusal(project, 'online')]).toEqual([[], null]);
  });

  test('listens to its engine: told, and no obstacle', () => {
    const project = open(
      `${header}    engine = create_engine("postgresql://h/d")\n    @event.listens_for(engine, "connect")\n    def listen(a, b): pass\n    with engine.connect() as connection:\n        run(connection=connection)\n`,
    );
    expect(told(project)).toEqual([
      'information environment-listener: A listener of engines\' "connect" events runs here in Alembic; Retort does not call it',
    ]);
    expect(refusal(project, 'online')).toBeNull();
  });

  test('listening to a mapped class is no affair of the run', () => {
    const project = open(
      `${header}    class A: pass\n    event.listen(A, "before_insert", lambda: None)\n    with create_engine("sqlite://").connect() as connection:\n        run(connection=connection)\n`,
    );
    expect(told(project)).toEqual([]);
  });
});

describe('several databases', () => {
  const env = `import re
from alembic import context
from sqlalchemy import engine_from_config
from models import metadata
config = context.config
for name in re.split(r",\\s*", config.get_main_option("databases")):
    engine = engine_from_config(config.get_section(name, {}), prefix="sqlalchemy.")
    context.configure(connection=engine.connect(), target_metadata=metadata if name == "one" else None)
    context.run_migrations(engine_name=name)
`;
  const script = `revision = "a"
down_revision = None
from alembic import op
def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()
def upgrade_one():
    op.execute("ONE")
def upgrade_two():
    op.execute("TWO")
`;

  test('are told, and the first is compared', () => {
    const project = open(env, { '/p/m/versions/a.py': script });
    expect(told(project)).toHaveLength(1);
    expect(refusal(project, 'online')).toContain('2 times (engine_name=one; engine_name=two)');
    expect(project.models().url).toBe('postgresql://one/x');
    expect(project.models().metadata.flatMap(({ tables }) => [...tables.keys()])).toEqual(['t']);
    const { operations, refusals } = project.evaluateRevision('a', 'upgrade', {
      dialect: project.dialect,
      offline: true,
    });
    expect(refusals).toEqual([]);
    expect(operations).toMatchObject([{ kind: 'execute' }]);
    expect(JSON.stringify(operations)).toContain('ONE');
  });

  test('that only the offline part shows keep online runs from beginning, too', () => {
    // Its online part hands the function to an engine that nothing is known of.
    const project = open(
      `import acme\n${env.replace('for name in', 'for name in [] if not context.is_offline_mode() else')}acme.run()\n`,
    );
    expect(refusal(project, 'offline')).toContain('2 times');
    expect(refusal(project, 'online')).toContain('2 times');
  });

  test('have revisions of their own form, which are not written', async () => {
    const { code, stdout } = await retort(
      {
        '/app/alembic.ini': ini.replace('%(here)s/m', 'm'),
        '/app/models.py': 'from sqlalchemy import *\nmetadata = MetaData()\n',
        '/app/m/env.py': env,
        '/app/m/script.py.mako': '${upgrades}',
        '/app/m/versions/a.py': script,
      },
      'revision',
      '--autogenerate',
    );
    expect([code, stdout]).toEqual([255, expect.stringContaining('env.py runs the migrations 2 times')]);
  });
});

describe('URLs', () => {
  const url = (expression: string): string | null | undefined =>
    open(
      `${header}    with create_engine(${expression}).connect() as connection:\n        run(connection=connection)\n`,
    ).models().url;

  test.each([
    [
      'URL.create("postgresql", username="u", password="p@x", host="h", port=5433, database="d")',
      'postgresql://u:p%40x@h:5433/d',
    ],
    ['URL.create("postgresql", host="h", query={"sslmode": "require"})', 'postgresql://h?sslmode=require'],
    [
      'make_url("postgresql://h/d").set(database="e", drivername="postgresql+psycopg")',
      'postgresql+psycopg://h/e',
    ],
    [
      'make_url("postgresql://u:secret@h/d").render_as_string(hide_password=False)',
      'postgresql://u:secret@h/d',
    ],
    ['str(make_url("postgresql://u:secret@h/d"))', 'postgresql://u:***@h/d'],
    ['"postgresql://" + make_url("postgresql://u@h/d").host', 'postgresql://h'],
  ])('%s', (expression, expected) => {
    expect(url(expression)).toBe(expected);
  });

  test('of a part that is not known is not known', () => {
    const project = open(
      `import os\n${header}    with create_engine(URL.create("postgresql", host=os.environ["H"])).connect() as connection:\n        run(connection=connection)\n`,
    );
    expect(project.models().url).toBeNull();
    expect(project.models().urlProblem?.message).toContain('cannot be known');
  });
});

test('dialect_name is enough for --sql', () => {
  const env =
    'from alembic import context\ncontext.configure(dialect_name="mssql")\ncontext.run_migrations()\n';
  expect(open(env).dialect.name).toBe('mssql');
});

test('an option of a section that is not there fails as in alembic', () => {
  const project = openProject(
    new MemoryFileSystem({
      '/p/pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/m"\nmine = "postgresql://h/d"\n',
      '/p/m/env.py':
        'from alembic import context\nurl = context.config.get_alembic_option("mine")\n' +
        'if not context.is_offline_mode():\n    url = context.config.get_main_option("sqlalchemy.url")\n' +
        'context.configure(url=url)\ncontext.run_migrations()\n',
      '/p/m/versions/README': '',
    }),
    '/p/pyproject.toml',
  );
  expect(project.dialect.name).toBe('postgresql');
  expect(told(project)).toEqual([
    "hint environment-online: The online part of env.py cannot be followed (RuntimeError: No config file 'alembic.ini' found, or file has no '[alembic]' section); the options of its offline part are used",
  ]);
});
