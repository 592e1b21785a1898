import { beforeAll, describe, expect, it } from 'vitest';
import { configPathsOf, readConfig } from '../../../server/src/alembic/script/config.ts';
import {
  openScriptDirectory,
  type ScriptDirectory,
} from '../../../server/src/alembic/script/script-directory.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { initTestParser } from '../../support/python.ts';

function open(files: Record<string, string>, ini = 'script_location = %(here)s/env'): ScriptDirectory {
  const fs = new MemoryFileSystem({
    '/app/alembic.ini': `[alembic]\n${ini}\n`,
    '/app/env/env.py': '',
    ...files,
  });
  return openScriptDirectory(fs, readConfig(fs, configPathsOf('/app/alembic.ini')));
}

function script(revision: string, down: string): string {
  return `"""Doc of ${revision}\n\nmore\n"""\nrevision = '${revision}'\ndown_revision = ${down}\n`;
}

describe('openScriptDirectory', () => {
  beforeAll(initTestParser);

  it('reads literals, annotated names, tuples and names bound to literals', () => {
    const { revisionMap, problems } = open({
      '/app/env/versions/1.py': script('aaaa', 'None'),
      '/app/env/versions/2.py':
        "from typing import Union\nPREVIOUS = 'aaaa'\nrevision: str = 'bbbb'\n" +
        "down_revision: Union[str, None] = PREVIOUS\nbranch_labels = ('x', 'y')\ndepends_on = ['aaaa']\n",
      '/app/env/versions/__init__.py': '',
      '/app/env/versions/.#3.py': 'revision = ',
    });
    expect(problems).toEqual([]);
    expect([...revisionMap.scripts.keys()]).toEqual(['aaaa', 'bbbb']);
    const second = revisionMap.get('bbbb')!;
    expect(second.downRevisions).toEqual(['aaaa']);
    expect(second.branchLabels).toEqual(['x', 'y']);
    expect(second.dependsOn).toEqual(['aaaa']);
    expect(revisionMap.get('aaaa')).toMatchObject({ doc: 'Doc of aaaa', longDoc: 'Doc of aaaa\n\nmore' });
  });

  it('says where a script cannot be read, and keeps the others', () => {
    const scripts = open({
      '/app/env/versions/aaaa.py': script('aaaa', 'None'),
      '/app/env/versions/call.py': 'revision = make()\ndown_revision = None\n',
      '/app/env/versions/helper_module.py': 'x = 1\n',
      '/app/env/versions/nodown.py': "revision = 'cccc'\n",
    });
    expect(scripts.problems.map((each) => [each.code, each.origin?.file.split('/').at(-1)])).toEqual([
      ['script-metadata', 'call.py'],
      ['script-without-revision', 'helper_module.py'],
      ['script-metadata', 'nodown.py'],
    ]);
    expect(scripts.problems[1]?.message).toBe(
      "Could not determine revision id from filename helper_module.py. Be sure the 'revision' variable is declared " +
        "inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation).",
    );
    expect(scripts.revisionMap.get('aaaa')).not.toBeNull();
  });

  it('keeps a script with a syntax error in the graph', () => {
    const scripts = open({ '/app/env/versions/a.py': `${script('aaaa', 'None')}x = = 1\n` });
    expect(scripts.problems.map((each) => each.code)).toEqual(['script-syntax']);
    expect(scripts.revisionMap.heads).toEqual(['aaaa']);
  });

  it('reads several version folders, and below them when told', () => {
    const files = {
      '/app/one/a.py': script('aaaa', 'None'),
      '/app/two/deep/b.py': script('bbbb', "'aaaa'"),
    };
    const ini = 'script_location = env\npath_separator = os\nversion_locations = %(here)s/one:%(here)s/two';
    expect([...open(files, ini).revisionMap.scripts.keys()]).toEqual(['aaaa']);
    const recursive = open(files, `${ini}\nrecursive_version_locations = true`);
    expect([...recursive.revisionMap.scripts.keys()]).toEqual(['aaaa', 'bbbb']);
    expect(recursive.versionLocations).toEqual(['/app/one', '/app/two']);
  });

  it.each([
    ['', "No 'script_location' key found in configuration."],
    [
      'script_location = gone',
      "Path doesn't exist: gone.  Please use the 'init' command to create a new scripts folder.",
    ],
    ['script_location = pkg:migrations', 'names a package resource'],
    [
      'script_location = env\nversion_locations = a\npath_separator = tab',
      "'tab' is not a valid value for path_separator",
    ],
  ])('explains the configuration %j', (ini, message) => {
    expect(open({}, ini).problems[0]?.message).toContain(message);
  });
});
