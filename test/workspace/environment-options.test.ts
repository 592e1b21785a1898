/** The options of `context.configure()` that runs follow, each from its own part of env.py. */
import { beforeAll, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { runOptions } from '../../server/src/workspace/run-options.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const project = (offline: string, online: string) =>
  openProject(
    new MemoryFileSystem({
      '/p/alembic.ini': '[alembic]\nscript_location = %(here)s/m\nsqlalchemy.url = sqlite:///a.db\n',
      '/p/m/versions/README': '',
      '/p/m/env.py': `import os
from alembic import context
if context.is_offline_mode():
    context.configure(url="sqlite://", ${offline})
else:
    context.configure(${online})
`,
    }),
    '/p/alembic.ini',
  );

test('transactional_ddl=None leaves it to the dialect', () => {
  const none = project('transactional_ddl=None', 'transactional_ddl=None');
  expect(none.models().configure.transactionalDdl).toBeNull();
  expect(project('', 'transactional_ddl=False').models().configure.transactionalDdl).toBe(false);
});

test('a version table that only the offline part leaves open keeps --sql from its default', () => {
  const opened = project('version_table=os.environ["TABLE"]', 'version_table="known"');
  expect(() => runOptions(opened, 'offline')).toThrow(/configure\(version_table=…\) is not followed yet/u);
});

test('what both parts leave open is told once', () => {
  const { problems } = project('compare_type=os.environ["T"]', 'compare_type=os.environ["T"]').models();
  expect(problems.filter(({ message }) => message.includes('compare_type'))).toHaveLength(1);
});

test('--sql doubles percent signs as the driver of its URL wants it, unless dialect_opts name another style', () => {
  const doubled = (offline: string) => project(offline, '').models().offlineConfigure.doublesPercents;
  expect(doubled('dialect_name="sqlite"')).toBe(false);
  const postgresql = (options: string) =>
    openProject(
      new MemoryFileSystem({
        '/p/alembic.ini':
          '[alembic]\nscript_location = %(here)s/m\nsqlalchemy.url = postgresql://me@localhost/db\n',
        '/p/m/versions/README': '',
        '/p/m/env.py': `from alembic import context\ncontext.configure(url=context.config.get_main_option("sqlalchemy.url")${options})\n`,
      }),
      '/p/alembic.ini',
    ).models().offlineConfigure.doublesPercents;
  expect(postgresql('')).toBe(true);
  expect(postgresql(', dialect_opts={"paramstyle": "named"}')).toBe(false);
});

test('the batch separator of each part is read', () => {
  const { offlineConfigure, configure } = project(
    'mssql_batch_separator=""',
    'mssql_batch_separator="BYE"',
  ).models();
  expect([offlineConfigure.batchSeparator, configure.batchSeparator]).toEqual(['', 'BYE']);
});
