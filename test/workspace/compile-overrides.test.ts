import { beforeAll, expect, test } from 'vitest';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const script = (id: string, down: string | null, imports: string, body: string): string =>
  `from alembic import op\nimport sqlalchemy as sa\n${imports}revision = '${id}'\n` +
  `down_revision = ${down === null ? 'None' : `'${down}'`}\ndef upgrade():\n    ${body}\n`;

const project = (files: Readonly<Record<string, string>>) =>
  openProject(
    new MemoryFileSystem({
      '/p/alembic.ini': '[alembic]\nscript_location = %(here)s/m\nprepend_sys_path = .\n',
      '/p/m/env.py': 'from alembic import context\ncontext.configure(url="sqlite://")\n',
      ...files,
    }),
    '/p/alembic.ini',
  );

test('what a script makes of ForeignKeyConstraint refuses every revision that has one, on that dialect', () => {
  const { evaluateRevision } = (() => {
    const opened = project({
      '/p/m/versions/a.py': script(
        'a',
        null,
        'from sqlalchemy.ext import compiler\n@compiler.compiles(sa.ForeignKeyConstraint, "postgresql")\ndef process(element, compiler, **kw):\n    return ""\n',
        'op.drop_table("t")',
      ),
      '/p/m/versions/b.py': script(
        'b',
        'a',
        '',
        'op.create_table("t", sa.Column("a", sa.Integer, sa.ForeignKey("u.id")))',
      ),
    });
    return {
      evaluateRevision: (id: string, dialect: 'postgresql' | 'sqlite') =>
        opened.evaluateRevision(id, 'upgrade', { dialect: dialectFor(dialect), offline: true }).refusals,
    };
  })();
  expect(evaluateRevision('a', 'postgresql')).toEqual([]);
  expect(evaluateRevision('b', 'sqlite')).toEqual([]);
  const [refusal] = evaluateRevision('b', 'postgresql');
  expect(refusal?.message).toContain('ForeignKeyConstraint');
  expect(refusal?.origin?.file).toBe('/p/m/versions/a.py');
});

test('identifiers that are no literals are evaluated', () => {
  const opened = project({
    '/p/branches.py': 'EXPAND = "expand"\n',
    '/p/m/versions/a.py': script('a', null, 'import branches\nbranch_labels = (branches.EXPAND,)\n', 'pass'),
    '/p/m/versions/b.py': script('b', 'a', 'import vault\ndepends_on = vault.LAST\n', 'pass'),
  });
  const { revisionMap, problems } = opened.scriptDirectory;
  expect(revisionMap.get('a')?.branchLabels).toEqual(['expand']);
  expect(problems.map(({ message }) => message)).toEqual([
    'depends_on is not a literal; write it as a string, a tuple of strings or None',
  ]);
});
