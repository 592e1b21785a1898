import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { compileRecorded, recordedDialects, type RecordedTable } from './compile-recorded.ts';
import { evaluateModels } from './evaluate-models.ts';

interface Recorded {
  readonly models: Readonly<Record<string, Readonly<Record<string, RecordedTable>>>>;
}

beforeAll(initTestParser);

/** `documentation` re-expresses the patterns of SQLAlchemy's pages; `models` has the constructs one by one. */
describe.each(['models', 'documentation'])(
  'the DDL of test/golden/%s is what SQLAlchemy records',
  (folder) => {
    const models = new URL(`../../golden/${folder}/`, import.meta.url);
    const recorded = JSON.parse(
      readFileSync(new URL(`../../oracle/recorded/${folder}.json`, import.meta.url), 'utf8'),
    ) as Recorded;

    test.each(Object.entries(recorded.models))('%s', (file, tables) => {
      const text = readFileSync(new URL(file, models), 'utf8');
      const evaluated = evaluateModels(text, `/models/${file}`);
      expect(evaluated.problems).toEqual([]);
      expect([...evaluated.tables.keys()].sort()).toEqual(Object.keys(tables).sort());
      for (const [key, expected] of Object.entries(tables)) {
        const table = evaluated.tables.get(key)!;
        for (const dialect of recordedDialects) {
          const actual = compileRecorded(table, dialect);
          // Upstream names a Python object in this message; that it refuses is what counts.
          if ('error' in expected[dialect]) expect(actual, `${key} on ${dialect}`).toHaveProperty('error');
          else expect(actual, `${key} on ${dialect}`).toEqual(expected[dialect]);
        }
      }
    });

    test('every model file is recorded', () => {
      expect(
        readdirSync(models)
          .filter((name) => name.endsWith('.py'))
          .sort(),
      ).toEqual(Object.keys(recorded.models));
    });
  },
);
