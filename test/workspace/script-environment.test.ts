/** Scripts that import application code share its evaluation, and follow its changes. */
import { beforeAll, expect, test } from 'vitest';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { CachedFileSystem } from '../../server/src/workspace/cached-file-system.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const revision = (id: string, down: string | null, body: string) =>
  `from alembic import op\nimport sqlalchemy as sa\n${body.includes('helper') ? 'from app import helper\n' : ''}` +
  `revision = '${id}'\ndown_revision = ${down === null ? 'None' : `'${down}'`}\n` +
  `def upgrade():\n    ${body}\ndef downgrade():\n    pass\n`;

function setUp() {
  const disk = new MemoryFileSystem({
    '/p/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = sqlite:///a.db\n',
    '/p/migrations/env.py': 'from alembic import context\ncontext.configure(url="sqlite://")\n',
    '/p/migrations/versions/a1.py': revision('a1', null, "op.drop_table('plain')"),
    '/p/migrations/versions/b2.py': revision('b2', 'a1', 'op.drop_table(helper.NAME)'),
    '/p/migrations/versions/c3.py': revision('c3', 'b2', 'op.drop_table(helper.unknowable())'),
    '/p/migrations/versions/d4.py': revision('d4', 'c3', 'op.drop_table(helper.unknowable())'),
    '/p/app/__init__.py': '',
    '/p/app/helper.py': 'import vault\nNAME = "first"\ndef unknowable():\n    return vault.read("table")\n',
  });
  const fs = new CachedFileSystem(disk);
  const project = openProject(fs, '/p/alembic.ini');
  const evaluate = (id: string) =>
    project.evaluateRevision(id, 'upgrade', { dialect: dialectFor('sqlite'), offline: true });
  return {
    evaluate,
    edit: (path: string, text: string) => {
      disk.write(path, text);
      fs.fileChanged(path);
    },
  };
}

test('every script that meets what is not known is refused, not only the first', () => {
  const { evaluate } = setUp();
  for (const id of ['c3', 'd4']) {
    expect(evaluate(id).refusals.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('vault')]),
    );
  }
});

test('a change to the helper reaches the scripts that import it, and only those', () => {
  const { evaluate, edit } = setUp();
  const plain = evaluate('a1');
  expect(evaluate('b2').operations).toMatchObject([{ kind: 'drop_table', table: 'first' }]);
  edit('/p/app/helper.py', 'NAME = "second"\n');
  expect(evaluate('b2').operations).toMatchObject([{ kind: 'drop_table', table: 'second' }]);
  expect(evaluate('a1')).toBe(plain);
});

test('a helper that appears later is found', () => {
  const { evaluate, edit } = setUp();
  edit(
    '/p/migrations/versions/b2.py',
    revision('b2', 'a1', 'op.drop_table(helper.NAME)').replace('app', 'late'),
  );
  expect(evaluate('b2').refusals).not.toEqual([]);
  edit('/p/late/helper.py', 'NAME = "third"\n');
  edit('/p/late/__init__.py', '');
  expect(evaluate('b2')).toMatchObject({ refusals: [], operations: [{ table: 'third' }] });
});

test('of an installed package only the package itself is the project’s', () => {
  const site = '/venv/lib/python3.11/site-packages';
  const fs = new MemoryFileSystem({
    '/p/alembic.ini': `[alembic]\nscript_location = ${site}/shop/migrations\nprepend_sys_path = ${site}\nsqlalchemy.url = sqlite://\n`,
    [`${site}/shop/__init__.py`]: '',
    [`${site}/shop/models.py`]:
      'import compiled\nfrom sqlalchemy import *\nmetadata = MetaData()\nTable("t", metadata, Column("id", Integer, primary_key=True))\n',
    [`${site}/shop/migrations/env.py`]:
      'from alembic import context\nfrom shop.models import metadata\ncontext.configure(url="sqlite://", target_metadata=metadata)\ncontext.run_migrations()\n',
    [`${site}/shop/migrations/versions/a.py`]:
      'revision = "a"\ndown_revision = None\ndef upgrade(): pass\ndef downgrade(): pass\n',
    [`${site}/compiled/__init__.py`]: 'raise ImportError("the C extension is not built")\n',
  });
  const models = openProject(fs, '/p/alembic.ini').models();
  expect(models.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect([...(models.metadata[0]?.tables.keys() ?? [])]).toEqual(['t']);
});
