import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { diagnose } from './field-seeds.ts';

beforeAll(initTestParser);

interface Seed {
  readonly name: string;
  readonly model: readonly string[];
  readonly upstream: string | null;
  readonly told: readonly string[];
}
const { seeds } = JSON.parse(readFileSync(join(import.meta.dirname, 'field-seeds.json'), 'utf8')) as {
  readonly seeds: readonly Seed[];
};

describe('broken and unusual models', () => {
  test.each(seeds)('$name', ({ model, told }) => {
    expect(diagnose(`${model.join('\n')}\n`)).toEqual(told);
  });
});

test('what SQLAlchemy refuses has a diagnostic, and what it takes has none but of names that it ignores', () => {
  expect(seeds.length).toBeGreaterThan(40);
  for (const { name, upstream, told } of seeds) {
    if (upstream !== null) expect(told, name).not.toEqual([]);
    else
      expect(
        told.filter((each) => !each.includes('misspelt-class-attribute')),
        name,
      ).toEqual([]);
  }
});
