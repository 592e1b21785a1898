import { beforeAll, expect, test } from 'vitest';
import { metadataOf, sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import { evaluateText } from '../../support/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

const nativeModules = new Map([...stdlibModules, ...sqlalchemyModules]);

test('a @compiles function that processes its own element ends with a reason', () => {
  const result = evaluateText(
    `
from sqlalchemy import Column, DateTime, Integer, MetaData, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement
class now(FunctionElement):
    type = DateTime()
    inherit_cache = True
@compiles(now)
def compile_now(element, compiler, **kw):
    return compiler.process(element) + compiler.process(element)
metadata = MetaData()
t = Table("t", metadata, Column("id", Integer, primary_key=True), Column("at", DateTime, server_default=now()))
`,
    {},
    { nativeModules },
  );
  const metadata = metadataOf(result.interpreter, result.value('metadata'));
  const shown = JSON.stringify(
    metadata?.tables.get('t')?.columns[1]?.serverDefault,
    (_key, value: unknown) => (value instanceof Map ? [...value.values()] : value),
  );
  expect(shown).toContain('nests too deeply');
});

test('a @compiles function that processes a type that is not known gives an Unknown', () => {
  const result = evaluateText(
    `
import acme
from sqlalchemy import Column, MetaData, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType
class T(UserDefinedType):
    cache_ok = True
@compiles(T)
def compile_t(element, compiler, **kw):
    return compiler.process(acme.Other())
t = Table("t", MetaData(), Column("x", T()))
`,
    {},
    { nativeModules },
  );
  expect(result.error).toBeNull();
  expect(result.interpreter.problems.filter(({ code }) => code === 'internal-error')).toEqual([]);
});
