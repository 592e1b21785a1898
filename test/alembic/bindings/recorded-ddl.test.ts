import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { OperationError } from '../../../server/src/alembic/ddl/index.ts';
import { toStatements } from '../../../server/src/alembic/operations/toimpl.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DdlCase } from '../../oracle/ddl/case.ts';
import { cases } from '../../oracle/ddl/cases.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateBody } from './evaluate.ts';

type Outcome = { readonly statements: readonly string[]; readonly error?: string };
const recording = JSON.parse(
  readFileSync(new URL('../../oracle/recorded/ddl.json', import.meta.url), 'utf8'),
) as { readonly cases: Readonly<Record<string, Readonly<Record<string, Outcome>>>> };

beforeAll(initTestParser);

/** From the script's text to SQL: the same script that real Alembic ran. */
describe.each(['postgresql', 'sqlite', 'mssql'] as const)(
  '%s: evaluated scripts give what Alembic emits',
  (name) => {
    test.each(cases.map((c) => [c.name, c] as const))('%s', (_name, ddlCase) => {
      const expected = recording.cases[ddlCase.name]?.[name];
      if (expected === undefined) throw new Error(`not recorded: ${ddlCase.name}`);
      const ours = compile(ddlCase, name);
      if (expected.error === undefined) expect(ours).toEqual(expected);
      else expect(ours.error).toBeTypeOf('string');
    });
  },
);

function compile(ddlCase: DdlCase, name: 'postgresql' | 'sqlite' | 'mssql'): Outcome {
  const { namingConvention = {} } = ddlCase;
  const evaluated = evaluateBody(
    ddlCase.python,
    { dialectName: name, namingConvention },
    'import datetime, decimal, uuid\n',
  );
  if (evaluated.refusals.length > 0) {
    return {
      statements: [],
      error: `refused: ${evaluated.refusals.map(({ message }) => message).join('; ')}`,
    };
  }
  const createdEnums = new Set<string>();
  const statements: string[] = [];
  try {
    for (const operation of evaluated.operations) {
      const made = toStatements(operation, {
        dialect: dialectFor(name),
        createdEnums,
        asSql: true,
        namingConvention,
      });
      statements.push(...made.map(({ sql }) => `${sql.replaceAll('\t', '    ').trim()};`));
    }
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    return { statements, error: error.message };
  }
  return { statements };
}
