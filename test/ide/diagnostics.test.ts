import { beforeAll, describe, expect, test } from 'vitest';
import { projectDiagnostics } from '../../server/src/ide/diagnostics.ts';
import { checkDiagnostics, diagnosticsOf, openFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

describe('drift', () => {
  test('none when the migrations build what the models say', () => {
    checkDiagnostics(shop);
  });

  test('a column that has no migration yet is told on the column', () => {
    checkDiagnostics(
      withModels(`
    phone = Column(String(20))
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-column: Column "users.phone" has no migration yet`),
    );
  });

  test('a table that has no migration yet is told on its name', () => {
    checkDiagnostics(
      withModels(
        '',
        `
class Order(Base):
    __tablename__ = "orders"
                  # ^^^^^^^^ missing-table: Table "orders" has no migration yet

    id = Column(Integer, primary_key=True)`,
      ),
    );
  });

  test('its severity is a setting, and it can be off', () => {
    const open = openFixture(withModels('    phone = Column(String(20))'));
    const parse = (file: string) => open.workspace.parse(file);
    const found = projectDiagnostics(open.project, { drift: 'hint', parse }).get(paths.models);
    expect(found?.map(({ severity }) => severity)).toEqual(['hint']);
    expect(projectDiagnostics(open.project, { drift: 'off', parse }).size).toBe(0);
  });
});

describe('what the database cannot have', () => {
  test('is told on the column, in the words of the compiler', () => {
    const open = openFixture(
      withModels('    kind = Column(Enum("a", "b"))').replace('import Boolean', 'import Enum, Boolean'),
    );
    const found = diagnosticsOf(open).get(paths.models) ?? [];
    expect(found.map(({ code, message }) => [code, message])).toContainEqual([
      'uncompilable-column',
      "(in table 'users', column 'kind'): PostgreSQL Enum type requires a name.",
    ]);
  });

  test('is not told where the database is not known', () => {
    const open = openFixture(
      withModels('    data = Column(JSONB)')
        .replace('sqlalchemy.url = postgresql://app@localhost/shop', '')
        .replace(
          'from sqlalchemy import Boolean',
          'from sqlalchemy.dialects.postgresql import JSONB\nfrom sqlalchemy import Boolean',
        ),
    );
    const found = [...diagnosticsOf(open).values()].flat();
    expect(found.filter(({ code }) => code === 'uncompilable-column')).toEqual([]);
    expect(found.map(({ code }) => code)).toContain('missing-column');
  });
});

describe('bad input', () => {
  test('while a line is being typed nothing is said to be removed', () => {
    const open = openFixture(
      withModels('').replace(/class User[^]*?String\(80\)\)\n/g, 'class User(Base:\n'),
    );
    const found = [...diagnosticsOf(open).values()].flat().map(({ code }) => code);
    expect(found).toContain('syntax-error');
    expect(found.filter((code) => code.startsWith('removed'))).toEqual([]);
  });

  test('a syntax error in a model file is told at its place', () => {
    const open = openFixture(withModels('    phone = Column(String(20)'));
    const found = projectDiagnostics(open.project, {
      drift: 'off',
      parse: (file) => open.workspace.parse(file),
    }).get(paths.models);
    expect(found?.some(({ code, severity }) => code === 'syntax-error' && severity === 'error')).toBe(true);
  });

  test('a script_location that is nowhere is told at its line of alembic.ini', () => {
    const open = openFixture(shop.replace('%(here)s/migrations', '%(here)s/nowhere'));
    const found = diagnosticsOf(open).get(paths.ini) ?? [];
    const { start, end } = found.find(({ code }) => code === 'script-location')?.range ?? {
      start: 0,
      end: 0,
    };
    expect(open.text(paths.ini).slice(start, end)).toContain('nowhere');
  });

  test.each([
    [
      'two files with one id',
      'revision = "b2b2c3d4e5f6"',
      'revision = "a1b2c3d4e5f6"',
      /present more than once/,
    ],
    ['a cycle', 'down_revision = None', 'down_revision = "b2b2c3d4e5f6"', /[Cc]ycle/],
  ])('%s is told, and the rest of the project still works', (_name, old, now, message) => {
    const open = openFixture(withModels('    phone = Column(String(20))'));
    for (const path of [paths.first, paths.second])
      open.fs.write(path, open.text(path).replace(`\n${old}`, `\n${now}`));
    open.workspace.fileChanged('/app');
    const found = [...diagnosticsOf(open)].flatMap(([, diagnostics]) => diagnostics);
    expect(found.some((each) => each.severity === 'error' && message.test(each.message))).toBe(true);
    expect(open.project.models().metadata[0]?.tables.has('users')).toBe(true);
    // Without an order there is no history, and nothing can be said to be missing from it.
    const isCycle = open.project.scriptDirectory.revisionMap.defect !== null;
    expect(found.some(({ code }) => code === 'missing-table')).toBe(false);
    expect(found.some(({ code }) => code === 'missing-column')).toBe(!isCycle);
  });

  test('a down_revision that is nowhere is told at its string', () => {
    const open = openFixture(shop);
    open.fs.write(
      paths.second,
      open.text(paths.second).replace('down_revision = "a1b2c3d4e5f6"', 'down_revision = "nowhere"'),
    );
    open.workspace.fileChanged(paths.second);
    const found = projectDiagnostics(open.project, {
      drift: 'off',
      parse: (file) => open.workspace.parse(file),
    }).get(paths.second);
    const missing = found?.find(({ message }) => message.includes('nowhere'));
    expect(missing?.severity).toBe('error');
    const { start, end } = missing?.range ?? { start: 0, end: 0 };
    expect(open.text(paths.second).slice(start, end)).toContain('"nowhere"');
  });
});

test('after a revision that cannot be evaluated, what differs is told with doubt', () => {
  const open = openFixture(
    withModels('').replace(
      'op.add_column("users"',
      'op.get_bind().execute(sa.text("select 1 from pg_class")).scalar()\n    op.add_column("users"',
    ),
  );
  const found = diagnosticsOf(open);
  expect(found.get(paths.models)?.map(({ message }) => message)).toEqual([
    'Column "users.name" has no migration yet (not certain: revision b2b2c3d4e5f6 cannot be evaluated)',
  ]);
  // It may be no difference at all, so it is no warning.
  expect(found.get(paths.models)?.map(({ severity }) => severity)).toEqual(['information']);
  const refusal = found.get(paths.second)?.find(({ code }) => code === 'not-evaluated');
  const { start, end } = refusal?.range ?? { start: 0, end: 0 };
  expect(open.text(paths.second).slice(start, end)).toContain('op.get_bind()');
  expect(refusal?.severity).toBe('warning');
});

test('of a revision that cannot be evaluated one place is a warning; what does not fit after it is none', () => {
  const rows = 'op.get_bind().execute(sa.text("select 1 from pg_class")).scalar()';
  const open = openFixture(
    withModels('').replace('op.add_column("users"', `${rows}\n    ${rows}\n    op.add_column("users"`),
  );
  const third = '/app/migrations/versions/third.py';
  const head = 'revision = "c3"\ndown_revision = "b2b2c3d4e5f6"\nfrom alembic import op\n';
  open.fs.write(third, `${head}def upgrade():\n    op.drop_column("users", "name")\n`);
  open.workspace.fileChanged(third);
  const found = diagnosticsOf(open);
  const severities = (path: string, code: string): unknown =>
    found
      .get(path)
      ?.filter((each) => each.code === code)
      .map(({ severity }) => severity);
  expect(severities(paths.second, 'not-evaluated')).toEqual(['warning', 'information']);
  expect(severities(third, 'replay-mismatch')).toEqual(['information']);
});

test('an empty downgrade is a finding of the rules', () => {
  const open = openFixture(shop);
  open.fs.write(paths.second, open.text(paths.second).replace('op.drop_column("users", "name")', 'pass'));
  open.workspace.fileChanged(paths.second);
  const found = projectDiagnostics(open.project, {
    drift: 'off',
    parse: (file) => open.workspace.parse(file),
  });
  expect(found.get(paths.second)?.map(({ code }) => code)).toEqual(['missing-downgrade']);
});
