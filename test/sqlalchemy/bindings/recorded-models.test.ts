import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from './evaluate-models.ts';

type Recording = { readonly statements: readonly string[] } | { readonly error: string };
type DialectName = 'postgresql' | 'sqlite' | 'mssql';
interface Recorded {
  readonly models: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<DialectName, Recording>>>>>
  >;
}

const models = new URL('../../golden/models/', import.meta.url);
const recorded = JSON.parse(
  readFileSync(new URL('../../oracle/recorded/models.json', import.meta.url), 'utf8'),
) as Recorded;
const dialects = ['postgresql', 'sqlite', 'mssql'] as const;

beforeAll(initTestParser);

function compile(table: Table, name: DialectName): Recording {
  const { ddlCompiler } = dialectFor(name);
  try {
    const indexes = table.indexes.map((index) => ({ index, name: index.name?.text ?? 'None' }));
    indexes.sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      statements: [
        ddlCompiler.createTable(table, { ifNotExists: false }),
        ...indexes.map(({ index }) => ddlCompiler.createIndex(index, { ifNotExists: false })),
      ],
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

describe('the DDL of evaluated models is what SQLAlchemy records', () => {
  for (const [file, tables] of Object.entries(recorded.models)) {
    test(file, () => {
      const text = readFileSync(new URL(file, models), 'utf8');
      const evaluated = evaluateModels(text, `/models/${file}`);
      expect(evaluated.problems).toEqual([]);
      expect([...evaluated.tables.keys()]).toEqual(Object.keys(tables));
      for (const [key, expected] of Object.entries(tables)) {
        const table = evaluated.tables.get(key)!;
        for (const dialect of dialects) {
          const actual = compile(table, dialect);
          // Upstream names a Python object in this message; that it refuses is what counts.
          if ('error' in expected[dialect]) expect(actual, `${key} on ${dialect}`).toHaveProperty('error');
          else expect(actual, `${key} on ${dialect}`).toEqual(expected[dialect]);
        }
      }
    });
  }

  test('every model file is recorded', () => {
    expect(
      readdirSync(models)
        .filter((name) => name.endsWith('.py'))
        .sort(),
    ).toEqual(Object.keys(recorded.models));
  });
});
