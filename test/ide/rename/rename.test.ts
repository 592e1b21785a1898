import { beforeAll, describe, expect, test } from 'vitest';
import { rename, RenameError, subjectAt } from '../../../server/src/ide/rename/index.ts';
import type { Answers } from '../../../server/src/alembic/autogenerate/beyond/index.ts';
import { openFixture } from '../../support/ide.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

const project = `
//- /app/alembic.ini
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
//- /app/migrations/env.py
from alembic import context
import models, tags
context.configure(target_metadata=models.Base.metadata)
`;
const models = `
//- /app/models.py
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()

class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    age = Column("user_age", Integer)
    boss_id = Column(Integer, ForeignKey("users.id"))
    boss = relationship("User", foreign_keys=[boss_id], remote_side="User.id")
    __table_args__ = (
        Index("name", "name", unique=True),
        UniqueConstraint("name", "user_age", name="name"),
        CheckConstraint("name <> 'name' AND user_age > 0"),
    )

    def label(self):
        name = "name"
        return name + self.name

def make(name):
    return User(name=name), User.name
//- /app/tags.py
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table
from sqlalchemy.orm import relationship
from models import Base, User

user_tags = Table(
    "user_tags",
    Base.metadata,
    Column("user_name", ForeignKey("users.name")),
    Column("name", String(9)),
)

class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    owner_name = Column(String(50))
    users = relationship(User, secondary="user_tags", primaryjoin="Tag.name == user_tags.c.name", order_by="User.name")
    __table_args__ = (ForeignKeyConstraint(["owner_name"], ["users.name"]),)

newest = User.name.desc(), user_tags.c.name
`;

/** The fixture with \`$0\` put before \`mark\`, renamed; each changed line of each file. */
function renamed(
  mark: string,
  to: string,
  known: Answers = {},
): { lines: readonly string[]; answers: Answers } | null {
  const open = openFixture(project + models.replace(mark, mark.includes('|') ? mark : `$0${mark}`));
  const { module, offset } = open.atCursor();
  const result = rename(open.project, module, offset, {
    to,
    parse: (path) => open.workspace.parse(path),
    known,
  });
  if (result === null) return null;
  const lines = [...result.edits].flatMap(([path, edits]) => {
    let text = open.text(path);
    for (const { range, text: now } of edits.toReversed()) {
      text = text.slice(0, range.start) + now + text.slice(range.end);
    }
    const before = open.text(path).split('\n');
    return text.split('\n').flatMap((line, index) => (line === before[index] ? [] : [line.trim()]));
  });
  return { lines, answers: result.answers };
}

describe('a column', () => {
  test('by its attribute: strings, attributes and SQL that name it, and nothing else of that name', () => {
    expect(renamed('name = Column(String(50))\n    age', 'full_name')).toEqual({
      answers: { 'column users.name -> full_name': true },
      lines: [
        'full_name = Column(String(50))',
        'Index("name", "full_name", unique=True),',
        'UniqueConstraint("full_name", "user_age", name="name"),',
        `CheckConstraint("full_name <> 'name' AND user_age > 0"),`,
        'return name + self.full_name',
        'return User(full_name=name), User.full_name',
        'Column("user_name", ForeignKey("users.full_name")),',
        'users = relationship(User, secondary="user_tags", primaryjoin="Tag.name == user_tags.c.name", order_by="User.full_name")',
        '__table_args__ = (ForeignKeyConstraint(["owner_name"], ["users.full_name"]),)',
        'newest = User.full_name.desc(), user_tags.c.name',
      ],
    });
  });

  test('by its attribute, which has another name than the column: the database keeps its own', () => {
    expect(renamed('age = Column("user_age"', 'years')).toEqual({
      answers: {},
      lines: ['years = Column("user_age", Integer)'],
    });
  });

  test('by its name in the database: the attribute stays', () => {
    expect(renamed('user_age", Integer)', 'years')).toEqual({
      answers: { 'column users.user_age -> years': true },
      lines: [
        'age = Column("years", Integer)',
        'UniqueConstraint("name", "years", name="name"),',
        `CheckConstraint("name <> 'name' AND years > 0"),`,
      ],
    });
  });

  test('of a Table', () => {
    expect(renamed('name", String(9)', 'label')).toEqual({
      answers: { 'column user_tags.name -> label': true },
      lines: [
        'Column("label", String(9)),',
        'users = relationship(User, secondary="user_tags", primaryjoin="Tag.name == user_tags.c.label", order_by="User.name")',
        'newest = User.name.desc(), user_tags.c.label',
      ],
    });
  });

  test('renamed for the second time answers for the name that the history has', () => {
    const known = { 'column users.first -> name': true, 'column users.other -> name': false };
    expect(renamed('name = Column(String(50))\n    age', 'full_name', known)?.answers).toEqual({
      'column users.name -> full_name': true,
      'column users.first -> full_name': true,
    });
  });

  test('cannot take a name that is taken, nor one that is none', () => {
    expect(() => renamed('name = Column(String(50))\n    age', 'id')).toThrow(
      new RenameError('Table "users" has a column "id" already'),
    );
    expect(() => renamed('name = Column(String(50))\n    age', 'full name')).toThrow(RenameError);
    expect(() => renamed('user_age", Integer)', 'a"b')).toThrow(RenameError);
  });
});

test('a table: its definition, foreign keys and secondary', () => {
  expect(renamed('users"\n', 'accounts')).toEqual({
    answers: { 'table users -> accounts': true },
    lines: [
      '__tablename__ = "accounts"',
      'boss_id = Column(Integer, ForeignKey("accounts.id"))',
      'Column("user_name", ForeignKey("accounts.name")),',
      '__table_args__ = (ForeignKeyConstraint(["owner_name"], ["accounts.name"]),)',
    ],
  });
  expect(renamed('user_tags",\n', 'labels')?.lines).toEqual([
    '"labels",',
    'users = relationship(User, secondary="labels", primaryjoin="Tag.name == labels.c.name", order_by="User.name")',
  ]);
});

test('a foreign key’s string renames what it names', () => {
  const open = openFixture(project + models.replace('ForeignKey("users.id")', 'ForeignKey("use$0rs.id")'));
  const { module, offset } = open.atCursor();
  const subject = subjectAt(open.project, module, offset);
  expect(subject).toMatchObject({ kind: 'table', name: 'users' });
  expect(module.text.slice(subject?.range.start, subject?.range.end)).toBe('users');
});

test('a string in pieces is refused with its place, and what is no column is nothing of ours', () => {
  const pieces = models.replace('ForeignKey("users.id")', 'ForeignKey("users" ".id")');
  const open = openFixture(project + pieces.replace('__tablename__ = "users"', '__tablename__ = "us$0ers"'));
  const { module, offset } = open.atCursor();
  const options = { to: 'accounts', parse: (path: string) => open.workspace.parse(path), known: {} };
  expect(() => rename(open.project, module, offset, options)).toThrow(
    'models.py:11: "users" ".id" is written in pieces or with escapes: rename it by hand first',
  );
  expect(renamed('label(self)', 'x')).toBeNull();
});
