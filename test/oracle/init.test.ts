/** `alembic init`'s own output as a project: what both tools write, and what both say of it before and after it is used. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProjectCopy, type Output } from './support/tools.ts';

type Tool = 'alembic' | 'retort';
type Files = Readonly<Record<string, string>>;

/** A command line, or a change of a file between two of them. */
type Step = readonly string[] | { readonly file: string; readonly edit: (text: string) => string };

/** What a step printed, and the Python and configuration files there are after it. */
interface Outcome extends Output {
  readonly files: Files;
}

let empty: string;
beforeAll(() => {
  empty = mkdtempSync(path.join(tmpdir(), 'retort-init-'));
});
afterAll(() => {
  rmSync(empty, { recursive: true });
});

/** The moment of a new revision is the only thing that two runs may differ in. */
const CREATED = /^( *Create Date: ).*$/gmu;

function files(folder: string): Files {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.db'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    found.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8').replace(CREATED, '$1?')]),
  );
}

/** Plays the steps with one tool, in the same folder as the other does, so that no path has to be normalised. */
function play(name: string, tool: Tool, steps: readonly Step[]): readonly Outcome[] {
  const project = new ProjectCopy(name, empty);
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    if ('file' in step) {
      const file = path.join(project.dir, step.file);
      const before = readdirSync(project.dir).includes(step.file) || step.file.includes('/');
      const text = before ? readFileSync(file, 'utf8') : '';
      const after = step.edit(text);
      if (after === text) throw new Error(`The edit of ${step.file} changes nothing`);
      project.write(step.file, after);
    } else {
      const output = project[tool](...step);
      outcomes.push({ ...output, files: files(project.dir) });
    }
  }
  return outcomes;
}

/** Alembic compares with the database and logs what it finds there; Retort compares with the history. */
const compares = (argv: readonly string[]) => argv.includes('--autogenerate') || argv[0] === 'check';

/** What `check` found is told in each tool's own words: alembic's are the operations' addresses in memory. */
const words = (stdout: string) => stdout.replace(/(?<=^FAILED: New upgrade operations detected:)[^]*/u, '');

const init: Step = ['init', 'migrations'];
const useSqlite: Step = {
  file: 'alembic.ini',
  edit: (text) => text.replace(/^sqlalchemy\.url = .*$/mu, 'sqlalchemy.url = sqlite:///app.db'),
};
const commands = (steps: readonly Step[]) => steps.flatMap((step) => ('file' in step ? [] : [step]));

const scenarios: {
  readonly name: string;
  readonly codes: readonly number[];
  readonly steps: readonly Step[];
}[] = [
  {
    name: 'as it was written',
    codes: [0, 0, 0, 0, 0, 0, 0, 0],
    steps: [
      init,
      ['history'],
      ['heads'],
      ['branches'],
      ['revision', '-m', 'create account table', '--rev-id', '1975ea83b712'],
      ['history', '-v'],
      ['heads'],
      ['show', 'head'],
    ],
  },
  {
    name: 'into a folder that is not empty',
    codes: [0, 255],
    steps: [init, init],
  },
  {
    name: 'with a package',
    codes: [0, 0],
    steps: [['init', '--package', 'migrations'], ['history']],
  },
  {
    name: 'with a database, without a revision',
    codes: [0, 0, 0, 0, 0, 0, 0, 0, 0],
    steps: [
      init,
      useSqlite,
      ['history'],
      ['heads'],
      ['current'],
      ['branches'],
      ['upgrade', 'head', '--sql'],
      ['upgrade', 'head'],
      ['current'],
      ['downgrade', 'base'],
    ],
  },
  {
    name: 'with revisions, without models',
    codes: [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0],
    steps: [
      init,
      useSqlite,
      ['revision', '-m', 'create account table', '--rev-id', '1975ea83b712'],
      ['revision', '-m', 'Add a column', '--rev-id', 'ae1027a6acf'],
      ['history', '-i'],
      ['current'],
      ['upgrade', 'head', '--sql'],
      ['upgrade', 'head'],
      ['current'],
      // target_metadata is None in env.py.
      ['revision', '--autogenerate', '-m', 'what there is', '--rev-id', '0c1d'],
      ['check'],
      ['downgrade', '-3'],
      ['downgrade', 'ae1027a6acf:base', '--sql'],
      ['downgrade', 'base'],
      ['history', '-v', '-i'],
    ],
  },
  {
    name: 'with models',
    codes: [0, 255, 0, 0, 0, 0, 0, 0, 0],
    steps: [
      init,
      useSqlite,
      {
        file: 'models.py',
        edit: () =>
          [
            'from sqlalchemy import ForeignKey, String, func',
            'from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column',
            '',
            '',
            'class Base(DeclarativeBase):',
            '    pass',
            '',
            '',
            'class Account(Base):',
            '    __tablename__ = "account"',
            '',
            '    id: Mapped[int] = mapped_column(primary_key=True)',
            '    name: Mapped[str] = mapped_column(String(50), unique=True)',
            '    note: Mapped[str | None] = mapped_column(index=True, server_default="none")',
            '    parent_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))',
            '    created_at: Mapped[str] = mapped_column(String(30), server_default=func.now())',
            '',
          ].join('\n'),
      },
      {
        file: 'migrations/env.py',
        edit: (text) =>
          text.replace(
            'target_metadata = None',
            'from models import Base\n\ntarget_metadata = Base.metadata',
          ),
      },
      ['check'],
      ['revision', '--autogenerate', '-m', 'Account table', '--rev-id', '1975ea83b712'],
      ['upgrade', 'head', '--sql'],
      ['upgrade', 'head'],
      ['current'],
      ['check'],
      ['revision', '--autogenerate', '-m', 'nothing', '--rev-id', 'ae1027a6acf'],
      ['downgrade', 'base'],
    ],
  },
];

describe.each(scenarios)('$name', ({ name, codes, steps }) => {
  let theirs: readonly Outcome[];
  let ours: readonly Outcome[];
  beforeAll(() => {
    const folder = `init-${name.replaceAll(/\W+/gu, '-')}`;
    theirs = play(folder, 'alembic', steps);
    ours = play(folder, 'retort', steps);
  });

  it('does in alembic what the scenario tells of', () => {
    expect(theirs.map(({ code }) => code)).toEqual(codes);
  });

  it.each(commands(steps).map((argv, index) => ({ argv, index })))(
    '$index: alembic $argv',
    ({ argv, index }) => {
      const [expected, actual] = [theirs[index]!, ours[index]!];
      const text = (stdout: string) => words(stdout).replaceAll(CREATED, '$1?');
      expect(text(actual.stdout)).toBe(text(expected.stdout));
      if (expected.code === 0 && !compares(argv)) expect(actual.stderr).toBe(expected.stderr);
      expect(actual.code).toBe(expected.code);
      expect(actual.files).toEqual(expected.files);
    },
  );
});

describe('with the URL that init writes, driver://user:pass@localhost/dbname', () => {
  it.each([['current'], ['upgrade', 'head'], ['stamp', 'head'], ['check']].map((argv) => ({ argv })))(
    'alembic $argv fails, and so does retort, which tells why in one line without the password',
    ({ argv }) => {
      const theirs = play('init-driver', 'alembic', [init, argv])[1]!;
      const ours = play('init-driver', 'retort', [init, argv])[1]!;
      expect(theirs.code).toBe(1);
      expect(theirs.stderr).toContain("Can't load plugin: sqlalchemy.dialects:driver");
      expect(ours.code).toBe(255);
      expect(ours.stdout).toMatch(/^FAILED: .+\n$/u);
      expect(ours.stdout + ours.stderr).not.toContain('user:pass');
      expect(ours.files).toEqual(theirs.files);
    },
  );
});
