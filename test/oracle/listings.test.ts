/** Listings, new files and errors: the text of `retort` against that of real `alembic`, in copies of the same project. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ProjectCopy, sampleProject, type Output } from './support/tools.ts';

/**
 * Python keeps the children of a branch point and the labels of a branch in sets, whose order changes with every
 * process; nothing else is normalised.
 */
function sorted(text: string): string {
  const commas = (list: string): string => list.split(', ').sort().join(', ');
  return text
    .replace(
      /^(Branches into|Branch names): (.*)$/gm,
      (_line, name: string, list: string) => `${name}: ${commas(list)}`,
    )
    .replace(/ \((\w+(?:, \w+)+)\)/g, (_list, names: string) => ` (${commas(names)})`)
    .replace(/(?:^ +-> .*\n)+/gm, (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`);
}

function same(project: ProjectCopy, ...argv: string[]): void {
  const theirs = project.alembic(...argv);
  const ours = project.retort(...argv);
  expect(sorted(ours.stdout)).toBe(sorted(theirs.stdout));
  expect(ours.code).toBe(theirs.code);
}

const listings = [
  ['history'],
  ['history', '-v'],
  ['heads'],
  ['heads', '-v'],
  ['heads', '--resolve-dependencies'],
  ['branches'],
  ['branches', '-v'],
  ['show', 'heads'],
];

describe.each(['branches', 'shop', 'tutorial'])('%s', (name) => {
  let project: ProjectCopy;
  beforeAll(() => {
    project = sampleProject(name, `listings-${name}`);
  });

  it.each(listings.map((argv) => ({ argv })))('alembic $argv', ({ argv }) => {
    same(project, ...argv);
  });
});

describe('a database at several revisions', () => {
  let project: ProjectCopy;
  beforeAll(() => {
    project = sampleProject('branches', 'listings-current');
    expect(project.alembic('stamp', '2a95102259be', '2b1ae634e5cd', 'd747a8a8879a').code).toBe(0);
  });

  it.each(
    [
      ['current'],
      ['current', '-v'],
      ['current', '--check-heads'],
      ['history', '-i'],
      ['history', '-v', '-i'],
      ['history', '-r', 'base:current'],
      ['show', 'current'],
    ].map((argv) => ({ argv })),
  )('alembic $argv', ({ argv }) => {
    // The current revisions come from a set too.
    const lines = (output: Output): unknown => [output.code, sorted(output.stdout).split('\n').sort()];
    expect(lines(project.retort(...argv))).toEqual(lines(project.alembic(...argv)));
    expect(project.retort(...argv).stderr).toBe(project.alembic(...argv).stderr);
  });
});

describe('symbols, ranges and errors', () => {
  let project: ProjectCopy;
  beforeAll(() => {
    project = sampleProject('branches', 'listings-symbols');
  });

  it.each(
    [
      ['history', '-r', '3512:56f5'],
      ['history', '-r', ':53ff'],
      ['history', '-r', 'e0d3c7a1f001:'],
      ['history', '-r', '-2:56f5'],
      ['history', '-r', 'networking@base:heads'],
      ['history', '-r', 'fixes@head:base'],
      ['history', '-r', '53ff:27c6'],
      ['history', '-r', '53ff'],
      ['show', 'networking@head'],
      ['show', 'cart@-1'],
      ['show', 'head'],
      ['show', 'zzzz'],
      ['show', 'e0d3'],
      ['show', '27'],
      ['show', 'nope@head'],
      ['show', 'networking@3512b954651e'],
      ['upgrade', 'a:b'],
      ['downgrade', 'base', '--sql'],
      ['revision', '-m', 'x'],
      ['revision', '-m', 'x', '--head', '3512'],
      ['revision', '-m', 'x', '--rev-id', 'a-b'],
      ['revision', '-m', 'x', '--sql'],
      ['merge', 'heads', '--rev-id', 'a@b'],
      ['-c', 'gone.ini', 'heads'],
    ].map((argv) => ({ argv })),
  )('alembic $argv', ({ argv }) => {
    same(project, ...argv);
  });

  it.each([
    { argv: [] },
    { argv: ['nope'] },
    { argv: ['show'] },
    { argv: ['heads', 'x'] },
    { argv: ['heads', '--nope'] },
    { argv: ['revision', '-m'] },
    { argv: ['-c'] },
  ])('alembic $argv is a usage error', ({ argv }) => {
    const theirs = project.alembic(...argv);
    const ours = project.retort(...argv);
    expect([ours.code, ours.stdout]).toEqual([theirs.code, theirs.stdout]);
  });
});

describe('new files', () => {
  const text = (output: string): string =>
    output.replace(/^Create Date: .*$/gm, 'Create Date: …').replace(/^ +$/gm, '');

  /** What each tool writes for the same arguments, its date aside. The file is removed again. */
  function written(project: ProjectCopy, tool: (project: ProjectCopy) => Output): unknown {
    const folder = path.join(project.dir, 'migrations/versions');
    const before = new Set(readdirSync(folder));
    const { stdout, code } = tool(project);
    const files = readdirSync(folder).filter((file) => !before.has(file) && !file.startsWith('__'));
    const result = files.map((file) => {
      const made = path.join(folder, file);
      const content = text(readFileSync(made, 'utf8'));
      rmSync(made);
      return [file, content];
    });
    return { stdout, code, files: result };
  }

  it.each(
    [
      ['revision', '-m', 'Größe & Preis: "neu"', '--rev-id', 'abc123', '--head', 'fixes@head'],
      ['revision', '--rev-id', 'abc123', '--head', '3512', '--splice'],
      [
        'revision',
        '-m',
        'a',
        '--rev-id',
        'abc123',
        '--head',
        'base',
        '--branch-label',
        'new',
        '--depends-on',
        '2b1a',
      ],
      [
        'revision',
        '-m',
        'a',
        '--rev-id',
        'abc123',
        '--head',
        'base',
        '--depends-on',
        'cart',
        '--depends-on',
        '29f8',
      ],
      [
        'revision',
        '-m',
        'a very long message that has to be cut at a word',
        '--rev-id',
        'abc123',
        '--head',
        'cart@head',
      ],
      ['merge', '-m', 'all', '--rev-id', 'abc123', 'heads'],
      ['merge', '--rev-id', 'abc123', '29f8', '2a95'],
    ].map((argv) => ({ argv })),
  )('alembic $argv', ({ argv }) => {
    const project = sampleProject('branches', 'listings-files');
    const theirs = written(project, (each) => each.alembic(...argv));
    const ours = written(project, (each) => each.retort(...argv));
    expect(ours).toEqual(theirs);
    expect((ours as { files: unknown[] }).files).toHaveLength(1);
  });

  it('file_template, timezone and several version folders', () => {
    const project = sampleProject('branches', 'listings-template');
    const ini = path.join(project.dir, 'alembic.ini');
    const template =
      'file_template = x%%(year)d-%%(rev)s_%%(slug)s\ntruncate_slug_length = 8\ntimezone = UTC';
    writeFileSync(ini, readFileSync(ini, 'utf8').replace('[alembic]', `[alembic]\n${template}`));
    const argv = ['revision', '-m', 'One two three', '--rev-id', 'abc123', '--head', 'cart@head'];
    const theirs = written(project, (each) => each.alembic(...argv));
    expect(written(project, (each) => each.retort(...argv))).toEqual(theirs);
  });

  it('alembic init', () => {
    const make = (tool: (project: ProjectCopy) => Output, name: string): unknown => {
      const project = new ProjectCopy(
        name,
        path.join(import.meta.dirname, '../projects/tutorial/alembic/versions'),
      );
      const { stdout, code } = tool(project);
      const read = (file: string): string => readFileSync(path.join(project.dir, file), 'utf8');
      const files = readdirSync(path.join(project.dir, 'sub/migrations')).sort();
      return {
        // Alembic writes its files in the order of the directory that it copies from.
        stdout: stdout.split('\n').sort().join('\n').replaceAll(project.dir, '/dir'),
        code,
        ini: read('alembic.ini'),
        files: files.map((file) => (file === 'versions' ? file : [file, read(`sub/migrations/${file}`)])),
      };
    };
    const theirs = make((project) => project.alembic('init', 'sub/migrations'), 'listings-init-theirs');
    const ours = make((project) => project.retort('init', 'sub/migrations'), 'listings-init-ours');
    expect(ours).toEqual(theirs);
  });
});
