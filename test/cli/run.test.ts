import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initTemplate } from '../../server/src/alembic/script/init-template.ts';
import { version } from '../../server/src/cli/version.ts';
import { initTestParser } from '../support/python.ts';
import { retort, retortIn } from './host.ts';

const ini = `[alembic]
script_location = %(here)s/env
sqlalchemy.url = postgresql://me:secret@db.example/app
`;
const env = initTemplate('generic', { ini: '', toml: '' }).environment;

function project(versions: Record<string, string> = {}): Record<string, string> {
  const files: Record<string, string> = {
    '/app/alembic.ini': ini,
    '/app/env/env.py': env.get('env.py')!,
    '/app/env/script.py.mako': env.get('script.py.mako')!,
    '/app/env/versions/aaaa.py': '"""First"""\nrevision = "aaaa"\ndown_revision = None\n',
  };
  for (const [name, text] of Object.entries(versions)) files[`/app/env/versions/${name}`] = text;
  return files;
}

beforeAll(initTestParser);

describe('variables of the process', () => {
  const files = {
    '/app/alembic.ini': '[alembic]\nscript_location = m\n',
    '/app/m/env.py': `import os
from alembic import context
from dotenv import load_dotenv
load_dotenv()
context.configure(url=os.environ["DATABASE_URL"])
with context.begin_transaction():
    context.run_migrations()
`,
    '/app/m/versions/a.py': 'revision = "a"\ndown_revision = None\ndef upgrade(): pass\n',
  };

  it('are what env.py reads', async () => {
    const found = await retortIn({ DATABASE_URL: 'mssql+pymssql://h/d' }, files, 'upgrade', 'head', '--sql');
    expect(found.stdout).toContain('GO\n');
  });

  it('and what load_dotenv() adds to them', async () => {
    const withFile = { ...files, '/app/.env': 'DATABASE_URL="postgresql://me:secret@h/d"' };
    const found = await retortIn({}, withFile, 'upgrade', 'head', '--sql');
    expect(found.stdout).toContain('BEGIN;\n');
    const failed = await retortIn({}, withFile, '--raiseerr', 'current');
    expect(failed.stdout + failed.stderr).not.toContain('secret');
  });

  it('that are missing fail as in Python', async () => {
    const { stdout, code } = await retortIn({}, files, 'upgrade', 'head', '--sql');
    expect(stdout).toContain("/app/m/env.py:5: KeyError: 'DATABASE_URL'");
    expect(code).toBe(255);
  });
});

describe('retort', () => {
  it('lists a history, as text and as data', async () => {
    const text = await retort(project(), 'history');
    expect(text).toMatchObject({ code: 0, stdout: '<base> -> aaaa (head), First\n', stderr: '' });
    const data = await retort(project(), 'history', '--json');
    expect(JSON.parse(data.stdout)).toMatchObject([{ revision: 'aaaa', is_head: true, doc: 'First' }]);
  });

  it('fails as alembic does: the reason on standard output, 255', async () => {
    const outcome = await retort(project(), 'show', 'zzzz');
    expect(outcome.code).toBe(255);
    expect(outcome.stdout).toBe("FAILED: Can't locate revision identified by 'zzzz'\n");
    const json = await retort(project(), '--json', 'show', 'zzzz');
    expect(JSON.parse(json.stdout)).toEqual({
      error: { message: "Can't locate revision identified by 'zzzz'" },
    });
    expect((await retort(project(), '-q', 'show', 'zzzz')).stdout).toBe('');
  });

  it('fails without a configuration', async () => {
    const outcome = await retort({}, 'heads');
    expect(outcome.code).toBe(255);
    expect(outcome.stdout).toBe("FAILED: No 'script_location' key found in configuration.\n");
    expect(outcome.stderr).toContain("No config file 'alembic.ini' found");
  });

  it.each([
    [[], 'too few arguments'],
    [['nope'], "invalid choice: 'nope'"],
    [['show'], 'the following arguments are required: rev'],
    [['heads', 'x'], 'unrecognized arguments: x'],
    [['upgrade', 'head', '--sqll'], 'unrecognized arguments: --sqll'],
  ])('answers %j with its usage and 2', async (argv, message) => {
    const outcome = await retort(project(), ...argv);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/^usage: retort /);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stdout).toBe('');
  });

  it('writes --sql in the dialect that env.py names without a URL', async () => {
    const files = {
      ...project(),
      '/app/env/env.py':
        'from alembic import context\ncontext.configure(dialect_name="mssql")\ncontext.run_migrations()\n',
    };
    const { stdout } = await retort(files, 'stamp', 'aaaa', '--sql');
    expect(stdout).toContain("OUTPUT inserted.version_num VALUES ('aaaa');\n\nGO\n");
    const refused = await retort(files, 'stamp', 'aaaa', '--sql', '--purge');
    expect(refused.stdout).toContain("FAILED: Can't use --purge with --sql mode\n");
  });

  it('names file and line of a broken graph', async () => {
    const files = project({ 'bbbb.py': '"""x"""\nrevision = "bbbb"\ndown_revision = "gone"\n' });
    const outcome = await retort(files, 'history');
    expect(outcome.code).toBe(255);
    expect(outcome.stdout).toBe(
      'FAILED: /app/env/versions/bbbb.py:3: Revision gone referenced from bbbb is not present; restore its file, or correct down_revision\n',
    );
  });

  it('goes on after a syntax error in a script, with a warning', async () => {
    const files = project({ 'bbbb.py': 'revision = "bbbb"\ndown_revision = "aaaa"\nx = = 1\n' });
    const outcome = await retort(files, 'heads');
    expect(outcome).toMatchObject({ code: 0, stdout: 'bbbb (head)\n' });
    expect(outcome.stderr).toContain('/app/env/versions/bbbb.py:3: ');
  });

  it('writes a revision', async () => {
    const outcome = await retort(project(), 'revision', '-m', 'Add it');
    const path = '/app/env/versions/0123456789ab_add_it.py';
    expect(outcome.stdout).toContain(`Generating ${path} ...  done\n`);
    expect(outcome.files.readFile(path)).toContain("down_revision: Union[str, Sequence[str], None] = 'aaaa'");
  });

  it('makes an environment that it can read', async () => {
    const made = await retort({}, 'init', 'migrations');
    expect(made.stdout).toContain('Generating /app/alembic.ini ...  done\n');
    const files = Object.fromEntries(made.files.files);
    expect(files['/app/alembic.ini']).toContain('script_location = %(here)s/migrations\n');
    expect(await retort(files, 'history')).toMatchObject({ code: 0, stdout: '' });
    expect((await retort(files, 'init', 'migrations')).stdout).toBe(
      'FAILED: Directory migrations already exists and is not empty\n',
    );
  });

  it('says that a database cannot be reached, without its password', async () => {
    for (const argv of [['current'], ['upgrade', 'head'], ['history', '-i'], ['stamp', 'head']]) {
      const outcome = await retort(project(), ...argv);
      expect(outcome.code).toBe(255);
      expect(outcome.stdout).toBe(
        'FAILED: /app/alembic.ini:3: Cannot connect to db.example:5432. Start the server.\n',
      );
      expect(outcome.stdout + outcome.stderr).not.toContain('secret');
    }
  });

  it('prints the SQL of a run, and logs it as alembic does', async () => {
    const files = project({
      'aaaa.py':
        '"""First"""\nfrom alembic import op\nrevision = "aaaa"\ndown_revision = None\n' +
        'def upgrade():\n    op.execute("SELECT 1")\ndef downgrade():\n    pass\n',
    });
    files['/app/alembic.ini'] = `${ini}[loggers]\nkeys = alembic\n[logger_alembic]\nlevel = INFO\n`;
    const outcome = await retort(files, '--url', 'sqlite://', 'upgrade', 'head', '--sql');
    expect(outcome.stdout).toBe(`CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> aaaa

SELECT 1;

INSERT INTO alembic_version (version_num) VALUES ('aaaa') RETURNING version_num;

`);
    expect(outcome.stderr.split('\n')).toEqual([
      'INFO  [alembic.runtime.migration] Context impl SQLiteImpl.',
      'INFO  [alembic.runtime.migration] Generating static SQL',
      'INFO  [alembic.runtime.migration] Will assume non-transactional DDL.',
      'INFO  [alembic.runtime.migration] Running upgrade  -> aaaa, First',
      '',
    ]);
  });

  it('runs nothing when env.py leaves the version table open', async () => {
    const files = project();
    files['/app/env/env.py'] =
      'import os\nfrom alembic import context\n' +
      'context.configure(url="sqlite://", version_table=os.environ["TABLE"])\n';
    const outcome = await retort(files, 'upgrade', 'head', '--sql');
    expect(outcome.code).toBe(255);
    expect(outcome.stdout).toContain('FAILED: /app/env/env.py:');
  });

  it('refuses what alembic refuses', async () => {
    expect((await retort(project(), 'upgrade', 'a:b')).stdout).toBe('FAILED: Range revision not allowed\n');
    expect((await retort(project(), 'downgrade', 'base', '--sql')).stdout).toBe(
      'FAILED: downgrade with --sql requires <fromrev>:<torev>\n',
    );
  });

  it('has the version of the package', async () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(version).toBe(manifest.version);
    expect((await retort({}, '--version')).stdout).toBe(`retort ${version}\n`);
  });
});
