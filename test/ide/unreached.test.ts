import { beforeAll, describe, expect, test } from 'vitest';
import { autogenerateRevision } from '../../server/src/ide/autogenerate.ts';
import { knownDrift } from '../../server/src/ide/known-drift.ts';
import { droppedUnreached, importActions, unreachedDiagnostics } from '../../server/src/ide/unreached.ts';
import { diagnosticsOf, openFixture, type OpenFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const fixture = `
//- /app/alembic.ini
[alembic]
script_location = %(here)s/migrations
//- /app/migrations/env.py
from alembic import context
from shop.models import Base

context.configure(target_metadata=Base.metadata)
//- /app/migrations/versions/a1_invoices.py
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None

def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("invoices", sa.Column("id", sa.Integer(), primary_key=True))
//- /app/shop/__init__.py
//- /app/shop/base.py
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase):
    pass
//- /app/shop/models/__init__.py
"""All models."""
from shop.base import Base
from .user import User
//- /app/shop/models/user.py
from sqlalchemy import Column, Integer
from shop.base import Base

class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
//- /app/shop/models/invoice.py
from sqlalchemy import Column, Integer
from shop.base import Base

class Invoice(Base):
    __tablename__ = "inv$0oices"
    id = Column(Integer, primary_key=True)

class InvoiceLine(Base):
    __tablename__ = "invoice_lines"
    id = Column(Integer, primary_key=True)
//- /app/tests/models.py
from sqlalchemy import Column, Integer
from shop.base import Base

class OnlyInTests(Base):
    __tablename__ = "tests"
    id = Column(Integer, primary_key=True)
//- /app/other.py
from sqlalchemy import Column, Integer, MetaData, Table

Table("elsewhere", MetaData(), Column("id", Integer))
`;

function actionsAt(open: OpenFixture): ReturnType<typeof importActions> {
  const { module, offset } = open.atCursor();
  return importActions(open.project, module.file, { start: offset, end: offset });
}

describe('models that env.py never imports', () => {
  test('are told at their name, with what autogenerate would do', () => {
    const open = openFixture(fixture);
    expect(unreachedDiagnostics(open.project).map(({ message }) => message)).toEqual([
      'env.py never imports shop.models.invoice, so Alembic does not know table "invoices": autogenerate would drop it',
      'env.py never imports shop.models.invoice, so Alembic does not know table "invoice_lines": autogenerate does not see it',
    ]);
    const found = diagnosticsOf(open).get('/app/shop/models/invoice.py') ?? [];
    expect(found.map(({ code, severity, range }) => [code, severity, range.start])).toEqual([
      ['unreached-model', 'information', open.text('/app/shop/models/invoice.py').indexOf('"invoices"')],
      ['unreached-model', 'information', open.text('/app/shop/models/invoice.py').indexOf('"invoice_lines"')],
    ]);
  });

  test('are no removal, of the table or of its parts', () => {
    const { project, workspace } = openFixture(fixture);
    expect(project.drift().map(({ code, table }) => `${code} ${table}`)).toEqual(['removed-table invoices']);
    expect(knownDrift(project, (file) => workspace.parse(file))).toEqual([]);
  });

  test('belong to the project, so that a hover can tell of them', () => {
    const { project, workspace } = openFixture(fixture);
    expect(workspace.projectOf('/app/shop/models/invoice.py')).toBe(project);
    expect(project.tablesIn('/app/shop/models/invoice.py').map(({ table }) => table.name)).toEqual([
      'invoices',
      'invoice_lines',
    ]);
  });

  test('can be imported in the package that gathers the others, or in env.py', () => {
    const open = openFixture(fixture);
    expect(actionsAt(open).map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
      ['Add "from . import invoice" to __init__.py', true],
      ['Add "import shop.models.invoice" to env.py', false],
    ]);
  });

  test.each([
    [0, 'from .user import User\nfrom . import invoice  # noqa: F401\n'],
    [1, 'from shop.models import Base\nimport shop.models.invoice  # noqa: F401\n'],
  ])('fix %i makes both known', (index, text) => {
    const open = openFixture(fixture);
    const action = actionsAt(open)[index];
    if (action === undefined) throw new Error('no such action');
    const { file, offset, text: inserted } = action.fix;
    const before = open.text(file);
    open.fs.write(file, before.slice(0, offset) + inserted + before.slice(offset));
    open.workspace.fileChanged(file);
    expect(open.text(file)).toContain(text);
    expect(open.module(file).errors).toEqual([]);
    expect(open.project.unreachedModels()).toEqual([]);
    expect(action.messages).toHaveLength(2);
    expect([...(open.project.models().metadata[0]?.tables.keys() ?? [])].sort()).toEqual([
      'invoice_lines',
      'invoices',
      'users',
    ]);
  });

  test('stay known after a keystroke elsewhere, and go with their file', () => {
    const open = openFixture(fixture);
    const user = '/app/shop/models/user.py';
    const first = open.project.unreachedModels();
    open.fs.write(user, `${open.text(user)}    name = Column(Integer)\n`);
    open.workspace.fileChanged(user);
    expect(open.project.unreachedModels()).toEqual(first);
    // The result is the kept one: nothing was evaluated for it again.
    expect(open.project.unreachedModels()[0]).toBe(first[0]);
    open.fs.remove('/app/shop/models/invoice.py');
    open.workspace.fileChanged('/app/shop/models/invoice.py');
    expect(open.project.unreachedModels()).toEqual([]);
  });

  test('columns of a class without a table of its own are told by column', () => {
    const open = openFixture(`${fixture}
//- /app/shop/models/admin.py
from sqlalchemy import Column, Integer
from shop.models.user import User

class Admin(User):
    level = Column(Integer)
`);
    expect(unreachedDiagnostics(open.project).map(({ message }) => message)).toContain(
      'env.py never imports shop.models.admin, so Alembic does not know "level" of table "users": autogenerate does not see it',
    );
  });
});

test('a revision of everything does not drop what env.py only fails to import; one of that table does, and it is told', () => {
  const open = openFixture(`${fixture}
//- /app/migrations/script.py.mako
\${upgrades}
`);
  const context = {
    files: open.fs,
    parse: (path: string) => open.workspace.parse(path),
    now: new Date(0),
    revisionId: 'c3c3c3c3c3c3',
  };
  expect(autogenerateRevision(open.project, { kind: 'all' }, {}, context)).toBeNull();
  const chosen = autogenerateRevision(open.project, { kind: 'tables', tables: ['invoices'] }, {}, context);
  expect(chosen?.text).toContain("op.drop_table('invoices')");
  expect(droppedUnreached(open.project, open.project.upgradeOps())).toMatchObject([
    {
      message:
        'env.py never imports shop.models.invoice, so Alembic does not know table "invoices": autogenerate would drop it',
    },
  ]);
});
