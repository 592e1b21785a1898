import { beforeAll, describe, expect, test } from 'vitest';
import type { Origin } from '../../../server/src/util/text-range.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from './evaluate-models.ts';

beforeAll(initTestParser);

const base = 'from sqlalchemy import *\nfrom sqlalchemy.orm import *\nclass Base(DeclarativeBase): pass\n';

describe('origins', () => {
  const text = `${base}class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name = Column(String(5))
    plain: Mapped[str]
    __table_args__ = (Index("ix", "name"),)
`;
  const shown = (origin: Origin | null): string => text.slice(origin?.range.start, origin?.range.end);

  test('of columns are their whole statement', () => {
    const { tables } = evaluateModels(text);
    expect(tables.get('users')!.columns.map(({ origin }) => shown(origin))).toEqual([
      'id: Mapped[int] = mapped_column(primary_key=True)',
      // Upstream merges names and annotations in this order.
      'plain: Mapped[str]',
      'name = Column(String(5))',
    ]);
  });

  test('of a table are its class and its name', () => {
    const table = evaluateModels(text).tables.get('users')!;
    expect(shown(table.nameOrigin)).toBe('"users"');
    expect(shown(table.origin)).toMatch(/^class User\(Base\):/);
    expect(table.origin!.file).toBe('/project/models.py');
  });

  test('of an index are its call', () => {
    expect(shown(evaluateModels(text).tables.get('users')!.indexes[0]!.origin)).toBe('Index("ix", "name")');
  });

  test('of a Core table and its columns are their calls', () => {
    const core = 'from sqlalchemy import *\nm = MetaData()\nTable("t", m, Column("a", Integer))\n';
    const table = evaluateModels(core).tables.get('t')!;
    expect(core.slice(table.nameOrigin!.range.start, table.nameOrigin!.range.end)).toBe('"t"');
    expect(core.slice(table.columns[0]!.origin!.range.start, table.columns[0]!.origin!.range.end)).toBe(
      'Column("a", Integer)',
    );
  });
});

describe('what cannot be known is said, not dropped', () => {
  test('a type from a package that is not there', () => {
    const { tables } = evaluateModels(
      `${base}from acme.sqlalchemy import Vector\nclass A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n    v = Column(Vector(3))\n`,
    );
    const type = tables.get('a')!.columns[1]!.type;
    expect(type.kind).toBe('unknown');
    expect(type.kind === 'unknown' && type.reason).toContain('the package `acme`');
  });

  test('an annotation without an SQL type', () => {
    const { tables } = evaluateModels(
      `${base}class Point: pass\nclass A(Base):\n    __tablename__ = "a"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    p: Mapped[Point]\n`,
    );
    const type = tables.get('a')!.columns[1]!.type;
    expect(type.kind === 'unknown' && type.reason).toContain('has no SQL type in the registry');
  });

  test('an annotation that names what is not there', () => {
    const { tables } = evaluateModels(
      `${base}class A(Base):\n    __tablename__ = "a"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    p: Mapped["Missing"]\n`,
    );
    expect(tables.get('a')!.columns[1]!.type.kind).toBe('unknown');
  });

  test('an argument that is known only at run time', () => {
    const { problems } = evaluateModels(
      'import os\nfrom sqlalchemy import *\nm = MetaData()\nTable("t", m, Column("a", Integer, nullable=os.environ["X"]))\n',
    );
    expect(problems.join('\n')).toContain('`nullable` of Column() cannot be known');
  });

  test('a class without a table', () => {
    expect(
      evaluateModels(`${base}class A(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)\n`)
        .problems,
    ).toEqual([
      "Class 'A' does not have a __table__ or __tablename__ specified and does not inherit from an existing table-mapped class.",
    ]);
  });

  test('a comma behind a column', () => {
    const { problems, tables } = evaluateModels(
      `${base}class A(Base):\n    __tablename__ = "a"\n    id = Column(Integer, primary_key=True)\n    x = Column(Integer),\n`,
    );
    expect(problems[0]).toContain("Ignoring declarative-like tuple value of attribute 'x'");
    expect(tables.get('a')!.columns.map(({ name }) => name)).toEqual(['id']);
  });

  test('a constraint on a column that is not there', () => {
    const { problems, tables } = evaluateModels(
      'from sqlalchemy import *\nm = MetaData()\nTable("t", m, Column("a", Integer), UniqueConstraint("b"))\nTable("u", m, Column("a", Integer))\n',
    );
    expect(problems[0]).toContain("no column named 'b' is present");
    expect([...tables.keys()]).toEqual(['u']);
  });

  test('a table that is defined twice', () => {
    const { problems } = evaluateModels(
      'from sqlalchemy import *\nm = MetaData()\nTable("t", m, Column("a", Integer))\nTable("t", m, Column("b", Integer))\n',
    );
    expect(problems[0]).toContain("Table 't' is already defined for this MetaData instance");
  });

  test('a name of the library that Retort does not know', () => {
    const { tables } = evaluateModels(
      'import sqlalchemy as sa\nm = sa.MetaData()\nsa.Table("t", m, sa.Column("a", sa.types.Brandnew()))\n',
    );
    const type = tables.get('t')!.columns[0]!.type;
    expect(type.kind === 'unknown' && type.reason).toContain('`sqlalchemy.types.Brandnew`');
  });
});

describe('declarative classes', () => {
  const columns = (text: string, table: string): readonly string[] =>
    evaluateModels(base + text)
      .tables.get(table)!
      .columns.map(({ name }) => name);

  test('take the columns of mixins behind their own', () => {
    expect(
      columns(
        'class M:\n    m: Mapped[int]\nclass A(M, Base):\n    __tablename__ = "a"\n    id: Mapped[int] = mapped_column(primary_key=True)\n',
        'a',
      ),
    ).toEqual(['id', 'm']);
  });

  test('order by sort_order', () => {
    expect(
      columns(
        'class M:\n    m: Mapped[int] = mapped_column(sort_order=-1)\nclass A(M, Base):\n    __tablename__ = "a"\n    id: Mapped[int] = mapped_column(primary_key=True)\n',
        'a',
      ),
    ).toEqual(['m', 'id']);
  });

  test('give their table and columns to later code', () => {
    const { tables, problems } = evaluateModels(
      `${base}class A(Base):\n    __tablename__ = "a"\n    id: Mapped[int] = mapped_column(primary_key=True)\n` +
        'Index("ix", A.id)\nTable("b", Base.metadata, Column("x", ForeignKey(A.__table__.c.id)))\n' +
        'assert Base.metadata.tables["a"] is A.__table__\nassert A.id.name == "id" and A.__table__.c.id.primary_key\n',
    );
    expect(problems).toEqual([]);
    expect(tables.get('a')!.indexes.map(({ name }) => name?.text)).toEqual(['ix']);
    expect(tables.get('b')!.columns[0]!.type.kind).toBe('Integer');
  });
});

describe('types of `type` statements', () => {
  const typesOf = (text: string): readonly string[] =>
    evaluateModels(base + text)
      .tables.get('a')!
      .columns.map(({ name, type, nullable }) => `${name} ${type.kind}${nullable ? ' null' : ''}`);

  test('are looked up by their name, then by what they stand for', () => {
    expect(
      typesOf(
        `from typing import Annotated
type Big = int
type Text = str | None
type Key[T] = Annotated[T, mapped_column(primary_key=True)]
class Base2(DeclarativeBase):
    type_annotation_map = {Big: BigInteger}
class A(Base2):
    __tablename__ = "a"
    id: Mapped[Key[int]]
    big: Mapped[Big]
    maybe: Mapped[Big | None]
    text: Mapped[Text]
`,
      ),
    ).toEqual(['id Integer', 'big BigInteger', 'maybe BigInteger null', 'text String null']);
  });
});

test('a class whose columns are read from the database keeps them unknown', () => {
  const { problems } = evaluateModels(
    `${base}from sqlalchemy.ext.declarative import DeferredReflection
class Reflected(DeferredReflection):
    __abstract__ = True
class A(Reflected, Base):
    __tablename__ = "a"
`,
  );
  expect(problems.join('\n')).toContain("the columns of 'a' are read from the database");
});
