import { describe, expect, test } from 'vitest';
import {
  logText,
  shortLog,
  versionChanges,
  type MigrationStep,
} from '../../../server/src/alembic/runtime/migration-step.ts';
import { revisionGraph } from '../../../server/src/alembic/runtime/revision-graph.ts';
import { downgrade, mapOf, script, upgrade } from './support.ts';

// a ─ b ─┬─ c1 ─┬─ m
//        └─ c2 ─┘      d depends on c1, base of its own
const scripts = {
  a: script('a', []),
  b: script('b', ['a']),
  c1: script('c1', ['b']),
  c2: script('c2', ['b']),
  m: script('m', ['c1', 'c2']),
  d: script('d', [], { dependsOn: ['c1'] }),
};
const graph = revisionGraph(mapOf(...Object.values(scripts)));

function changes(steps: readonly MigrationStep[], heads: readonly string[]): string[] {
  return steps.flatMap((step) =>
    versionChanges(step, new Set(heads), graph).map((change) =>
      change.kind === 'update' ? `update ${change.from} to ${change.to}` : `${change.kind} ${change.version}`,
    ),
  );
}
const stamp = (
  from: string[],
  to: string[],
  direction: 'upgrade' | 'downgrade',
  branchMove = false,
): MigrationStep[] => [{ kind: 'stamp', from, to, direction, branchMove }];

describe('upgrade', () => {
  test('from base inserts', () => {
    expect(changes(upgrade(scripts.a), [])).toEqual(['insert a']);
  });
  test('along a line updates', () => {
    expect(changes(upgrade(scripts.b), ['a'])).toEqual(['update a to b']);
  });
  test('into a second branch inserts', () => {
    expect(changes(upgrade(scripts.c2), ['c1'])).toEqual(['insert c2']);
  });
  test('a merge deletes all but one and updates it', () => {
    expect(changes(upgrade(scripts.m), ['c1', 'c2'])).toEqual(['delete c1', 'update c2 to m']);
  });
  test('a dependency that is a head is taken over', () => {
    expect(changes(upgrade(scripts.d), ['c1'])).toEqual(['update c1 to d']);
  });
  test('a dependency below another head leaves that head', () => {
    expect(changes(upgrade(scripts.d), ['m'])).toEqual(['insert d']);
  });
});

describe('downgrade', () => {
  test('to base deletes', () => {
    expect(changes(downgrade(scripts.a), ['a'])).toEqual(['delete a']);
  });
  test('along a line updates', () => {
    expect(changes(downgrade(scripts.b), ['b'])).toEqual(['update b to a']);
  });
  test('of a merge brings the branches back', () => {
    expect(changes(downgrade(scripts.m), ['m'])).toEqual(['insert c1', 'update m to c2']);
  });
  test('of one branch deletes it while the other stays', () => {
    expect(changes(downgrade(scripts.c1), ['c1', 'c2'])).toEqual(['delete c1']);
  });
  test('of a dependent gives its dependency back', () => {
    expect(changes(downgrade(scripts.d), ['d'])).toEqual(['update d to c1']);
  });
  test('of a dependent whose dependency another head implies deletes it', () => {
    expect(changes(downgrade(scripts.d), ['d', 'm'])).toEqual(['delete d']);
  });
});

describe('stamp', () => {
  test('a new branch inserts', () => {
    expect(changes(stamp([], ['b'], 'upgrade', true), [])).toEqual(['insert b']);
  });
  test('forward updates', () => {
    expect(changes(stamp(['a'], ['m'], 'upgrade'), ['a'])).toEqual(['update a to m']);
  });
  test('over a merge deletes and updates', () => {
    expect(changes(stamp(['c1', 'c2'], ['m'], 'upgrade'), ['c1', 'c2'])).toEqual([
      'delete c1',
      'update c2 to m',
    ]);
  });
  test('to base deletes', () => {
    expect(changes(stamp(['b'], [], 'downgrade', true), ['b'])).toEqual(['delete b']);
  });
});

test('the log names both ends, and the message', () => {
  const [first] = upgrade(scripts.a);
  const [merge] = downgrade(scripts.m);
  expect(shortLog(first!)).toBe('upgrade  -> a');
  expect(shortLog(merge!)).toBe('downgrade m -> c1, c2');
  expect(logText(first!)).toBe('upgrade  -> a, doc of a');
  expect(shortLog(stamp(['a'], ['b'], 'upgrade')[0]!)).toBe('stamp_revision a -> b');
});
