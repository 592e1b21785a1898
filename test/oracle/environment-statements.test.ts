/** SQL that env.py executes around the migrations: the scripts of both tools, and what both leave in a SQLite file. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { playScenario, type Files } from './support/scenario.ts';

const files = (url: string, offline: string, online: string): Files => ({
  'alembic.ini': `[alembic]\nscript_location = db\npath_separator = os\nsqlalchemy.url = ${url}\n`,
  'db/script.py.mako': '',
  'db/versions/a.py': `revision = "aaaa"
down_revision = None
from alembic import op
import sqlalchemy as sa
def upgrade():
    op.create_table("person", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id"))
def downgrade():
    op.drop_table("person")
`,
  'db/versions/b.py': `revision = "bbbb"
down_revision = "aaaa"
from alembic import op
import sqlalchemy as sa
def upgrade():
    op.add_column("person", sa.Column("name", sa.Text()))
def downgrade():
    pass
`,
  'db/env.py': `from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.schema import CreateSchema
config = context.config
url = config.get_main_option("sqlalchemy.url")
def run(**options):
    context.configure(target_metadata=None, **options)
    with context.begin_transaction():
        context.run_migrations()
if context.is_offline_mode():
    options = {"url": url, "literal_binds": True}
${offline.replaceAll(/^/gm, '    ')}
else:
    engine = create_engine(url)
${online.replaceAll(/^/gm, '    ')}
`,
});

const scripts: Readonly<Record<string, string>> = {
  'in the transaction': `context.configure(**options)
with context.begin_transaction():
    context.execute("create schema if not exists x;")
    context.execute(text("set search_path to 'a:b'"))
    context.get_context().execute(CreateSchema("y"))
    context.run_migrations()`,
  'before it': `context.configure(**options)
context.execute("set\\tsearch_path to x")
with context.begin_transaction():
    context.run_migrations()`,
  'with a transaction for each migration': `context.configure(transaction_per_migration=True, **options)
with context.begin_transaction():
    context.execute("set search_path to x")
    context.run_migrations()`,
};

const runs: Readonly<Record<string, string>> = {
  'committed before': `with engine.connect() as connection:
    connection.execute(text("PRAGMA foreign_keys=ON"))
    connection.execute(text("CREATE TABLE own (x INTEGER)"))
    connection.commit()
    run(connection=connection)`,
  'in a transaction of its own': `with engine.begin() as connection:
    connection.execute(text("CREATE TABLE own (x INTEGER)"))
    run(connection=connection)`,
  'in that of the migrations': `with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.execute("CREATE TABLE own (x INTEGER)")
        context.run_migrations()`,
};

describe('SQL of env.py', () => {
  beforeAll(initTestParser);
  for (const url of ['postgresql://h/d', 'mssql+pymssql://h/d', 'sqlite:///x.db']) {
    it.each(Object.entries(scripts))(`--sql, ${url}, %s`, async (_name, offline) => {
      const { ours, theirs } = await playScenario({
        files: files(url, offline, 'pass'),
        lines: [
          ['upgrade', 'head', '--sql'],
          ['downgrade', 'bbbb:base', '--sql'],
          ['stamp', 'head', '--sql'],
          ['ensure_version', '--sql'],
        ],
      });
      expect(ours).toEqual(theirs);
    });
  }

  it.each(Object.entries(runs))('a run on SQLite, %s', async (_name, online) => {
    const { ours, theirs } = await playScenario({
      files: files('sqlite:///x.db', 'run(**options)', online),
      lines: [['upgrade', 'aaaa'], ['current'], ['upgrade', 'head'], ['current']],
    });
    // The second run of env.py creates its table again, which fails in both.
    expect(JSON.stringify(theirs)).toMatch(/crash/);
    expect(ours).toEqual(theirs);
  });
});
