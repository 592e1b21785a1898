/** Thousands of questions about generated revision graphs: our answer must be one that Alembic gives. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandError, RevisionError } from '../../server/src/alembic/script/revision-errors.ts';
import { ScriptDirectory } from '../../server/src/alembic/script/script-directory.ts';
import type { Script } from '../../server/src/alembic/script/script.ts';
import { oraclePython } from './support/tools.ts';

type Question = readonly [kind: string, target: string, current: readonly string[]];
interface Case {
  readonly graph: readonly Script[];
  readonly questions: readonly Question[];
}

/** Python's sets change their order with the hash seed, and some of Alembic's answers with them. */
const hashSeeds = ['0', '1', '2'];

describe.each([1, 2, 3, 4])('generated graphs, seed %i', (seed) => {
  it('answers as Alembic does', () => {
    const cases = generate(seed, 16);
    const answers = hashSeeds.map((hashSeed) => ask(cases, hashSeed));
    const counts = { same: 0, refused: 0 };
    cases.forEach(({ graph, questions }, index) => {
      const scripts = directoryOf(graph);
      questions.forEach((question, number) => {
        const theirs = answers.map((each) => each[index]?.[number]);
        // Where upstream crashes there is nothing to be equal to: we must refuse in words.
        if (theirs.some((each) => isCrash(each))) {
          expect(answer(scripts, question), JSON.stringify(question)).toHaveProperty('error');
          counts.refused += 1;
          return;
        }
        const ours = JSON.stringify(answer(scripts, question));
        const possible = theirs.map((each) => JSON.stringify(each));
        if (!possible.includes(ours)) {
          const shown = graph.map(
            (node) =>
              `${node.revision}: ${node.downRevisions.join()} [${node.branchLabels.join()}] (${node.dependsOn.join()})`,
          );
          expect.fail(
            `${JSON.stringify(question)}\nin\n${shown.join('\n')}\nours ${ours}\ntheirs ${[...new Set(possible)].join(' or ')}`,
          );
        }
        counts.same += 1;
      });
    });
    expect(counts.same).toBeGreaterThan(5000);
    expect(counts.same).toBeGreaterThan(counts.refused * 2);
  });
});

function isCrash(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'crash' in answer;
}

function ask(cases: readonly Case[], hashSeed: string): unknown[][] {
  const script = path.join(import.meta.dirname, 'revision-map/answers.py');
  const result = spawnSync(oraclePython(), [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONHASHSEED: hashSeed },
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as unknown[][];
}

function answer(scripts: ScriptDirectory, [kind, target, current]: Question): unknown {
  const ids = (list: readonly { readonly revision: string }[]): string[] => list.map((each) => each.revision);
  const { revisionMap } = scripts;
  try {
    switch (kind) {
      case 'heads':
        return [revisionMap.heads, revisionMap.realHeads, revisionMap.bases];
      case 'upgrade':
        return ids(scripts.upgradeRevs(target, current));
      case 'downgrade':
        return ids(scripts.downgradeRevs(target, current));
      case 'history':
        return ids(scripts.walkRevisions(target, current[0]));
      case 'stamp':
        return scripts
          .stampRevs([target], current)
          .map((step) => [step.from, step.to, step.direction === 'upgrade', step.branchMove]);
      default:
        return ids(scripts.getRevisions(target));
    }
  } catch (error) {
    if (error instanceof CommandError || error instanceof RevisionError) return { error: error.message };
    throw error;
  }
}

function directoryOf(graph: readonly Script[]): ScriptDirectory {
  const settings = {
    dir: '/env',
    writtenDir: '/env',
    versionLocations: ['/env/versions'],
    explicitVersionLocations: false,
    recursive: false,
    sourceless: false,
    outputEncoding: 'utf-8',
    fileTemplate: '%(rev)s_%(slug)s',
    truncateSlugLength: 40,
    timezone: null,
    prependSysPath: [],
    problems: [],
  };
  return new ScriptDirectory(settings, graph, []);
}

function generate(seed: number, count: number): readonly Case[] {
  let state = seed * 7919;
  // Mulberry32: the same graphs on every machine.
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, () => {
    const graph: Script[] = [];
    const size = 2 + Math.floor(random() * 9);
    for (let index = 0; index < size; index++) {
      const earlier = graph.map((node) => node.revision);
      const recent = earlier.slice(-4);
      const downs = new Set<string>();
      if (earlier.length > 0 && random() > 0.15) downs.add(pick(recent));
      if (earlier.length > 1 && downs.size > 0 && random() < 0.2) downs.add(pick(recent));
      const dependsOn = earlier.length > 0 && random() < 0.2 ? [pick(earlier)] : [];
      graph.push({
        revision: `${String.fromCharCode(97 + index)}00${index.toString(36)}${pick(['a', 'b'])}`,
        downRevisions: [...downs],
        branchLabels: random() < 0.15 ? [`label${index}`] : [],
        dependsOn: dependsOn.filter((each) => !downs.has(each)),
        longDoc: '',
        doc: '',
        path: `/env/versions/${index}.py`,
        revisionOrigin: null,
        downRevisionOrigin: null,
      });
    }
    // Alembic reads files by name, not by age.
    graph.sort(() => random() - 0.5);
    return { graph, questions: questionsOn(graph, pick) };
  });
}

function questionsOn(graph: readonly Script[], pick: <T>(list: readonly T[]) => T): readonly Question[] {
  const ids = graph.map((node) => node.revision);
  const labels = graph.flatMap((node) => node.branchLabels);
  const targets = [
    ...['head', 'heads', 'base', '+1', '+2', '-1', '-2', 'zzzz', 'a'],
    ...ids,
    ...ids.flatMap((id) => [`${id}+1`, `${id}-1`, id.slice(0, 4)]),
    ...labels.flatMap((label) => [
      `${label}@head`,
      `${label}@heads`,
      `${label}@base`,
      `${label}@+1`,
      `${label}@-1`,
    ]),
  ];
  const currents = [[], ...ids.map((id) => [id]), [pick(ids), pick(ids)]];
  const plain = ['base', 'heads', ...ids];
  return [
    ['heads', '', []],
    ...targets.map((target): Question => ['show', target, []]),
    ...currents.flatMap((current) =>
      targets.flatMap((target): Question[] => [
        ['upgrade', target, current],
        ['downgrade', target, current],
        ['stamp', target, current],
      ]),
    ),
    ...plain.flatMap((base) => plain.map((head): Question => ['history', base, [head]])),
  ];
}
