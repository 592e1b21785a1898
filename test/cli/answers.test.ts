/** Renames on the command line: asked as a refusal, answered by an option, off without the switch. */
import { beforeAll, expect, test } from 'vitest';
import { initTemplate } from '../../server/src/alembic/script/init-template.ts';
import { initTestParser } from '../support/python.ts';
import { retort } from './host.ts';

beforeAll(initTestParser);

const { environment } = initTemplate('generic', { ini: '', toml: '' });
const files = (pyproject: string): Record<string, string> => ({
  '/app/alembic.ini':
    '[alembic]\nscript_location = %(here)s/env\nprepend_sys_path = .\nsqlalchemy.url = postgresql://db/app\n',
  '/app/pyproject.toml': pyproject,
  '/app/models.py': `from sqlalchemy import Column, Integer, MetaData, String, Table
m = MetaData()
Table("users", m, Column("id", Integer, primary_key=True), Column("full_name", String(50)))
`,
  '/app/env/env.py': (environment.get('env.py') ?? '').replace(
    'target_metadata = None',
    'from models import m as target_metadata',
  ),
  '/app/env/script.py.mako': environment.get('script.py.mako') ?? '',
  '/app/env/versions/a1.py': `from alembic import op
import sqlalchemy as sa
revision = "a1"
down_revision = None
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
def downgrade():
    op.drop_table("users")
`,
});
const switchedOn = '[tool.retort.autogenerate]\nrenames = true\n';
const revision = ['revision', '--autogenerate', '--from-history', '--rev-id', 'b2', '-m', 'two'];
const id = 'column users.name -> full_name';

test('an open question is asked, and nothing is written', async () => {
  const { code, stdout, files: after } = await retort(files(switchedOn), ...revision);
  expect(code).toBe(255);
  expect(stdout).toContain('Was column "name" of table "users" renamed to "full_name"?');
  expect(stdout).toContain(`--answer '${id}=yes'`);
  expect([...after.files.keys()].filter((path) => path.includes('b2'))).toEqual([]);
});

test.each([
  [switchedOn, 'yes', ["new_column_name='full_name'"], 'op.drop_column'],
  [switchedOn, 'no', ["op.drop_column('users', 'name')", 'op.add_column'], 'new_column_name'],
  ['', 'yes', ["op.drop_column('users', 'name')", 'op.add_column'], 'new_column_name'],
])('with %j the answer %s', async (pyproject, answer, parts, absent) => {
  const { code, files: after } = await retort(files(pyproject), ...revision, '--answer', `${id}=${answer}`);
  expect(code).toBe(0);
  const text = [...after.files].find(([path]) => path.includes('b2_two'))?.[1] ?? '';
  const upgrade = text.slice(text.indexOf('def upgrade'), text.indexOf('def downgrade'));
  for (const part of parts) expect(upgrade).toContain(part);
  expect(upgrade).not.toContain(absent);
});

test('a foreign key to a table that is not is refused, as alembic raises it', async () => {
  const sound = files('');
  const models = (sound['/app/models.py'] ?? '').replace('import Column', 'import Column, ForeignKey');
  const broken = {
    ...sound,
    '/app/models.py': `${models}Table("posts", m, Column("user_id", ForeignKey("people.id")))\n`,
  };
  const { code, stdout, files: after } = await retort(broken, ...revision);
  expect(code).toBe(255);
  expect(stdout).toContain(
    "Foreign key associated with column 'posts.user_id' could not find table 'people' with which to generate a foreign key to target column 'id'",
  );
  expect([...after.files.keys()].filter((path) => path.includes('b2'))).toEqual([]);
});

test('an answer that says neither yes nor no is refused', async () => {
  const { code, stdout } = await retort(files(switchedOn), ...revision, '--answer', id);
  expect(code).toBe(255);
  expect(stdout).toContain('--answer needs a question and =yes or =no');
});
