import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { compileRecorded, recordedDialects, type RecordedTable } from './compile-recorded.ts';
import { evaluateModels } from './evaluate-models.ts';

interface Recorded {
  readonly packages: Readonly<Record<string, string>>;
  readonly models: Readonly<
    Record<
      string,
      Readonly<Record<string, RecordedTable & { readonly types: Readonly<Record<string, string>> }>>
    >
  >;
}

const models = new URL('../../golden/package-models/', import.meta.url);
const recorded = JSON.parse(
  readFileSync(new URL('../../oracle/recorded/package-models.json', import.meta.url), 'utf8'),
) as Recorded;

beforeAll(initTestParser);

describe('the DDL of models that use other packages is what SQLAlchemy records', () => {
  for (const [file, tables] of Object.entries(recorded.models)) {
    test(file, () => {
      const text = readFileSync(new URL(file, models), 'utf8');
      const evaluated = evaluateModels(text, `/models/${file}`);
      expect(evaluated.problems).toEqual([]);
      expect([...evaluated.tables.keys()].sort()).toEqual(Object.keys(tables).sort());
      for (const [key, expected] of Object.entries(tables)) {
        const table = evaluated.tables.get(key)!;
        // Alembic renders a type of a package by its module and its repr().
        for (const { name, type } of table.columns) {
          if (type.kind === 'decorated')
            expect(`${type.module}.${type.repr}`, `${key}.${name}`).toBe(expected.types[name]);
        }
        for (const dialect of recordedDialects) {
          const actual = compileRecorded(table, dialect);
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
