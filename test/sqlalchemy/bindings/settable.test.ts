import { beforeAll, expect, test } from 'vitest';
import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import { collectMetaData, sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import { loaderOf } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

/** The tables of `models.py` among other files, and the errors. */
function evaluate(files: Readonly<Record<string, string>>): {
  readonly tables: readonly Table[];
  readonly errors: readonly string[];
} {
  const interpreter = createInterpreter({
    loader: loaderOf(files),
    nativeModules: new Map([...stdlibModules, ...sqlalchemyModules]),
  });
  const outcome = interpreter.importModule('models');
  const tables = collectMetaData(interpreter).flatMap((metadata) => [...metadata.tables.values()]);
  const errors = interpreter.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  return { tables, errors: outcome.ok ? errors : [...errors, outcome.problem.message] };
}

function columnTypes(table: Table | undefined): readonly string[] {
  const { typeCompiler } = dialectFor('postgresql');
  return table?.columns.map(({ type }) => typeCompiler.process(type, { table: null, column: null })) ?? [];
}

test('the MetaData of a registry and the type of a column can be set', () => {
  const { tables, errors } = evaluate({
    'models.py': `from sqlalchemy import Column, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, registry
mapper_registry = registry()
class Base(DeclarativeBase):
    metadata = MetaData(schema='app')
    mapper_registry.metadata = metadata
    registry = mapper_registry
class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
User.__table__.c.id.type = String(5)
@mapper_registry.mapped
class Group:
    __tablename__ = 'groups'
    id = Column(Integer, primary_key=True)
`,
  });
  expect(errors).toEqual([]);
  expect(tables.map(({ schema, name }) => `${schema ?? ''}.${name}`)).toEqual(['app.users', 'app.groups']);
  expect(columnTypes(tables[0])).toEqual(['VARCHAR(5)']);
});

test('a type may fall back on its base and write itself as its own type', () => {
  const { tables, errors } = evaluate({
    'models.py': `from sqlalchemy import Column, MetaData, Table, TIMESTAMP, Unicode
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator
class Stamp(TypeDecorator):
    impl = TIMESTAMP(timezone=True)
    def load_dialect_impl(self, dialect):
        if dialect.name == 'mysql':
            return mysql.TIMESTAMP(fsp=6)
        return super().load_dialect_impl(dialect)
class Text(TypeDecorator):
    impl = Unicode
@compiles(Text)
def text(element, compiler, **kw):
    return compiler.visit_unicode(element, **kw)
Table('t', MetaData(), Column('a', Stamp), Column('b', Text(7)))
`,
  });
  expect(errors).toEqual([]);
  expect(columnTypes(tables[0])).toEqual(['TIMESTAMP WITH TIME ZONE', 'VARCHAR(7)']);
});

const model = `from datetime import datetime
from sqlmodel import Field, SQLModel
class Event(SQLModel, table=True):
    at: datetime = Field(primary_key=True)
`;

test('datetimes of SQLModel have a zone since 0.0.45', () => {
  const types = (version: string | null): readonly string[] =>
    columnTypes(
      evaluate({
        'models.py': model,
        ...(version === null ? {} : { 'sqlmodel/__init__.py': `__version__ = "${version}"\n` }),
      }).tables[0],
    );
  expect(types(null)).toEqual(['TIMESTAMP WITH TIME ZONE']);
  expect(types('0.0.45')).toEqual(['TIMESTAMP WITH TIME ZONE']);
  expect(types('0.0.44')).toEqual(['TIMESTAMP WITHOUT TIME ZONE']);
});

test('`public(NAME=value)` of atpublic binds a name, unless the project has a package of its own', () => {
  const using = `from public import public
public(LENGTH=5)
from sqlalchemy import Column, MetaData, String, Table
Table('t', MetaData(), Column('a', String(LENGTH)))
`;
  expect(columnTypes(evaluate({ 'models.py': using }).tables[0])).toEqual(['VARCHAR(5)']);
  const own = evaluate({ 'models.py': 'from public import Own\n', 'public/__init__.py': 'Own = 1\n' });
  expect(own.errors).toEqual([]);
});
