import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from '../bindings/evaluate-models.ts';

beforeAll(initTestParser);

/** Errors, and the names of the table's unique constraints. */
function evaluate(tableArgs: string, base = ''): { errors: readonly string[]; names: readonly unknown[] } {
  const { interpreter, tables } = evaluateModels(`import acme
from sqlalchemy import Column, Integer, UniqueConstraint
from sqlalchemy.orm import declarative_base
Base = declarative_base()
def options():
    if acme.engine == 'mysql':
        return {'mysql_engine': acme.mysql_engine, 'mysql_charset': 'utf8'}
    return None
def others():
    if acme.engine == 'postgresql':
        return {'postgresql_tablespace': 'fast'}
    return None
class Mixin:
    ${base === '' ? 'pass' : base}
class User(Mixin, Base):
    __tablename__ = 'users'
    __table_args__ = ${tableArgs}
    id = Column(Integer, primary_key=True)
`);
  return {
    errors: interpreter.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    names:
      tables
        .get('users')
        ?.constraints.filter(({ kind }) => kind === 'unique')
        .map(({ name }) => name?.text) ?? [],
  };
}

test('options for other databases may be given or not', () => {
  expect(evaluate("(UniqueConstraint('id', name='uq'), options())")).toEqual({ errors: [], names: ['uq'] });
  expect(evaluate('options()')).toEqual({ errors: [], names: [] });
});

test('None among the arguments is nothing', () => {
  expect(evaluate("(None, UniqueConstraint('id', name='uq'), None)")).toEqual({ errors: [], names: ['uq'] });
});

const reason =
  'it depends on a condition that is not known: the package `acme` is not in the workspace and Retort does not know it';

test('options for a supported database are not left out', () => {
  expect(evaluate('(others(),)').errors).toEqual([
    `an item of the table \`users\` cannot be known: ${reason}`,
  ]);
});

test('where None would let a mixin have its say, nothing is decided', () => {
  expect(evaluate('options()', "__table_args__ = (UniqueConstraint('id', name='mixin'),)").errors).toEqual([
    `the __table_args__ of 'User' (User) cannot be known: ${reason}`,
  ]);
});
