import { beforeAll, describe, expect, it } from 'vitest';
import { configPathsOf, readConfig } from '../../../server/src/alembic/script/config.ts';
import { openScriptDirectory } from '../../../server/src/alembic/script/script-directory.ts';
import {
  readScriptSettings,
  type ScriptSettings,
} from '../../../server/src/alembic/script/script-settings.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

function settings(toml: string, files: Record<string, string> = {}): ScriptSettings {
  const fs = new MemoryFileSystem({ '/app/pyproject.toml': `[tool.alembic]\n${toml}\n`, ...files });
  return readScriptSettings(fs, readConfig(fs, configPathsOf('/app/pyproject.toml')), '/app');
}

describe('[tool.alembic]', () => {
  it('is read with its types', () => {
    const read = settings(
      [
        'script_location = "%(here)s/db"',
        'version_locations = ["%(here)s/one", "two"]',
        'prepend_sys_path = [".", "src"]',
        'recursive_version_locations = true',
        'truncate_slug_length = 12',
        'file_template = "%%(rev)s"',
      ].join('\n'),
    );
    expect(read.problems).toEqual([]);
    expect(read).toMatchObject({
      dir: '/app/db',
      versionLocations: ['/app/one', '/app/two'],
      prependSysPath: ['/app', '/app/src'],
      recursive: true,
      truncateSlugLength: 12,
      fileTemplate: '%(rev)s',
    });
  });

  it('yields to the INI file, option by option', () => {
    const read = settings('script_location = "toml"\ntimezone = "UTC"\nsourceless = true', {
      '/app/alembic.ini': '[alembic]\nscript_location = ini\nsourceless = yes\n',
    });
    // `sourceless = yes` is false: upstream takes only the word "true".
    expect(read).toMatchObject({ dir: '/app/ini', timezone: 'UTC', sourceless: false });
  });

  it('gives nothing to get_main_option(), which reads the INI file only', () => {
    const fs = new MemoryFileSystem({ '/app/pyproject.toml': '[tool.alembic]\nx = "1"\n' });
    const config = readConfig(fs, configPathsOf('/app/pyproject.toml'));
    expect([config.getMainOption('x'), config.getAlembicOption('x')]).toEqual([null, '1']);
    expect(config.path).toBe('/app/pyproject.toml');
  });

  it.each([
    ['script_location = "50%"', 'write %% for a percent sign'],
    ['script_location = "%(there)s"', "there is no value 'there'"],
    ['script_location = "a"\nsourceless = "true"', "boolean value expected for TOML parameter 'sourceless'"],
    ['script_location = "a"\ntimezone = 1.5', "unsupported TOML value type for key: 'timezone'"],
    ['script_location = a', 'pyproject.toml cannot be read: Invalid value'],
  ])('says what is wrong with %s', (toml, message) => {
    const [problem] = settings(toml).problems;
    expect(problem?.message).toContain(message);
    expect(problem?.origin?.file).toBe('/app/pyproject.toml');
  });

  it('names its hooks', () => {
    const hooks = '[[tool.alembic.post_write_hooks]]\nname = "ruff"\ntype = "module"\n';
    const fs = new MemoryFileSystem({ '/app/pyproject.toml': `[tool.alembic]\nx = ""\n${hooks}` });
    expect(readConfig(fs, configPathsOf('/app/pyproject.toml')).hooks).toEqual(['ruff']);
  });

  it('makes a project of the workspace', () => {
    const script = "revision = 'aaaa'\ndown_revision = None\n";
    const workspace = new Workspace(
      new MemoryFileSystem({
        '/w/a/pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/db"\n',
        '/w/a/db/versions/a.py': script,
        '/w/b/pyproject.toml': '[tool.black]\n# alembic\n',
        '/w/c/pyproject.toml': '[tool.alembic]\nscript_location = "db"\n',
        '/w/c/alembic.ini': '[alembic]\nsqlalchemy.url = sqlite://\n',
        '/w/c/db/versions/a.py': script,
      }),
      ['/w'],
    );
    expect(workspace.projects().map(({ configPath }) => configPath)).toEqual([
      '/w/a/pyproject.toml',
      '/w/c/alembic.ini',
    ]);
    expect(workspace.projects().map(({ scriptDirectory }) => scriptDirectory.revisionMap.heads)).toEqual([
      ['aaaa'],
      ['aaaa'],
    ]);
  });
});

describe('lists of an INI file', () => {
  const read = (ini: string): ScriptSettings => {
    const fs = new MemoryFileSystem({ '/app/alembic.ini': `[alembic]\nscript_location = db\n${ini}\n` });
    return readScriptSettings(fs, readConfig(fs, configPathsOf('/app/alembic.ini')), '/app');
  };

  it.each([
    ['a b, c', '', ['a', 'b', 'c']],
    ['a:b', 'path_separator = os', ['a', 'b']],
    ['a ; b;', 'path_separator = ;', ['a', 'b']],
    ['\n  a\n  b c', 'path_separator = newline', ['a', 'b c']],
    ['a  b', 'path_separator = space', ['a', 'b']],
    ['a:b', 'version_path_separator = :', ['a', 'b']],
    ['a:b c', 'path_separator = space\nversion_path_separator = :', ['b', 'c']],
  ])('version_locations = %j with %j', (written, separator, expected) => {
    const files = { '/app/a/b/__init__.py': '', '/app/a/__init__.py': '' };
    const fs = new MemoryFileSystem({
      '/app/alembic.ini': `[alembic]\nscript_location = db\nversion_locations = ${written}\n${separator}\n`,
      ...files,
    });
    const { versionLocations } = readScriptSettings(
      fs,
      readConfig(fs, configPathsOf('/app/alembic.ini')),
      '/app',
    );
    expect(versionLocations.map((path) => path.slice(path.lastIndexOf('/') + 1))).toEqual(expected);
  });

  it('splits prepend_sys_path on colons too where no separator is named', () => {
    expect(read('prepend_sys_path = .:src lib').prependSysPath).toEqual(['/app', '/app/src', '/app/lib']);
  });

  it('tells what is deprecated', () => {
    const told = (ini: string): readonly string[] =>
      read(ini).problems.map(({ severity, message }) => `${severity}: ${message.slice(0, 40)}`);
    expect(told('version_locations = a:b\nversion_path_separator = :')).toEqual([
      'information: The version_path_separator configuration',
    ]);
    expect(told('version_locations = a b')).toEqual([
      'information: No path_separator found in configuration',
    ]);
    expect(told('version_locations = a')).toEqual([]);
  });
});

describe('script locations', () => {
  it('are found in packages', () => {
    const fs = new MemoryFileSystem({
      '/app/alembic.ini': '[alembic]\nscript_location = shop.core:db:alembic\n',
      '/app/src/shop/core/__init__.py': '',
      '/app/src/shop/core/db/alembic/versions/a.py': "revision = 'aaaa'\ndown_revision = None\n",
    });
    const scripts = openScriptDirectory(fs, readConfig(fs, configPathsOf('/app/alembic.ini')));
    expect(scripts.problems).toEqual([]);
    expect(scripts.dir).toBe('/app/src/shop/core/db/alembic');
    expect(scripts.revisionMap.heads).toEqual(['aaaa']);
  });

  it('take compiled files for revisions only when sourceless, and refuse those without a source', () => {
    const open = (sourceless: string): readonly string[] => {
      const fs = new MemoryFileSystem({
        '/app/alembic.ini': `[alembic]\nscript_location = db\nsourceless = ${sourceless}\n`,
        '/app/db/versions/a.py': "revision = 'aaaa'\ndown_revision = None\n",
        '/app/db/versions/__pycache__/a.cpython-311.pyc': '',
        '/app/db/versions/__pycache__/b.cpython-311.pyc': '',
        '/app/db/versions/c.pyc': '',
      });
      const config = readConfig(fs, configPathsOf('/app/alembic.ini'));
      return openScriptDirectory(fs, config).problems.map(({ message }) => message.split(' ', 1)[0] ?? '');
    };
    expect(open('false')).toEqual([]);
    expect(open('true')).toEqual([
      '/app/db/versions/c.pyc',
      '/app/db/versions/__pycache__/b.cpython-311.pyc',
    ]);
  });

  it('warn of a file that two folders hold', () => {
    const fs = new MemoryFileSystem({
      '/app/alembic.ini':
        '[alembic]\nscript_location = db\nversion_locations = db/v:db/v/x\npath_separator = os\nrecursive_version_locations = true\n',
      '/app/db/v/x/a.py': "revision = 'aaaa'\ndown_revision = None\n",
    });
    const scripts = openScriptDirectory(fs, readConfig(fs, configPathsOf('/app/alembic.ini')));
    expect(scripts.problems.map(({ message }) => message)).toEqual([
      'File /app/db/v/x/a.py loaded twice! ignoring. Please ensure version_locations is unique.',
    ]);
    expect(scripts.revisionMap.heads).toEqual(['aaaa']);
  });
});
