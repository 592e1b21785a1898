/** One mutation of one seed, found again by its number. */
import { check, tableClasses } from './check.ts';
import { mutate } from './mutations.ts';
import { Random } from './random.ts';
import type { Seed } from './seeds.ts';

export interface Case {
  readonly seed: Seed;
  readonly text: string;
  readonly names: readonly string[];
  readonly random: Random;
}

/** The same for the same numbers and seeds. */
export function makeCase(seeds: readonly Seed[], run: number, index: number): Case {
  const random = new Random(Math.imul(run, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  // Half of them are models, however many scripts there are: those have more to lose.
  const kind = random.next() < 0.5 ? 'models' : 'revision';
  const ofKind = seeds.filter((seed) => seed.kind === kind);
  const seed = random.pick(ofKind.length === 0 ? seeds : ofKind);
  const other = random.pick(seeds.filter(({ kind }) => kind === seed.kind));
  return { seed, ...mutate(seed.text, other.text, random), random };
}

const known = new Map<Seed, ReadonlyMap<string, string>>();

/** What is wrong; an exception is one of the sentences. */
export function checkCase({ seed, text, random }: Case): readonly string[] {
  try {
    let before = known.get(seed);
    if (before === undefined) {
      before = seed.kind === 'models' ? tableClasses(seed.text) : new Map<string, string>();
      known.set(seed, before);
    }
    return check(seed.kind, text, before, random);
  } catch (error) {
    return [`exception: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
