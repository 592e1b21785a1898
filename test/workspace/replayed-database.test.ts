/** Revisions that ask the database, replayed on the schema that the history has built before them. */
import { beforeAll, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { History } from '../../server/src/workspace/project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

/** The first revision makes `t`; the second does `body`. */
function history(body: string, url = 'postgresql://localhost/a'): History {
  const revision = (id: string, down: string | null, lines: string): string =>
    `from alembic import op\nimport sqlalchemy as sa\nrevision = '${id}'\n` +
    `down_revision = ${down === null ? 'None' : `'${down}'`}\n` +
    `def upgrade():\n${lines
      .trim()
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')}\n`;
  const first = `
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("u_id", sa.Integer, sa.ForeignKey("u.id")))
op.create_table("u", sa.Column("id", sa.Integer, primary_key=True))`;
  const files = new MemoryFileSystem({
    '/p/alembic.ini': `[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = ${url}\n`,
    '/p/migrations/env.py': 'from alembic import context\n',
    '/p/migrations/versions/a1.py': revision('a1', null, first),
    '/p/migrations/versions/b2.py': revision('b2', 'a1', body),
  });
  return openProject(files, '/p/alembic.ini').history();
}

const columns = ({ state }: History, table = 't'): readonly string[] | undefined =>
  state.metadata.tables.get(table)?.columns.map(({ name }) => name);

test('the inspector tells what earlier revisions made', () => {
  const body = `
inspector = sa.inspect(op.get_bind())
present = [c["name"] for c in inspector.get_columns("t")]
if "u_id" in present and "other" not in inspector.get_table_names():
    op.add_column("t", sa.Column("added", sa.Integer))
for key in inspector.get_foreign_keys("t"):
    op.drop_constraint(key["name"], "t", type_="foreignkey")`;
  const done = history(body);
  expect(done.refused).toEqual([]);
  expect(done.state.uncertain).toEqual([]);
  expect(done.state.problems).toEqual([]);
  expect(columns(done)).toEqual(['id', 'u_id', 'added']);
  const keys = done.state.metadata.tables.get('t')?.constraints.filter(({ kind }) => kind === 'foreign_key');
  expect(keys).toEqual([]);
});

test('an error that the database would give can be caught', () => {
  const body = `
try:
    op.drop_column("t", "nothing")
except sa.exc.ProgrammingError:
    op.add_column("t", sa.Column("caught", sa.Integer))
sa.inspect(op.get_bind()).get_table_names()`;
  expect(columns(history(body))).toEqual(['id', 'u_id', 'caught']);
});

test('what it does after looking at rows is followed for tables without rows, and not certain', () => {
  const body = `
rows = op.get_bind().execute(sa.text("SELECT id FROM t")).fetchall()
for row in rows:
    op.get_bind().execute(sa.text("DELETE FROM t"))
op.add_column("t", sa.Column("added", sa.Integer))`;
  const done = history(body);
  expect(done.refused).toEqual([]);
  expect(columns(done)).toEqual(['id', 'u_id', 'added']);
  expect(done.state.uncertain).toMatchObject([{ tables: ['t'] }]);
  expect(done.state.uncertain[0]?.origin?.file).toBe('/p/migrations/versions/b2.py');
});

test('rows that are counted are none', () => {
  const body = `
if op.get_bind().execute(sa.text("SELECT count(*) FROM t")).scalar() > 0:
    op.drop_table("t")`;
  expect(columns(history(body))).toEqual(['id', 'u_id']);
});

test('what changes rows need not be known', () => {
  const body = `
import vault
t = sa.table("t", sa.column("id"))
op.bulk_insert(t, vault.ROWS)
op.get_bind().execute(t.update().values(id=vault.KEY))
op.add_column("t", sa.Column("added", sa.Integer))`;
  const done = history(body);
  expect(done.refused).toEqual([]);
  expect(columns(done)).toEqual(['id', 'u_id', 'added']);
});

test('tables are loaded with their columns', () => {
  const body = `
metadata = sa.MetaData()
metadata.reflect(bind=op.get_bind())
t = sa.Table("t", sa.MetaData(), autoload_with=op.get_bind())
if "u" in metadata.tables and "u_id" in t.c:
    op.get_bind().execute(t.update().where(t.c.u_id == 1).values(u_id=2))
    op.drop_column("t", "u_id")`;
  expect(columns(history(body))).toEqual(['id']);
});

test('a reflected table stands for no whole one', () => {
  const body = `
t = sa.Table("t", sa.MetaData(), autoload_with=op.get_bind())
with op.batch_alter_table("t", copy_from=t) as batch_op:
    batch_op.drop_column("u_id")`;
  expect(history(body).refused).toHaveLength(1);
});

test('a batch may stand in a try', () => {
  const body = `
sa.inspect(op.get_bind()).get_table_names()
try:
    with op.batch_alter_table("t") as batch_op:
        batch_op.add_column(sa.Column("added", sa.Integer))
except Exception:
    pass`;
  expect(columns(history(body))).toEqual(['id', 'u_id', 'added']);
});

test.each([
  ['the catalog', 'op.get_bind().execute(sa.text("SELECT 1 FROM pg_constraint")).fetchall()'],
  ['a value', 'op.get_bind().execute(sa.text("SELECT version()")).scalar()'],
  ['views', 'if sa.inspect(op.get_bind()).get_view_names(): op.drop_table("t")'],
])('what only the database knows is refused: %s', (_name, body) => {
  const done = history(body);
  expect(done.refused.map(({ revision }) => revision)).toEqual(['b2']);
  expect(columns(done)).toEqual(['id', 'u_id']);
});

test('a table that is not certain answers nothing', () => {
  const body = `
op.execute("ALTER TABLE t SOMETHING NEW")
if sa.inspect(op.get_bind()).get_columns("t"):
    op.drop_table("t")`;
  expect(history(body).refused).toHaveLength(1);
});

test('a savepoint that is rolled back leaves nothing', () => {
  const body = `
sa.inspect(op.get_bind()).get_table_names()
try:
    with op.get_bind().begin_nested():
        op.add_column("t", sa.Column("lost", sa.Integer))
        raise ValueError()
except ValueError:
    pass`;
  expect(columns(history(body))).toEqual(['id', 'u_id']);
});
