/** Operations that a project registers itself. */
import { beforeAll, expect, test } from 'vitest';
import { openProject } from '../../../server/src/workspace/open-project.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateBody } from './evaluate.ts';

beforeAll(initTestParser);

const createView = `
from alembic.operations import MigrateOperation, Operations

@Operations.register_operation("create_view")
@Operations.register_operation("replace_view", "replace")
class CreateViewOp(MigrateOperation):
    def __init__(self, name, text):
        self.name = name
        self.text = text

    @classmethod
    def create_view(cls, operations, name, text):
        return operations.invoke(cls(name, text))

    @classmethod
    def replace(cls, operations, name, text):
        operations.execute("DROP VIEW " + name)
        return operations.invoke(cls(name, text))

@Operations.implementation_for(CreateViewOp)
def create_view(operations, operation):
    operations.execute(f"CREATE VIEW {operation.name} AS {operation.text}")
`;

test('are run by what implements them', () => {
  const { operations, refusals } = evaluateBody(
    'op.create_view("v", text="SELECT 1")\nop.replace_view("v", "SELECT 2")\nop.invoke(CreateViewOp("w", "SELECT 3"))',
    {},
    createView,
  );
  expect(refusals).toEqual([]);
  expect(operations).toMatchObject(
    [
      'CREATE VIEW v AS SELECT 1',
      'DROP VIEW v',
      'CREATE VIEW v AS SELECT 2',
      'CREATE VIEW w AS SELECT 3',
    ].map((sql) => ({ kind: 'execute', statement: { type: 'str', sql } })),
  );
});

test('one that nothing implements, and one of Alembic’s that the project implements, are refused', () => {
  const messages = (body: string, imports: string): string[] =>
    evaluateBody(body, {}, imports).refusals.map(({ message }) => message);
  expect(
    messages(
      'op.invoke(Lost())',
      'from alembic.operations import MigrateOperation\nclass Lost(MigrateOperation): pass\n',
    ),
  ).toEqual(['what implements the operation Lost is not known']);
  const replaced =
    'from alembic.operations import Operations, ops\n' +
    '@Operations.implementation_for(ops.DropTableOp, replace=True)\ndef drop(operations, operation): pass\n';
  expect(messages('op.drop_table("t")', replaced)).toEqual([
    'the project implements drop_table() itself (Operations.implementation_for)',
  ]);
  expect(messages('op.drop_column("t", "x")', replaced)).toEqual([]);
});

test('those that env.py imports are known to scripts', () => {
  const fs = new MemoryFileSystem({
    '/p/alembic.ini': '[alembic]\nscript_location = %(here)s/m\nsqlalchemy.url = sqlite:///a.db\n',
    '/p/m/env.py': 'import views\nfrom alembic import context\ncontext.configure(url="sqlite://")\n',
    '/p/m/versions/a1.py':
      'from alembic import op\nrevision = "a1"\ndown_revision = None\n' +
      'def upgrade():\n    op.create_view("v", "SELECT 1")\ndef downgrade():\n    op.no_such_operation()\n',
    '/p/views.py': createView,
  });
  const project = openProject(fs, '/p/alembic.ini');
  const evaluate = (direction: 'upgrade' | 'downgrade') =>
    project.evaluateRevision('a1', direction, { dialect: dialectFor('sqlite'), offline: true });
  expect(evaluate('upgrade')).toMatchObject({
    refusals: [],
    operations: [{ kind: 'execute', statement: { sql: 'CREATE VIEW v AS SELECT 1' } }],
  });
  expect(
    evaluate('downgrade')
      .refusals.map(({ message }) => message)
      .join(),
  ).toContain('no_such_operation');
});
