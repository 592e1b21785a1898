import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateModels } from '../../sqlalchemy/bindings/evaluate-models.ts';
import { initTestParser } from '../../support/python.ts';
import { oraclePython } from '../support/tools.ts';
import { comparable, createdByPython, createdByRetort, dialects, type CreatedMetaData } from './support.ts';

const golden = path.resolve(import.meta.dirname, '../../golden');
const files = ['models', 'create-all', 'documentation'].flatMap((folder) =>
  readdirSync(path.join(golden, folder))
    .filter((name) => name.endsWith('.py'))
    .map((name) => path.join(golden, folder, name)),
);
let expected: CreatedMetaData[][] = [];

beforeAll(async () => {
  await initTestParser();
  expected = createdByPython(
    oraclePython(),
    files.map((file) => ({ file })),
    golden,
  );
});

describe('create_all of the golden models is what SQLAlchemy emits', () => {
  for (const [index, file] of files.entries()) {
    test(path.relative(golden, file), () => {
      const ours = evaluateModels(readFileSync(file, 'utf8'), file).metadata.map(createdByRetort);
      const theirs = expected[index] ?? [];
      expect(ours.length).toBeGreaterThan(0);
      expect(ours.map(({ tables }) => tables.join())).toEqual(
        expect.arrayContaining(theirs.map(({ tables }) => tables.join())),
      );
      for (const metadata of theirs) {
        const mine = ours.find(({ tables }) => tables.join() === metadata.tables.join());
        for (const dialect of dialects) {
          expect(mine && comparable(mine[dialect]), dialect).toEqual(comparable(metadata[dialect]));
        }
      }
    });
  }
});
