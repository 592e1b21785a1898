import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { OperationError } from '../../../server/src/alembic/ddl/index.ts';
import { toStatements } from '../../../server/src/alembic/operations/toimpl.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DdlCase } from '../../oracle/ddl/case.ts';
import { cases } from '../../oracle/ddl/cases.ts';

type Outcome = { readonly statements: readonly string[]; readonly error?: string };
interface Recording {
  readonly cases: Readonly<Record<string, Readonly<Record<string, Outcome>>>>;
}

const recording = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../oracle/recorded/ddl.json'), 'utf8'),
) as Recording;

/** Messages that upstream phrases with Python objects in them, or where ours says more. */
const ownMessages: readonly (readonly [upstream: RegExp, ours: RegExp])[] = [
  [
    /^Can't emit DROP CONSTRAINT for constraint CheckConstraint\(.*; it has no name$/,
    /^Can't emit DROP CONSTRAINT for constraint CheckConstraint\(.*; it has no name$/,
  ],
  [
    /can't render element of type <class 'alembic.ddl.base.ColumnComment'>/,
    /^sqlite has no ALTER for the comment of a column$/,
  ],
  [
    /can't render element of type/,
    /^\(in table 't', column 'c'\): Compiler \w+TypeCompiler can't render element of type \w+$/,
  ],
];

describe.each(['postgresql', 'sqlite', 'mssql'] as const)('%s: what real Alembic emits', (name) => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_name, ddlCase) => {
    const expected = recording.cases[ddlCase.name]?.[name];
    if (expected === undefined) throw new Error(`not recorded: ${ddlCase.name}`);
    const ours = compile(ddlCase, name);
    if (expected.error === undefined) {
      expect(ours).toEqual(expected);
      return;
    }
    const upstreamError = expected.error;
    const own = ownMessages.find(([upstream]) => upstream.test(upstreamError));
    if (own === undefined) expect(ours.error).toBe(upstreamError);
    else expect(ours.error).toMatch(own[1]);
    // An operation that fails is refused as a whole, so ours may have fewer of its statements, never others.
    expect(expected.statements.slice(0, ours.statements.length)).toEqual(ours.statements);
  });
});

/** Statements as a script prints them. */
function compile(ddlCase: DdlCase, name: 'postgresql' | 'sqlite' | 'mssql'): Outcome {
  const createdEnums = new Set<string>();
  const statements: string[] = [];
  try {
    for (const operation of ddlCase.operations) {
      const made = toStatements(operation, {
        dialect: dialectFor(name),
        createdEnums,
        asSql: true,
        ...(ddlCase.namingConvention === undefined ? {} : { namingConvention: ddlCase.namingConvention }),
      });
      statements.push(...made.map(({ sql }) => `${sql.replaceAll('\t', '    ').trim()};`));
    }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return { statements, error: error.message };
  }
  return { statements };
}
