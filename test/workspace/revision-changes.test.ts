/** A change in one revision file evaluates that file alone, whatever the scripts import. */
import { beforeAll, describe, expect, test } from 'vitest';
import { CachedFileSystem } from '../../server/src/workspace/cached-file-system.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const root = '/p';
const count = 12;

function script(index: number, importLine: string, column: string): string {
  const down = index === 0 ? 'None' : `'${id(index - 1)}'`;
  return `from alembic import op\nimport sqlalchemy as sa\n${importLine}\nrevision = '${id(index)}'\ndown_revision = ${down}\ndef upgrade():\n    op.create_table('t${index}', sa.Column('${column}', sa.String(SIZE)))\ndef downgrade():\n    op.drop_table('t${index}')\n`;
}

const id = (index: number): string => `r${String(index).padStart(3, '0')}`;
const pathOf = (index: number): string => `${root}/alembic/versions/${id(index)}_x.py`;

function project(importLine: string) {
  const files = new MemoryFileSystem({
    [`${root}/alembic.ini`]:
      '[alembic]\nscript_location = alembic\nprepend_sys_path = .\nsqlalchemy.url = postgresql://u@h/d\n',
    [`${root}/alembic/env.py`]: 'from alembic import context\ncontext.configure(url="postgresql://u@h/d")\n',
    [`${root}/app/__init__.py`]: '',
    [`${root}/app/sizes.py`]: 'SIZE = 7\n',
  });
  for (let index = 0; index < count; index++) files.write(pathOf(index), script(index, importLine, 'a'));
  const cached = new CachedFileSystem(files);
  const opened = openProject(cached, `${root}/alembic.ini`);
  const evaluations = () =>
    Array.from({ length: count }, (_, index) =>
      opened.evaluateRevision(id(index), 'upgrade', { dialect: opened.dialect, offline: true }),
    );
  const write = (path: string, text: string): void => {
    files.write(path, text);
    cached.fileChanged(path);
  };
  return { opened, evaluations, write };
}

describe.each([
  ['an interpreter of its own', 'SIZE = 7'],
  ['an interpreter shared by all', 'from app.sizes import SIZE'],
])('scripts with %s', (_name, importLine) => {
  test('only the changed one is evaluated again', () => {
    const { opened, evaluations, write } = project(importLine);
    const before = evaluations();
    opened.history();
    write(pathOf(4), script(4, importLine, 'b'));
    const after = evaluations();
    expect(after.map((each, index) => each === before[index])).toEqual(before.map((_, index) => index !== 4));
    expect(after[4]?.refusals).toEqual([]);
    const table = opened.history().state.metadata.tables.get('t4');
    expect(table?.columns.map(({ name }) => name)).toEqual(['b']);
  });
});

test('a change of what the scripts import evaluates those that do', () => {
  const { evaluations, write } = project('from app.sizes import SIZE');
  const before = evaluations();
  write(`${root}/app/sizes.py`, 'SIZE = 9\n');
  expect(evaluations().some((each, index) => each === before[index])).toBe(false);
});

test('a script that adds to a MetaData of the application can be evaluated again', () => {
  const { opened, evaluations, write } = project('from app.sizes import SIZE');
  write(`${root}/app/sizes.py`, 'from sqlalchemy import MetaData\nSIZE = 7\nmetadata = MetaData()\n');
  const text = (column: string): string =>
    script(4, 'from app.sizes import SIZE, metadata', column).replace(
      'def upgrade():',
      `old = sa.Table('old', metadata, sa.Column('${column}', sa.Integer()))\ndef upgrade():`,
    );
  write(pathOf(4), text('b'));
  expect(evaluations()[4]?.refusals).toEqual([]);
  write(pathOf(4), text('c'));
  expect(evaluations()[4]?.refusals).toEqual([]);
  expect(
    opened
      .history()
      .state.metadata.tables.get('t4')
      ?.columns.map(({ name }) => name),
  ).toEqual(['c']);
});
