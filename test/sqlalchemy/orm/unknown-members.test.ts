import { beforeAll, expect, test } from 'vitest';
import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import { collectMetaData, sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';
import { loaderOf } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from '../bindings/evaluate-models.ts';

beforeAll(initTestParser);

const head = 'import acme\nfrom sqlalchemy import Column, Integer, MetaData, Table\n';
const base = `${head}from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n`;
const reason = 'the package `acme` is not in the workspace and Retort does not know it';

function problems(text: string): readonly string[] {
  return evaluateModels(text)
    .interpreter.problems.filter(({ severity }) => severity !== 'hint')
    .map(({ severity, message, origin }) => {
      const line = text.slice(0, origin?.range.start).split('\n').length;
      return `${line}: ${severity}: ${message}`;
    });
}

test('a mixin that is not known may have columns: told at the class', () => {
  expect(
    problems(
      `${base}class User(acme.Mixin, Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n`,
    ),
  ).toEqual([
    `5: error: a base class of 'User' cannot be known, and may have columns of the table \`users\`: ${reason}`,
  ]);
});

test('a mixin below another one is told once, at the class that is mapped with it', () => {
  const text = `${base}class Mixin(acme.Mixin): pass
class User(Mixin, Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
class Admin(User):
    extra = Column(Integer)
`;
  expect(problems(text)).toEqual([
    `6: error: a base class of 'User' cannot be known, and may have columns of the table \`users\`: ${reason}`,
  ]);
});

test('a class that names a table below a base that is not known has no table here, and that is told', () => {
  const text = `${head}Base = acme.Base\nclass User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n`;
  const interpreter = createInterpreter({
    loader: loaderOf({ 'models.py': text }),
    nativeModules: new Map([...stdlibModules, ...sqlalchemyModules]),
  });
  expect(interpreter.importModule('models').ok).toBe(true);
  expect(collectMetaData(interpreter)).toEqual([]);
  const problem = interpreter.problems.find(({ severity }) => severity === 'error');
  expect(problem?.message).toBe(
    `the table of 'User' cannot be known, because a base class or decorator of it is not: ${reason}`,
  );
  expect(problem?.origin?.range.start).toBe(text.indexOf('User'));
});

test('an attribute that is not known may be a column: told at the attribute, of mixins too', () => {
  const text = `${base}class Mixin:
    created = acme.column()
class User(Mixin, Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    name = acme.column()
`;
  const told = (name: string, cls: string): string =>
    `warning: the attribute '${name}' of '${cls}' cannot be known; if it is a column, the table lacks it: ${reason}`;
  expect(problems(text)).toEqual([`6: ${told('created', 'Mixin')}`, `10: ${told('name', 'User')}`]);
});

test('an unknown put on a base class later is told once, of the base, and as less', () => {
  const text = `${base}Base.log = acme.log
class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
class Group(Base):
    __tablename__ = 'groups'
    id = Column(Integer, primary_key=True)
`;
  expect(problems(text)).toEqual([
    expect.stringMatching(/information: the attribute 'log' of 'Base' cannot be known/u),
  ]);
});

test('arguments of a table that are not known are told', () => {
  expect(problems(`${head}Table('users', MetaData(), Column('id', Integer), *acme.columns)\n`)).toEqual([
    `3: information: the arguments of Table() cannot be known: ${reason}`,
  ]);
});

test('the version tables of SQLAlchemy-Continuum are told', () => {
  const text = `${base}class Versioned:
    __versioned__ = {}
class User(Versioned, Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
class Group(Base):
    __tablename__ = 'groups'
    __versioned__ = None
    id = Column(Integer, primary_key=True)
`;
  expect(problems(text)).toEqual([
    "6: warning: 'User' has `__versioned__`: the table that SQLAlchemy-Continuum makes for the versions of `users` is not known",
  ]);
});
