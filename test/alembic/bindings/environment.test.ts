import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateEnv } from '../../../server/src/alembic/bindings/index.ts';
import type { EnvironmentEvaluation } from '../../../server/src/alembic/bindings/index.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { initTestParser } from '../../support/python.ts';
import { scriptInterpreter } from './evaluate.ts';

beforeAll(initTestParser);

function env(text: string, mainOptions: Record<string, string> = {}): EnvironmentEvaluation {
  return evaluateEnv(scriptInterpreter(), parseModule('/project/env.py', text), {
    configPath: '/project/alembic.ini',
    section: 'alembic',
    mainOptions: new Map(Object.entries(mainOptions)),
  });
}

describe('env.py', () => {
  test('of `alembic init` gives its url and no target', () => {
    const text = readFileSync(
      new URL('../../golden/alembic-init/migrations/env.py', import.meta.url),
      'utf8',
    );
    const result = env(text, { 'sqlalchemy.url': 'sqlite:///a.db' });
    expect(result.url).toBe('sqlite:///a.db');
    expect(result.configure?.has('literal_binds')).toBe(false);
    expect(result.offlineConfigure?.get('literal_binds')).toEqual({ kind: 'bool', value: true });
    expect(result.targetMetadata).toEqual([]);
  });

  test('gives its target_metadata frozen, with the options of configure()', () => {
    const result = env(`
from alembic import context
import sqlalchemy as sa
metadata = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s"})
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True))
if context.is_offline_mode():
    context.configure(url="sqlite://", target_metadata=metadata, compare_type=False)
    with context.begin_transaction():
        context.run_migrations()
`);
    expect(result.problems).toEqual([]);
    expect(result.configure?.get('compare_type')).toEqual({ kind: 'bool', value: false });
    expect(result.targetMetadata[0]?.tables.get('t')?.constraints[0]?.name).toEqual({
      text: 'pk_t',
      isFinal: true,
    });
  });

  test('is run online when offline mode configures nothing', () => {
    const result = env(`
from alembic import context
from sqlalchemy import MetaData, engine_from_config, pool
config = context.config
def online():
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=[MetaData(), MetaData(schema="s")], render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
if context.is_offline_mode():
    raise RuntimeError("no offline mode here")
else:
    online()
`);
    expect(result.configure?.get('render_as_batch')).toEqual({ kind: 'bool', value: true });
    expect(result.targetMetadata.map(({ schema }) => schema)).toEqual([null, 's']);
  });

  test('keeps the options of its online part apart from those of --sql', () => {
    const result = env(`
from alembic import context
from sqlalchemy import MetaData, create_engine
metadata = MetaData()
if context.is_offline_mode():
    context.configure(url="sqlite://", target_metadata=metadata)
else:
    with create_engine("sqlite://").connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
`);
    expect(result.problems).toEqual([]);
    expect(result.configure?.get('transaction_per_migration')).toEqual({ kind: 'bool', value: true });
    expect(result.offlineConfigure?.has('transaction_per_migration')).toBe(false);
  });

  test('whose online part cannot be followed says so and falls back', () => {
    const result = env(`
from alembic import context
if context.is_offline_mode():
    context.configure(url="sqlite://", compare_type=False)
else:
    raise RuntimeError("needs the vault")
`);
    expect(result.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('needs the vault'),
    ]);
    expect(result.configure?.get('compare_type')).toEqual({ kind: 'bool', value: false });
  });

  test.each([
    ['create_engine("postgresql://h/other")', 'postgresql://h/other'],
    ['engine_from_config({"db.url": "sqlite:///c.db"}, prefix="db.")', 'sqlite:///c.db'],
    ['engine_from_config(context.config.get_section("alembic"))', 'sqlite:///ini.db'],
  ])('connects to the URL of its engine: %s', (engine, url) => {
    const text = `from alembic import context
from sqlalchemy import create_engine, engine_from_config
with ${engine}.connect() as connection:
    context.configure(connection=connection)
`;
    expect(env(text, { 'sqlalchemy.url': 'sqlite:///ini.db' })).toMatchObject({ url, urlProblem: null });
  });

  test('that takes its URL from the process says so, instead of using that of the configuration', () => {
    const text = `import os
from alembic import context
from sqlalchemy import engine_from_config
context.config.set_main_option("sqlalchemy.url", os.environ["DATABASE_URL"])
with engine_from_config(context.config.get_section("alembic")).connect() as connection:
    context.configure(connection=connection)
`;
    const { url, urlProblem } = env(text, { 'sqlalchemy.url': 'sqlite:///ini.db' });
    expect(url).toBeNull();
    expect(urlProblem?.message).toMatch(/cannot be known \(.*\): choose a connection, or give --url$/u);
    expect(urlProblem?.origin?.file).toBe('/project/env.py');
  });

  test('is given the -x arguments', () => {
    const text =
      'from alembic import context\nx = context.get_x_argument(as_dictionary=True)\n' +
      'context.configure(url="sqlite://", version_table=x["table"])\n';
    const result = evaluateEnv(scriptInterpreter(), parseModule('/project/env.py', text), {
      configPath: null,
      section: 'alembic',
      mainOptions: new Map(),
      xArguments: ['table=versions'],
    });
    expect(result.configure?.get('version_table')).toMatchObject({ kind: 'str', value: 'versions' });
  });

  test('that runs SQL of its own tells it as statements of the run', () => {
    const result = env(
      'from alembic import context\ncontext.configure(url="sqlite://")\ncontext.execute("SET x TO y")\ncontext.run_migrations()\n',
    );
    expect(result.problems).toEqual([]);
    expect(result.statements.online.within.map(({ statement }) => statement)).toEqual([
      { type: 'str', sql: 'SET x TO y' },
    ]);
  });

  test('follows set_main_option', () => {
    const result = env(
      'from alembic import context\nc = context.config\nc.set_main_option("sqlalchemy.url", "postgresql://u:p%%40@h/d")\n' +
        'context.configure(url=c.get_main_option("sqlalchemy.url"))\n',
    );
    expect(result.url).toBe('postgresql://u:p%40@h/d');
  });

  test('that fails says where', () => {
    const result = env('from alembic import context\n\nboom()\ncontext.configure()\n');
    expect(result.configure).toBeNull();
    expect(result.problems.map(({ message }) => message)).toContain("NameError: name 'boom' is not defined");
    expect(result.problems.at(-1)?.message).toContain('before it calls context.configure()');
  });

  test('with an unknown target_metadata says why', () => {
    const result = env(
      'from alembic import context\nfrom elsewhere import Base\ncontext.configure(target_metadata=Base.metadata)\n',
    );
    expect(result.problems.map(({ code }) => code)).toContain('unknown-target-metadata');
    expect(result.problems.at(-1)?.message).toContain('the package `elsewhere`');
  });
});
