/** Callables of env.py in a comparison, and what happens where they cannot be evaluated. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { retort } from '../cli/host.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

function files(functions: string, options: string): Readonly<Record<string, string>> {
  return {
    '/app/alembic.ini':
      '[alembic]\nscript_location = m\nprepend_sys_path = .\nsqlalchemy.url = sqlite:///a.db\n',
    '/app/models.py': `from sqlalchemy import *
metadata = MetaData()
Table("a", metadata, Column("id", Integer, primary_key=True), info={"owner": "x"})
Table("b", metadata, Column("id", Integer, primary_key=True), Index("ix", "id", info={"skip": True}))
`,
    '/app/m/script.py.mako': 'revision = ${repr(up_revision)}\n${upgrades}',
    '/app/m/versions/README': '',
    '/app/m/env.py': `import os
from alembic import context
from models import metadata
${functions}
context.configure(url="sqlite://", target_metadata=metadata, ${options})
context.run_migrations()
`,
  };
}
const open = (functions: string, options: string): Project =>
  openProject(new MemoryFileSystem(files(functions, options)), '/app/alembic.ini');
const drift = (project: Project): readonly string[] =>
  project.drift().map(({ code, table }) => `${code} ${table}`);
const problems = (project: Project): readonly string[] =>
  project.comparisonProblems().map(({ severity, message }) => `${severity}: ${message}`);

describe('include_object', () => {
  test.each([
    ['object.name != "a"', ['missing-table b', 'missing-index b']],
    ['object.info.get("owner") is None', ['missing-table b', 'missing-index b']],
    ['not object.info.get("skip")', ['missing-table a', 'missing-table b']],
    ['type_ != "index" or object.table.name != "b"', ['missing-table a', 'missing-table b']],
    [
      'type_ != "index" or [c.name for c in object.columns] != ["id"]',
      ['missing-table a', 'missing-table b'],
    ],
    ['object.schema == "x"', []],
  ])('%s', (condition, expected) => {
    const project = open(
      `def include(object, name, type_, reflected, compare_to):\n    return ${condition}\n`,
      'include_object=include',
    );
    expect(drift(project)).toEqual(expected);
    expect(problems(project)).toEqual([]);
    expect(project.models().problems).toEqual([]);
  });

  test('that asks for what is not known leaves that object out, and says so', async () => {
    const functions = `def include(object, name, type_, reflected, compare_to):
    if name == "a":
        return os.environ["A"] == "1"
    if name == "ix" and object.dialect_options["postgresql"]:
        return False
    return True
`;
    const project = open(functions, 'include_object=include');
    expect(drift(project)).toEqual(['missing-table b']);
    expect(problems(project)).toEqual([
      expect.stringMatching(/^error: include_object of env.py cannot be evaluated for table "a": /),
      expect.stringMatching(/^error: include_object of env.py cannot be evaluated for index "ix": /),
    ]);
    const { code, stdout } = await retort(
      files(functions, 'include_object=include'),
      'revision',
      '--autogenerate',
      '--from-history',
    );
    expect(code).toBe(255);
    expect(stdout).toMatch(/^FAILED: .*env\.py:4: include_object of env\.py cannot be evaluated/);
  });

  test('that is not known itself is told once', () => {
    const project = open('import acme', 'include_object=acme.include');
    expect(drift(project)).toEqual([]);
    expect(project.comparisonProblems().length).toBeLessThanOrEqual(3);
    expect(problems(project)[0]).toContain('acme');
  });

  test('that raises is told with what it raises', () => {
    const project = open('def include(*args):\n    raise ValueError("no")\n', 'include_object=include');
    expect(problems(project)[0]).toContain('ValueError: no');
  });
});

describe('process_revision_directives', () => {
  const autogenerate = (
    functions: string,
    options = 'process_revision_directives=process',
  ): Promise<{ readonly code: number; readonly stdout: string }> =>
    retort(files(functions, options), 'revision', '--autogenerate', '--from-history', '-m', 'x');

  test.each([
    ['directives[0].upgrade_ops.ops.pop()', 'it looks at `UpgradeOps.ops`'],
    ['directives[0].upgrade_ops = None', 'it changes `upgrade_ops` of the new revision'],
    ['directives.append(directives[0])', 'it makes several revisions'],
    ['directives[0].rev_id = os.getcwd()', '`rev_id` is not known'],
    ['directives[0].message = 5', 'it gives the new revision what is no text'],
    ['directives[0].imports.add("import x")', 'it looks at `MigrationScript.imports`'],
    ['raise ValueError("no")', 'ValueError: no'],
    ['if os.environ["X"]:\n        directives[:] = []', 'cannot be followed'],
  ])('%s is refused', async (body, reason) => {
    const { code, stdout } = await autogenerate(`def process(context, revision, directives):\n    ${body}\n`);
    expect(code).toBe(255);
    expect(stdout).toContain('process_revision_directives of env.py cannot be followed');
    expect(stdout).toContain(reason);
  });

  test('that is no function is refused, and told beforehand', async () => {
    const functions = 'from alembic.autogenerate import rewriter\nwriter = rewriter.Rewriter()\n';
    const { code } = await autogenerate(functions, 'process_revision_directives=writer');
    expect(code).toBe(255);
    const told = open(functions, 'process_revision_directives=writer').models().problems;
    expect(told.map(({ message }) => message)[0]).toContain('process_revision_directives');
  });

  test('render_item is refused', async () => {
    const { code, stdout } = await autogenerate(
      'def render(*args):\n    return False\n',
      'render_item=render',
    );
    expect([code, stdout]).toEqual([255, expect.stringContaining('context.configure(render_item=…)')]);
  });
});

test('a message to a logger does not make an answer uncertain', () => {
  const project = open(
    'import logging\nlogger = logging.getLogger(__name__)\ndef include(o, n, t, r, c):\n    logger.info("asked %s", n)\n    return True\n',
    'include_object=include',
  );
  expect(problems(project)).toEqual([]);
  expect(drift(project)).toContain('missing-table a');
});

test('compare_type that cannot be known keeps its column as it is', () => {
  const project = openProject(
    new MemoryFileSystem({
      ...files('def compare(*args):\n    return os.environ["X"]\n', 'compare_type=compare'),
      '/app/m/versions/1.py':
        'revision = "1"\ndown_revision = None\nimport sqlalchemy as sa\nfrom alembic import op\ndef upgrade():\n    op.create_table("a", sa.Column("id", sa.String(5), primary_key=True))\n',
    }),
    '/app/alembic.ini',
  );
  expect(drift(project)).not.toContain('changed-column a');
  expect(problems(project)[0]).toMatch(/^error: compare_type of env.py cannot be evaluated/);
});
