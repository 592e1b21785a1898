/** Annotations and types of packages that are not in the workspace: told at the column, never guessed. */
import { beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../../../server/src/workspace/open-project.ts';
import type { Project } from '../../../server/src/workspace/project.ts';
import { autogenerateRevision } from '../../../server/src/ide/autogenerate.ts';
import { parseFixture } from '../../support/fixture.ts';
import { initTestParser } from '../../support/python.ts';
import { paths, shop } from '../../support/shop.ts';

beforeAll(initTestParser);

const reason = 'the package `elsewhere` is not in the workspace and Retort does not know it';

function modelText(columns: string): string {
  return `from typing import Optional
from elsewhere import Money
from sqlalchemy import Column, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255))
${columns}
`;
}

function project(columns: string): Project {
  const { fs } = parseFixture(shop);
  fs.write(paths.models, modelText(columns));
  return openProject(fs, paths.ini);
}

/** `line: code message` of what is worse than a hint. */
function problems(columns: string): readonly string[] {
  const opened = project(columns);
  const text = opened.models().files.has(paths.models) ? modelText(columns) : '';
  return opened
    .models()
    .problems.filter(({ severity }) => severity !== 'hint')
    .map(({ code, message, origin }) => {
      expect(origin?.file).toBe(paths.models);
      const line = text.slice(0, origin?.range.start).split('\n').length;
      return `${line}: ${code} ${message}`;
    });
}

function revision(columns: string): string {
  const opened = project(columns);
  const context = {
    files: parseFixture(shop).fs,
    parse: () => null,
    now: new Date(0),
    revisionId: '0123456789ab',
  };
  return autogenerateRevision(opened, { kind: 'all' }, { message: 'm' }, context)?.text ?? '';
}

const name = '    name: Mapped[Optional[str]] = mapped_column(String(80))';

describe('a type that cannot be known', () => {
  test.each([
    ['x: Mapped[Money]'],
    ['x: Mapped[Optional[Money]]'],
    ['x = mapped_column(Money)'],
    ['x = mapped_column(Money(3))'],
    ['x = Column(Money)'],
    ['x: Mapped[Money] = mapped_column(primary_key=True)'],
  ])('%s', (column) => {
    expect(problems(`${name}\n    ${column}`)).toEqual([
      `11: unknown-type The type of column "users.x" cannot be known: ${reason}`,
    ]);
    expect(() => revision(`${name}\n    ${column}`)).toThrow(
      `cannot render a revision for users.x: its type is not known: ${reason}`,
    );
  });
});

describe('a nullability that cannot be known', () => {
  test.each([
    ['x: Mapped[Money] = mapped_column(String(3))'],
    ['x: Mapped[Money] = mapped_column(ForeignKey("users.id"))'],
  ])('%s', (column) => {
    expect(problems(`${name}\n    ${column}`)).toEqual([
      `11: unknown-nullability Whether column "users.x" may be NULL cannot be known: ${reason}; write nullable= in mapped_column()`,
    ]);
    expect(() => revision(`${name}\n    ${column}`)).toThrow(
      `cannot render a revision for users.x: whether it may be NULL is not known: ${reason}`,
    );
  });

  test.each([
    ['x: Mapped[Money] = mapped_column(String(3), nullable=False)', 'nullable=False'],
    ['x: Mapped[Money] = mapped_column(String(3), nullable=True)', 'nullable=True'],
    ['x: Mapped[Optional[Money]] = mapped_column(String(3))', 'nullable=True'],
  ])('is certain where it is written: %s', (column, written) => {
    expect(problems(`${name}\n    ${column}`)).toEqual([]);
    expect(revision(`${name}\n    ${column}`)).toContain(
      `op.add_column('users', sa.Column('x', sa.String(length=3), ${written}))`,
    );
  });

  test('is not compared with the history, which is said', () => {
    // The history has users.name as VARCHAR(80) NULL; NOT NULL would be a guess.
    const opened = project('    name: Mapped[Money] = mapped_column(String(80))');
    expect(opened.drift()).toEqual([]);
    expect(opened.comparisonProblems()).toMatchObject([
      {
        code: 'nullable-not-compared',
        severity: 'warning',
        message: `users.name: its nullability cannot be compared: ${reason}`,
        origin: { file: paths.models },
      },
    ]);
  });
});
