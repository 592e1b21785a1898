import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from './evaluate-models.ts';

beforeAll(initTestParser);

test('a naming-convention token that cannot be followed is named, and keeps the other tables', () => {
  const { problems, tables } = evaluateModels(
    'from sqlalchemy import *\n' +
      'm = MetaData(naming_convention={"names": lambda c, t: c.no_such, "uq": "uq_%(names)s", "pk": "pk_%(table_name)s"})\n' +
      'Table("a", m, Column("x", Integer, unique=True))\nTable("b", m, Column("x", Integer, primary_key=True))\n',
  );
  expect(problems.join()).toContain('the naming-convention token %(names)s cannot be evaluated');
  expect([...tables.keys()]).toEqual(['b']);
});

test('a type_annotation_map that Flask-SQLAlchemy refuses is refused in its words', () => {
  const { problems } = evaluateModels(
    'from flask_sqlalchemy import SQLAlchemy\nfrom sqlalchemy import String\nfrom sqlalchemy.orm import DeclarativeBase\n' +
      'class Base(DeclarativeBase):\n    type_annotation_map = {str: String(7)}\ndb = SQLAlchemy(model_class=Base)\n',
  );
  expect(problems).toEqual([
    "Declarative base class has both a 'registry' attribute and a type_annotation_map entry.  Per-base type_annotation_maps are not supported.  Please apply the type_annotation_map to this registry directly.",
  ]);
});

test('a bind key that is known only at run time is said', () => {
  const { problems } = evaluateModels(
    'import os\nfrom flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n' +
      'class A(db.Model):\n    __bind_key__ = os.environ["BIND"]\n    id = db.Column(db.Integer, primary_key=True)\n',
  );
  expect(problems.join('\n')).toContain("the __bind_key__ of 'A' cannot be known");
});

test('a SQLModel field without an SQL type has an unknown type that says so', () => {
  const { tables } = evaluateModels(
    'from sqlmodel import Field, SQLModel\nclass A(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n    tags: list[str]\n    either: int | str\n',
  );
  const types = tables
    .get('a')!
    .columns.map(({ type }) => (type.kind === 'unknown' ? type.reason : type.kind));
  expect(types[0]).toBe('Integer');
  expect(types[1]).toContain('has no matching SQLAlchemy type');
  expect(types[2]).toBe('Cannot have a (non-optional) union as a SQLAlchemy field');
});

test('a get_col_spec() that cannot be evaluated makes an unknown type with its reason', () => {
  const { tables } = evaluateModels(
    'import os\nfrom sqlalchemy import *\nfrom sqlalchemy.types import UserDefinedType\n' +
      'class T(UserDefinedType):\n    def get_col_spec(self, **kw):\n        return os.environ["SPEC"]\n' +
      'Table("t", MetaData(), Column("a", T()))\n',
  );
  const type = tables.get('t')!.columns[0]!.type;
  expect(type.kind === 'unknown' && type.reason).toContain('get_col_spec() of `T` cannot be known');
});

test.each([
  ['Column("plain", Integer, quote=True)', "quote=True of the name 'plain'"],
  ['Column("Mixed", Integer, quote=False)', "quote=False of the name 'Mixed'"],
  ['Column(quoted_name("plain", True), Integer)', "quote=True of the name 'plain'"],
])('%s would change the DDL and is refused', (item, message) => {
  const { problems } = evaluateModels(
    `from sqlalchemy import *\nfrom sqlalchemy.sql import quoted_name\nTable("t", MetaData(), Column("a", Integer), ${item})\n`,
  );
  expect(problems.join('\n')).toContain(message);
});

test.each(['name.like("a", escape="/")', 'name.in_([])', 'name.op("/")(2)'])(
  '%s is refused, not written without what it says',
  (condition) => {
    const { problems } = evaluateModels(
      `from sqlalchemy import *\nname = Column("name", String(9))\nTable("t", MetaData(), name, CheckConstraint(${condition}, name="ck"))\n`,
    );
    expect(problems.join('\n')).toContain('`sqltext` of CheckConstraint() cannot be known');
  },
);
