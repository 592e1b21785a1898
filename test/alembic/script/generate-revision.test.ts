import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { configPathsOf, readConfig } from '../../../server/src/alembic/script/config.ts';
import { fileNameOf, slugOf } from '../../../server/src/alembic/script/file-name.ts';
import { createDate, formatCreateDate } from '../../../server/src/alembic/script/create-date.ts';
import { generateRevision } from '../../../server/src/alembic/script/generate-revision.ts';
import { initTemplate } from '../../../server/src/alembic/script/init-template.ts';
import { renderTemplate } from '../../../server/src/alembic/script/mako-template.ts';
import {
  openScriptDirectory,
  type ScriptDirectory,
} from '../../../server/src/alembic/script/script-directory.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { initTestParser } from '../../support/python.ts';

const now = new Date(2024, 2, 5, 14, 7, 9, 123);

function project(ini = ''): { readonly fs: MemoryFileSystem; readonly scripts: ScriptDirectory } {
  const fs = new MemoryFileSystem({
    '/app/alembic.ini': `[alembic]\nscript_location = %(here)s/env\n${ini}`,
    '/app/env/script.py.mako': initTemplate('generic', { ini: '', toml: '' }).environment.get(
      'script.py.mako',
    )!,
    '/app/env/versions/a.py': "revision = 'aaaa'\ndown_revision = None\n",
    '/app/env/versions/b.py': "revision = 'bbbb'\ndown_revision = 'aaaa'\n",
    '/app/env/versions/c.py': "revision = 'cccc'\ndown_revision = 'aaaa'\nbranch_labels = 'side'\n",
  });
  return { fs, scripts: openScriptDirectory(fs, readConfig(fs, configPathsOf('/app/alembic.ini'))) };
}

beforeAll(initTestParser);

describe('generateRevision', () => {
  it('renders a merge with its tuple', () => {
    const { fs, scripts } = project();
    const made = generateRevision(fs, scripts, {
      revisionId: '123456789abc',
      message: 'Join both',
      head: ['bbbb', 'cccc'],
      now,
    });
    expect(made.path).toBe('/app/env/versions/123456789abc_join_both.py');
    expect(made.text).toContain(`"""Join both

Revision ID: 123456789abc
Revises: bbbb, cccc
Create Date: 2024-03-05 14:07:09.123000

"""`);
    expect(made.text).toContain("down_revision: Union[str, Sequence[str], None] = ('bbbb', 'cccc')\n");
    expect(made.text).toContain('def upgrade() -> None:\n    """Upgrade schema."""\n    pass\n\n\n');
    expect(parseModule(made.path, made.text).errors).toEqual([]);
  });

  it('puts generated bodies and imports in their places', () => {
    const { fs, scripts } = project();
    const made = generateRevision(fs, scripts, {
      revisionId: 'dddd',
      message: null,
      head: 'side@head',
      branchLabel: 'other',
      dependsOn: ['bbbb'],
      now,
      upgrades: "op.drop_table('x')\n\nop.drop_table('y')",
      downgrades: 'pass',
      imports: ['import b', 'import c'],
    });
    expect(made.text).toContain('import sqlalchemy as sa\nimport b\nimport c\n');
    expect(made.text).toContain("    op.drop_table('x')\n\n    op.drop_table('y')\n");
    expect(made.text).toContain("= 'cccc'\nbranch_labels: Union[str, Sequence[str], None] = ('other',)\n");
    expect(made.text).toContain("depends_on: Union[str, Sequence[str], None] = 'bbbb'\n");
    expect(made.text.startsWith('"""empty message\n')).toBe(true);
  });

  it.each([
    [{ head: 'head' }, 'Multiple heads are present; please specify the head revision'],
    [{ head: 'aaaa' }, 'Revision aaaa is not a head revision; please specify --splice'],
    [{ head: ['bbbb', 'bbbb'] }, 'Duplicate head revisions specified'],
    [{ head: 'bbbb', revisionId: 'a-b' }, "Character(s) '-' not allowed in revision identifier 'a-b'"],
    [
      { head: 'bbbb', branchLabel: 'side' },
      "Branch name 'side' in revision dddd already used by revision cccc",
    ],
    [
      { head: 'bbbb', versionPath: { path: '/elsewhere', written: '/elsewhere' } },
      'Path /elsewhere is not represented in current version locations',
    ],
    [{ head: 'bbbb', dependsOn: ['gone'] }, "Can't locate revision identified by 'gone'"],
  ])('refuses %j', (options, message) => {
    const { fs, scripts } = project();
    expect(() =>
      generateRevision(fs, scripts, { revisionId: 'dddd', message: 'm', now, ...options }),
    ).toThrow(message);
  });

  it('splices when told', () => {
    const { fs, scripts } = project();
    const made = generateRevision(fs, scripts, {
      revisionId: 'dddd',
      message: 'm',
      head: 'aaaa',
      splice: true,
      now,
    });
    expect(made.text).toContain("down_revision: Union[str, Sequence[str], None] = 'aaaa'\n");
  });
});

describe('file names', () => {
  it.each([
    ['Add order id', 40, 'add_order_id'],
    ["don't & won't — Größe", 40, 'don_t_won_t_größe'],
    ['one two three', 9, 'one_two_'],
    ['extraordinarily', 5, 'extra_'],
    ['', 40, ''],
  ])('makes a slug of %j', (message, length, slug) => {
    expect(slugOf(message, length)).toBe(slug);
  });

  it('fills every token with its format', () => {
    const date = createDate(now, null);
    const template = '%(year)d_%(month).2d_%(day)02d-%(hour).2d%(minute).2d%(second)s-%(rev).3s_%(slug)s%%';
    expect(fileNameOf(template, { rev: 'abcdef', slug: 'x', date })).toBe('2024_03_05-14079-abc_x%');
    expect(() => fileNameOf('%(nope)s', { rev: 'a', slug: '', date })).toThrow('unknown token %(nope)s');
  });

  it('counts in a time zone', () => {
    const moment = new Date('2024-03-05T23:30:00Z');
    expect(formatCreateDate(createDate(moment, 'Europe/Berlin'))).toBe('2024-03-06 00:30:00+01:00');
    expect(formatCreateDate(createDate(moment, 'UTC'))).toBe('2024-03-05 23:30:00+00:00');
    expect(() => createDate(moment, 'Mars/Base')).toThrow("Can't locate timezone: Mars/Base");
  });
});

describe('renderTemplate', () => {
  const values = new Map([['name', { kind: 'str' as const, value: 'x' }]]);

  it('takes comments out and joins continued lines', () => {
    expect(renderTemplate('t', '## gone\na${name}\\\nb\n%% c\n', values)).toBe('axb\n% c\n');
  });

  it.each([
    ['${name.upper() | trim}', 'X'],
    ['% for each in (1, 2):\n-${each}\n% endfor\n', '-1\n-2\n'],
    ["<%!\nimport re\n%>\\\n% for each in re.split(r',\\s*', 'a, b'):\n  ${each}\n% endfor\n", '  a\n  b\n'],
    ['<%\n    other = name * 2\n%>${other}${gone or "none"}', 'xxnone'],
    ['% if gone:\na\n% elif name:\nb\n% else:\nc\n% endif\n', 'b\n'],
    ["${context.get('name')}${context.get('a_%s' % name, 'pass')}", 'xpass'],
    ["${'}' + {1: name}[1]}", '}x'],
    ['<%doc>gone</%doc><%text>${kept}</%text>', '${kept}'],
    ["${config.get_main_option('databases')}", 'a, b'],
  ])('renders %j', (template, expected) => {
    const config = { section: 'alembic', sections: new Map([['alembic', new Map([['databases', 'a, b']])]]) };
    expect(renderTemplate('t', template, values, config)).toBe(expected);
  });

  it.each([
    ['a\n% for x in name:\n', 't:3: the template has a control line without its end'],
    ['a\n% switch x:\n', 't:2: the template has a control line ("switch x:")'],
    ['<%def name="x()"></%def>', 't:1: the template has a <% … %> block'],
    ['\n\n${name.nope()}', 't:3: the template has code that fails'],
    [
      'a\n\n% if name:\n${missing}\n% endif\n',
      't:4: the template has what cannot be known (a name that is not defined)',
    ],
    ['<%\n  import acme\n%>\n${acme.name}', 't:4: the template has what cannot be known'],
    ['${name | h}', 't:1: the template has the filter "h"'],
  ])('refuses %j with its line', (template, message) => {
    expect(() => renderTemplate('t', template, values)).toThrow(message);
  });
});

describe('initTemplate', () => {
  const recorded = (name: string): string =>
    readFileSync(new URL(`../../golden/alembic-init/${name}`, import.meta.url), 'utf8');

  it('equals what alembic init wrote', () => {
    const location = '%(here)s/migrations';
    const files = initTemplate('generic', { ini: location, toml: location });
    expect(files.ini).toBe(recorded('alembic.ini'));
    expect([...files.environment.keys()].sort()).toEqual(['README', 'env.py', 'script.py.mako']);
    for (const [name, text] of files.environment) expect(text).toBe(recorded(`migrations/${name}`));
  });

  it('refuses what is no template by name', () => {
    expect(() => initTemplate('nope', { ini: 'x', toml: 'x' })).toThrow('No such template nope');
  });
});
