import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { toStatements } from '../../../server/src/alembic/operations/toimpl.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { evaluateBody } from '../../alembic/bindings/evaluate.ts';
import { initTestParser } from '../../support/python.ts';

beforeAll(initTestParser);

type Case = Readonly<Record<DialectName | 'source', string>>;
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const recorded = JSON.parse(read('../../oracle/recorded/queries.json')) as {
  readonly cases: Readonly<Record<string, Case>>;
};
const tables = /^t = .*\nu = .*\nv = .*$/m.exec(read('../../oracle/queries/queries.py'))?.[0] ?? '';

function compiled(source: string, dialect: DialectName): string {
  const body = `${tables}\nop.execute(${source})`;
  const { operations, refusals } = evaluateBody(body, { dialectName: dialect, offline: true });
  const [operation] = operations;
  if (operation === undefined || refusals.length > 0) return `refused: ${refusals[0]?.message ?? ''}`;
  try {
    const options = { createdEnums: new Set<string>(), asSql: true, literalBinds: true };
    return toStatements(operation, { dialect: dialectFor(dialect), ...options })
      .map(({ sql }) => sql)
      .join('\n');
  } catch (error) {
    return `CompileError: ${error instanceof Error ? error.message : ''}`;
  }
}

/** What is refused by name: SQL Server pages with ROW_NUMBER() where its version is not known; SQLite's has a parameter. */
const refused: Readonly<Record<string, readonly DialectName[]>> = {
  limit_offset: ['mssql'],
  offset: ['mssql', 'sqlite'],
};

// SQLAlchemy's own text of each query, recorded.
test.each(Object.keys(recorded.cases))('%s', (name) => {
  const { source, ...expected } = recorded.cases[name] ?? { source: '' };
  const ours = Object.fromEntries(
    (Object.keys(expected) as DialectName[]).map((dialect) => [dialect, compiled(source, dialect)]),
  );
  for (const dialect of refused[name] ?? []) expect(ours[dialect]).toMatch(/^CompileError: .*OFFSET/);
  const compared = Object.entries(expected).filter(
    ([dialect]) => refused[name]?.includes(dialect as DialectName) !== true,
  );
  expect(ours).toMatchObject(Object.fromEntries(compared));
});
