import { beforeAll, expect, test } from 'vitest';
import { triggerActions, triggerRevision } from '../../server/src/ide/updated-at.ts';
import { openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const fixture = (url: string, more = ''): string => `
//- /app/alembic.ini
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
sqlalchemy.url = ${url}
//- /app/migrations/env.py
from alembic import context
from models import Base
context.configure(target_metadata=Base.metadata)
//- /app/migrations/script.py.mako
\${upgrades}
--
\${downgrades}
//- /app/migrations/versions/a1.py
from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("updated_at", sa.DateTime()), schema="app")
${more}
//- /app/models.py
from sqlalchemy import Column, DateTime, Integer
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    __table_args__ = {"schema": "app"}
    id = Column(Integer, primary_key=True)
    updated_at$0 = Column(DateTime)
    modified_at = Column(DateTime)
`;

function at(source: string) {
  const open = openFixture(source);
  const { offset } = open.atCursor();
  const actions = triggerActions(open.project, '/app/models.py', { start: offset, end: offset });
  return { open, actions };
}

test.each([
  [
    'postgresql://db/app',
    [
      "op.execute('CREATE FUNCTION app.users_set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$')",
      "op.execute('CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.users_set_updated_at()')",
    ],
    [
      "op.execute('DROP TRIGGER users_set_updated_at ON app.users')",
      "op.execute('DROP FUNCTION app.users_set_updated_at()')",
    ],
  ],
  [
    'sqlite://',
    [
      "op.execute('CREATE TRIGGER app.users_set_updated_at AFTER UPDATE ON app.users FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at BEGIN UPDATE app.users SET updated_at = CURRENT_TIMESTAMP WHERE rowid = NEW.rowid; END')",
    ],
    ["op.execute('DROP TRIGGER app.users_set_updated_at')"],
  ],
  [
    'mssql+pyodbc://db/app',
    [
      "op.execute('CREATE TRIGGER app.users_set_updated_at ON app.users AFTER UPDATE AS BEGIN SET NOCOUNT ON; UPDATE t SET updated_at = SYSDATETIME() FROM app.users t JOIN inserted i ON t.id = i.id; END')",
    ],
    ["op.execute('DROP TRIGGER app.users_set_updated_at')"],
  ],
])('%s', (url, up, down) => {
  const { open, actions } = at(fixture(url));
  expect(actions).toEqual([
    {
      title: 'Add a trigger that keeps app.users.updated_at up to date',
      table: 'app.users',
      column: 'updated_at',
    },
  ]);
  const [action] = actions;
  const file =
    action &&
    triggerRevision(open.project, action, {
      files: open.fs,
      parse: (path) => open.workspace.parse(path),
      now: new Date(0),
      revisionId: 'b2b2b2b2b2b2',
    });
  expect(file?.text.split('\n').flatMap((line) => (line === '' ? [] : [line.trim()]))).toEqual([
    ...up,
    '--',
    ...down,
  ]);
});

test('not twice, and not for a column that the migrations do not build', () => {
  const made = '    op.execute("CREATE TRIGGER users_set_updated_at BEFORE UPDATE ON app.users …")';
  expect(at(fixture('postgresql://db/app', made)).actions).toEqual([]);
  const source = fixture('postgresql://db/app')
    .replace('updated_at$0', 'updated_at')
    .replace('modified_at', 'mod$0ified_at');
  expect(at(source).actions).toEqual([]);
});
