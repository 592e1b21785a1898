import { beforeAll, expect, test } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { checkCase, makeCase } from './case.ts';
import { ownSeeds } from './seeds.ts';

beforeAll(initTestParser);

// The long run is `npm run fuzz`; these are the same few each time.
test.each([1, 2, 3])('a hundred damaged files of run %i keep what must hold', (run) => {
  const seeds = ownSeeds();
  for (let index = 0; index < 100; index++) {
    const made = makeCase(seeds, run, index);
    expect(checkCase(made), `${made.seed.name} ${index.toString()}: ${made.names.join(', ')}`).toEqual([]);
  }
});

test('undamaged files keep it, too', () => {
  const seeds = ownSeeds();
  for (const seed of seeds) {
    const made = { ...makeCase([seed], 0, 0), text: seed.text };
    expect(checkCase(made), seed.name).toEqual([]);
  }
});
