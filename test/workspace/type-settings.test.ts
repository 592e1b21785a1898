import { beforeAll, describe, expect, test } from 'vitest';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { readTypeSettings } from '../../server/src/workspace/type-settings.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const pyproject = `[project]
name = "shop"

[tool.retort.types]
"acme.types.Money" = "sqlalchemy.Numeric(12, 2)"
"acme.types.Tags" = "sqlalchemy.dialects.postgresql.ARRAY(sqlalchemy.String(20))"
"app.types.Odd" = "sqlalchemy.Text"
`;

describe('readTypeSettings', () => {
  const read = (text: string, editor: Record<string, string> = {}, files: Record<string, string> = {}) =>
    readTypeSettings(new MemoryFileSystem({ '/p/pyproject.toml': text, ...files }), '/p', editor);
  const sql = (settings: ReturnType<typeof read>): Record<string, string> =>
    Object.fromEntries(
      [...settings.types].map(([name, type]) => [
        name,
        dialectFor('postgresql').typeCompiler.process(type, { table: null, column: null }),
      ]),
    );

  test('reads pyproject.toml, and the editor over it', () => {
    const settings = read(pyproject, { 'acme.types.Money': 'sqlalchemy.BigInteger()' });
    expect(settings.problems).toEqual([]);
    expect(sql(settings)).toEqual({
      'acme.types.Money': 'BIGINT',
      'acme.types.Tags': 'VARCHAR(20)[]',
      'app.types.Odd': 'TEXT',
    });
  });

  test('a name without quotes is a name, too', () => {
    const settings = read('[tool.retort.types]\nacme.types.Money = "sqlalchemy.Numeric(12, 2)"\n');
    expect(sql(settings)).toEqual({ 'acme.types.Money': 'NUMERIC(12, 2)' });
  });

  test.each([
    ['"Money" = "sqlalchemy.Text"', '"Money" is no qualified name'],
    ['"acme.Money" = 5', '"acme.Money" needs a string'],
    ['"acme.Money" = "sqlalchemy.Numerc(5)"', 'cannot stand for sqlalchemy.Numerc(5): '],
    ['"acme.Money" = "sqlalchemy.Numeric(1, 2, 3, 4, 5)"', 'cannot stand for'],
    ['"acme.Money" = "sqlalchemy.Numeric("', 'SyntaxError'],
    ['"acme.Money" = "nowhere.Type()"', "name 'nowhere' is not defined"],
    ['"acme.Money" = "5"', 'it is no column type'],
  ])('%s is told at its line', (line, message) => {
    const text = `[tool.retort.types]\n${line}\n`;
    const { types, problems } = read(text);
    expect(types.size).toBe(0);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'types-setting', severity: 'error' });
    expect(problems[0]?.message).toContain(message);
    expect(text.slice(problems[0]?.origin?.range.start).startsWith(line)).toBe(true);
  });

  test('a wrong value of the editor is told in the folder’s settings file, when it stands there', () => {
    const settings = '{\n  "retort.types": { "acme.Money": "sqlalchemy.Nothing" }\n}\n';
    const { problems } = read(
      '',
      { 'acme.Money': 'sqlalchemy.Nothing', 'acme.Other': '7' },
      {
        '/p/.vscode/settings.json': settings,
      },
    );
    expect(problems[0]?.origin).toEqual({
      file: '/p/.vscode/settings.json',
      range: { start: settings.indexOf('"acme.Money"'), end: settings.indexOf('": "sqlalchemy') + 1 },
    });
    expect(problems[1]).toMatchObject({ origin: null });
    expect(problems[1]?.message).toMatch(/^the setting retort\.types: "acme\.Other" /);
  });
});

describe('a type whose meaning the user has told', () => {
  const files = {
    '/p/pyproject.toml': pyproject,
    '/p/alembic.ini': '[alembic]\nscript_location = migrations\n',
    '/p/migrations/env.py':
      'from alembic import context\nfrom app.models import Base\ncontext.configure(target_metadata=Base.metadata)\n',
    '/p/app/__init__.py': '',
    '/p/app/types.py':
      'import os\nfrom sqlalchemy.types import TypeDecorator\nclass Odd(TypeDecorator):\n    impl = os.environ["ODD_TYPE"]\n',
    '/p/app/models.py': `
import acme.types as t
from acme.types import Money
from acme.other import helper
from app.types import Odd
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()

class Bill(Base):
    __tablename__ = "bill"
    id = Column(Integer, primary_key=True)
    sum = Column(Money("EUR", places=2), nullable=False)
    tags = Column(t.Tags)
    odd = Column(Odd)
    odder = Column(Odd())
    lost = Column(t.Lost())
`,
  };
  const project = openProject(new MemoryFileSystem(files), '/p/alembic.ini');
  const column = (name: string) => {
    const table = project.models().metadata[0]?.tables.get('bill');
    return table?.columns.find((each) => each.name === name)?.type;
  };

  test('is taken where its package is not there, and where its own source says nothing', () => {
    expect(column('sum')).toMatchObject({
      kind: 'decorated',
      module: 'acme.types',
      qualname: 'Money',
      repr: "Money('EUR', places=2)",
      impl: { kind: 'Numeric', precision: 12, scale: 2 },
    });
    expect(column('tags')).toMatchObject({ kind: 'decorated', qualname: 'Tags', impl: { kind: 'dialect' } });
    expect(column('odd')).toMatchObject({ kind: 'decorated', module: 'app.types', impl: { kind: 'Text' } });
    expect(column('odder')).toMatchObject({ kind: 'decorated', qualname: 'Odd', impl: { kind: 'Text' } });
  });

  test('leaves everything else of the package unknown', () => {
    expect(column('lost')).toMatchObject({ kind: 'unknown' });
  });
});
