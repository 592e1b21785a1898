import { beforeAll, expect, test } from 'vitest';
import { checkModelFile, modelRules } from '../../../server/src/lint/lint.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

const findings = (text: string): ReturnType<typeof checkModelFile> =>
  checkModelFile(parseModule('/models.py', text));

test.each([
  ['__tablesname__', '__tablename__'],
  ['__table_name__', '__tablename__'],
  ['__tablename', '__tablename__'],
  ['tablename', '__tablename__'],
  ['__tableargs__', '__table_args__'],
  ['__table_arg__', '__table_args__'],
  ['__mapper_arg__', '__mapper_args__'],
  ['__abstact__', '__abstract__'],
])('%s is told, and its fix names %s and takes the finding away', (wrong, right) => {
  const text = `class User(Base):\n    ${wrong} = x\n    id = 1\n`;
  const [finding, ...more] = findings(text);
  expect(more).toEqual([]);
  expect(finding?.message).toBe(`SQLAlchemy ignores \`${wrong}\`: did you mean \`${right}\`?`);
  const { start, end } = finding?.range ?? { start: 0, end: 0 };
  const fixed = text.slice(0, start) + (finding?.fix?.newText ?? '') + text.slice(end);
  expect(fixed).toBe(`class User(Base):\n    ${right} = x\n    id = 1\n`);
  expect(parseModule('/models.py', fixed).errors).toEqual([]);
  expect(findings(fixed)).toEqual([]);
});

test.each([
  'class User(Base):\n    __tablename__ = "x"\n    __table_args__ = ()\n',
  'class User(Base):\n    __table_cls__ = x\n    __mapper_cls__ = y\n    __table__ = z\n',
  'class User(Base):\n    __tablename__ = "x"\n    tablename = "x"\n',
  'class User:\n    tablename = "x"\n',
  'class User(Base):\n    tables = 1\n    table_name_prefix = 2\n',
])('%j is left alone', (text) => {
  expect(findings(text)).toEqual([]);
});

test('a declared attribute counts', () => {
  const text = 'class Mixin(Base):\n    @declared_attr\n    def __tablname__(cls):\n        return 1\n';
  expect(findings(text).map(({ range }) => text.slice(range.start, range.end))).toEqual(['__tablname__']);
});

test('every rule over models has a code of its own and a documentation', () => {
  expect(new Set(modelRules.map(({ code }) => code)).size).toBe(modelRules.length);
  for (const { documentation } of modelRules) expect(documentation).not.toBe('');
});
