import { beforeAll, expect, test } from 'vitest';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { createAll } from '../../../server/src/sqlalchemy/engine/schema-generator.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels, type EvaluatedModels } from './evaluate-models.ts';

beforeAll(initTestParser);

const head = `import acme
from sqlalchemy import Column, DateTime, Index, Integer, MetaData, Table, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import functions
from sqlalchemy.sql.expression import FunctionElement
metadata = MetaData()
`;

/** The statements of `create_all`, or why there are none. */
function statements({ metadata }: EvaluatedModels, dialect: DialectName): string {
  const [first] = metadata;
  if (first === undefined) return '';
  const { statements: made, failures } = createAll(first, dialectFor(dialect));
  return [...made.map(({ sql }) => sql), ...failures.map(({ error }) => error.message)].join('\n');
}

test('functions for classes of SQLAlchemy change what those write', () => {
  const models = evaluateModels(`${head}
@compiles(JSONB, 'sqlite')
def jsonb(type_, compiler, **kw):
    return 'JSON'
@compiles(functions.now, 'sqlite')
def now(element, compiler, **kw):
    return "(strftime('%Y', 'now'))"
Table('t', metadata, Column('doc', JSONB), Column('at', DateTime, server_default=func.NOW()))
`);
  expect(models.problems).toEqual([expect.stringContaining('acme')]);
  expect(statements(models, 'sqlite')).toContain(
    `doc JSON, \n\tat DATETIME DEFAULT (strftime('%Y', 'now'))\n`,
  );
  expect(statements(models, 'postgresql')).toContain(
    'doc JSONB, \n\tat TIMESTAMP WITHOUT TIME ZONE DEFAULT now()\n',
  );
});

test('a function that comes after columns of its type is told', () => {
  const late = `${head}Table('t', metadata, Column('doc', JSONB))
@compiles(JSONB, 'DIALECT')
def jsonb(type_, compiler, **kw):
    return 'JSON'
`;
  expect(evaluateModels(late.replace('DIALECT', 'sqlite')).problems).toContain(
    '`@compiles` for `JSONB` comes after columns of that type, whose SQL it would change',
  );
  expect(evaluateModels(late.replace('DIALECT', 'mysql')).problems).toEqual([
    expect.stringContaining('acme'),
  ]);
});

test.each([
  [
    "return acme.text('x')",
    'the SQL of `now_utc` cannot be known: the package `acme` is not in the workspace',
  ],
  ["raise NotImplementedError('no')", 'the SQL of `now_utc` cannot be known: NotImplementedError: no'],
  ['return 5', 'the SQL of `now_utc` cannot be known: its @compiles function gives no string'],
  [
    "return 'x' if kw['include_table'] else 'y'",
    'the SQL of `now_utc` cannot be known: it depends on a condition',
  ],
  ["return 'f(%s)' % compiler.process(func.f(1))", 'a @compiles function does not pass **kw on'],
  [
    'return compiler.visit_acme(element)',
    'the SQL of `now_utc` cannot be known: Retort does not know `visit_acme`',
  ],
  ['while True: pass', 'the SQL of `now_utc` cannot be known: evaluation takes too many steps'],
])('an element whose function cannot be followed is refused where it is needed: %s', (body, message) => {
  const models = evaluateModels(`${head}
class now_utc(FunctionElement):
    pass
@compiles(now_utc)
def default(element, compiler, **kw):
    return 'CURRENT_TIMESTAMP'
@compiles(now_utc, 'mssql')
def compile(element, compiler, **kw):
    ${body}
Table('t', metadata, Column('at', DateTime, server_default=now_utc()))
`);
  expect(statements(models, 'postgresql')).toContain('DEFAULT CURRENT_TIMESTAMP');
  expect(statements(models, 'mssql')).toContain(`(in table 't', column 'at'): ${message}`);
});

test('an element that is given something unknown is unknown', () => {
  const models = evaluateModels(`${head}
class wrapped(FunctionElement):
    pass
Table('t', metadata, Column('at', DateTime, server_default=wrapped(acme.x)))
`);
  expect(models.problems).toContain(
    'the server default cannot be known: the package `acme` is not in the workspace and Retort does not know it',
  );
});

test('an index that ddl_if keeps for other databases is not made', () => {
  const models = evaluateModels(`${head}
table = Table('t', metadata, Column('a', Integer))
Index('ix_pg', table.c.a).ddl_if(dialect='postgresql')
Index('ix_two', table.c.a).ddl_if(dialect=['sqlite', 'mssql'])
`);
  expect(statements(models, 'postgresql')).toContain('ix_pg');
  expect(statements(models, 'postgresql')).not.toContain('ix_two');
  expect(statements(models, 'sqlite')).toContain('ix_two');
  expect(statements(models, 'sqlite')).not.toContain('ix_pg');
});

test('a ddl_if that asks a function is told', () => {
  const { problems } = evaluateModels(
    `${head}Index('ix', Column('a', Integer)).ddl_if(callable_=lambda *a, **kw: True)\n`,
  );
  expect(problems).toContain(
    '`callable_` of ddl_if() cannot be known: it is not None: what it decides is known only when the DDL runs',
  );
});
