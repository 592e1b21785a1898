/** Configurations, templates and commands: what both tools print, how they exit, and which files they leave. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { playScenario, type Files, type Scenario } from './support/scenario.ts';

const env = `from alembic import context
config = context.config
def run(**options):
    context.configure(dialect_name="postgresql", **options)
    with context.begin_transaction():
        context.run_migrations()
run(tag=context.get_tag_argument())
`;
const mako =
  '"""${message}\n\n${create_date}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\ndepends_on = ${repr(depends_on)}\n\ndef upgrade(): pass\n';
const revision = (id: string, down: string | null, more = ''): string =>
  `"""Revision ${id}"""\nrevision = "${id}"\ndown_revision = ${down === null ? 'None' : `"${down}"`}\n${more}\ndef upgrade(): pass\ndef downgrade(): pass\n`;
const environment = (folder: string): Files => ({
  [`${folder}/env.py`]: env,
  [`${folder}/script.py.mako`]: mako,
});
const base: Files = { ...environment('db'), 'db/versions/a.py': revision('aaaa', null) };
const two: Files = {
  ...environment('db'),
  'one/a.py': revision('aaaa', null),
  'two words/b.py': revision('bbbb', null, 'branch_labels = ("other",)'),
};
const ini = (text: string): Files => ({ 'alembic.ini': `[alembic]\n${text}\n` });
const toml = (text: string): Files => ({
  'pyproject.toml': `[tool.other]\nx = 1\n[tool.alembic]\n${text}\n`,
});
const make = (...more: string[]): readonly string[] => [
  'revision',
  '-m',
  'Ein Größe',
  '--rev-id',
  'cccc',
  ...more,
];

const scenarios: Readonly<Record<string, Scenario>> = {
  'no configuration': { files: {}, lines: [['history'], ['current'], ['-c', 'pyproject.toml', 'heads']] },
  'pyproject.toml alone': {
    files: { ...base, ...toml('script_location = "%(here)s/db"') },
    lines: [
      ['history', '-v'],
      ['heads'],
      make(),
      ['history'],
      ['-c', 'pyproject.toml', 'heads'],
      ['edit', 'zzzz'],
    ],
  },
  'both files': {
    files: {
      ...base,
      ...ini('truncate_slug_length = 3'),
      ...toml('script_location = "db"\ntruncate_slug_length = 30\nfile_template = "x_%%(rev)s_%%(slug)s"'),
    },
    lines: [make(), ['history']],
  },
  'the ini wins': {
    files: { ...base, ...ini('script_location = gone'), ...toml('script_location = "db"') },
    lines: [['history']],
  },
  'a named section beside pyproject.toml': {
    files: {
      ...base,
      'alembic.ini': '[alembic]\nscript_location = gone\n[test]\nfile_template = t_%%(rev)s\n',
      ...toml('script_location = "db"'),
    },
    lines: [['-n', 'test', 'history'], ['-n', 'test', ...make()], ['-n', 'nope', 'history'], ['history']],
  },
  'another ini, and both named': {
    files: {
      ...base,
      'conf/other.ini': '[alembic]\nscript_location = %(here)s/../db\n',
      'conf/pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/../db"\n',
    },
    lines: [
      ['-c', 'conf/other.ini', 'history', '-v'],
      ['-c', 'conf/pyproject.toml', 'history'],
      ['-c', 'conf/other.ini', '-c', 'conf/pyproject.toml', 'heads'],
      ['-c', 'conf/nope.ini', 'heads'],
    ],
  },
  'ALEMBIC_CONFIG with an ini': {
    files: { ...base, 'conf/other.ini': '[alembic]\nscript_location = db\n' },
    environ: { ALEMBIC_CONFIG: 'conf/other.ini' },
    lines: [['history'], ['-c', 'alembic.ini', 'history']],
  },
  'ALEMBIC_CONFIG with a toml': {
    files: { ...base, 'conf/pyproject.toml': '[tool.alembic]\nscript_location = "db"\n' },
    environ: { ALEMBIC_CONFIG: 'conf/pyproject.toml' },
    lines: [['history'], ['-c', 'pyproject.toml', 'history']],
  },
  'a package resource': {
    files: {
      ...environment('pack/sub/db'),
      'pack/__init__.py': '',
      'pack/sub/db/versions/a.py': revision('aaaa', null),
      ...ini('script_location = pack:sub:db\nprepend_sys_path = .\npath_separator = os'),
    },
    lines: [['history', '-v'], make(), ['heads', '-v']],
  },
  'version locations with os': {
    files: {
      ...two,
      ...ini('script_location = db\nversion_locations = %(here)s/one:two words\npath_separator = os'),
    },
    lines: [
      ['history', '-v'],
      make('--head', 'base'),
      make('--head', 'other@head'),
      make('--head', 'aaaa', '--version-path', 'one'),
      make('--head', 'base', '--version-path', 'three'),
    ],
  },
  'version locations on lines': {
    files: {
      ...two,
      ...ini(
        'script_location = db\nversion_locations =\n  one\n  two words\n  new/folder\npath_separator = newline',
      ),
    },
    lines: [
      ['heads'],
      make('--head', 'base', '--version-path', 'new/folder', '--branch-label', 'third'),
      ['heads'],
    ],
  },
  'version locations in the old ways': {
    files: {
      ...two,
      'two/b.py': revision('bbbb', null),
      ...ini('script_location = db\nversion_locations = one, two'),
    },
    lines: [['heads']],
  },
  'the deprecated separator': {
    files: {
      ...two,
      ...ini('script_location = db\nversion_locations = one;two words\nversion_path_separator = ;'),
    },
    lines: [['heads']],
  },
  'no separator of any kind': {
    files: { ...two, ...ini('script_location = db\nversion_locations = one\npath_separator = tab') },
    lines: [['heads']],
  },
  'version locations of pyproject.toml': {
    files: { ...two, ...toml('script_location = "db"\nversion_locations = ["one", "%(here)s/two words"]') },
    lines: [['heads'], make('--head', 'aaaa')],
  },
  'folders of dates': {
    files: {
      ...base,
      'db/versions/sub/deep/b.py': revision('bbbb', 'aaaa'),
      ...ini(
        'script_location = db\nrecursive_version_locations = true\nfile_template = %%(rev).2s/x/%%(rev)s_%%(slug)s',
      ),
    },
    lines: [['history'], make(), ['history', '-v']],
  },
  'folders that are not looked into': {
    files: {
      ...base,
      'db/versions/sub/b.py': revision('bbbb', 'aaaa'),
      ...ini('script_location = db\nrecursive_version_locations = yes'),
    },
    lines: [['history']],
  },
  'other encodings': {
    files: { ...base, ...ini('script_location = db\noutput_encoding = latin-1') },
    lines: [['revision', '-m', 'plain', '--rev-id', 'cccc'], ['heads']],
  },
  'labels, dependencies and merges': {
    files: {
      ...base,
      'db/versions/b.py': revision('bbbb', 'aaaa', 'branch_labels = ["side"]'),
      'db/versions/c.py': revision('cccd', 'aaaa'),
      'db/versions/d.py': revision('dddd', null, 'depends_on = ("bbbb",)'),
      ...ini('script_location = db'),
    },
    lines: [
      ['heads', '-v'],
      ['heads', '--resolve-dependencies'],
      ['branches', '-v'],
      ['history', '-v'],
      ['merge', '-m', 'both', '--rev-id', 'eeee', 'heads'],
      ['merge', '-m', 'both', '--rev-id', 'eeef', '--branch-label', 'joined', 'bbbb', 'cccd'],
      ['merge', '-m', 'both', '--rev-id', 'eef0', '--splice', 'bbbb', 'cccd'],
      ['merge', '-m', 'one', '--rev-id', 'eef1', 'zzzz'],
      make('--head', 'side@head', '--depends-on', 'dddd', '--depends-on', 'side'),
      make('--head', 'aaaa'),

      ['show', 'heads'],
      ['show', 'side'],
    ],
  },
  'a label twice': {
    files: {
      ...base,
      'db/versions/b.py': revision('bbbb', 'aaaa', 'branch_labels = ["side"]'),
      'db/versions/c.py': revision('cccd', 'aaaa', 'branch_labels = ["side"]'),
      ...ini('script_location = db'),
    },
    lines: [['heads'], ['history']],
  },
  'offline and tags': {
    files: { ...base, ...ini('script_location = db') },
    lines: [
      ['upgrade', 'head', '--sql', '--tag', 'x'],
      ['stamp', '--sql', 'aaaa:base'],
      ['stamp', '--sql', '--purge', 'head'],
      ['stamp', '--sql', 'base:aaaa', 'zzzz:aaaa'],
      ['downgrade', 'aaaa:base', '--sql', '--tag=y'],
      ['ensure_version', '--sql'],
      ['upgrade', 'head', '--sql', 'more'],
      ['upgrade'],
      ['stamp'],
      ['heads', '-x'],
      ['-x', 'a=b', 'heads'],
      ['revision', '--sql', '-m', 'x'],
      ['revision', '--sql', '--autogenerate'],
    ],
  },
  ...Object.fromEntries(
    ['generic', 'async', 'multidb', 'pyproject', 'pyproject_async', 'nope'].map((name) => [
      `init -t ${name}`,
      {
        files: {},
        lines: [
          ['init', '-t', name, 'migrations'],
          ['heads'],
          make(),
          ['history', '-v'],
          ['init', '-t', name, '--package', 'more/here/'],
          ['init', '-t', name, 'migrations'],
        ],
      } satisfies Scenario,
    ]),
  ),
  'init into a pyproject.toml': {
    files: { 'pyproject.toml': '[project]\nname = "x"\n' },
    lines: [['init', '-t', 'pyproject', 'migrations'], ['heads'], ['-q', 'init', '-t', 'pyproject', 'again']],
  },
};

describe.each(Object.entries(scenarios).map(([name, scenario]) => ({ name, ...scenario })))(
  '$name',
  (scenario) => {
    beforeAll(initTestParser);

    it('is the same in both', async () => {
      const { ours, theirs } = await playScenario(scenario);
      expect(ours).toEqual(theirs);
    });
  },
);
