import { describe, expect, it } from 'vitest';
import type { RevisionArgument, RevisionMap } from '../../../server/src/alembic/script/revision-map.ts';
import { directory, graph } from './graph.ts';

const branched = `
aaaa:
bbbb: aaaa
cccc: aaaa
dddd: bbbb, cccc
eeee: dddd
ffff: [net]
gggg: ffff (eeee)
hhhh: ffff
`;

function ids(map: RevisionMap, id: RevisionArgument): (string | null)[] {
  return map.getRevisions(id).map((each) => (each === null || each === 'base' ? each : each.revision));
}

describe('RevisionMap', () => {
  const map = graph(branched);

  it('tells heads, and the heads that nothing depends on', () => {
    expect(map.heads).toEqual(['eeee', 'gggg', 'hhhh']);
    expect(map.realHeads).toEqual(['gggg', 'hhhh']);
    expect(map.bases).toEqual(['aaaa', 'ffff']);
  });

  it('marks branch and merge points', () => {
    expect(map.node('aaaa')?.isBranchPoint).toBe(true);
    expect(map.node('dddd')?.isMergePoint).toBe(true);
    expect(map.node('eeee')?.isBranchPoint).toBe(false);
  });

  it('spreads a branch label over the branch', () => {
    expect([...map.node('gggg')!.branchLabels]).toEqual(['net']);
    expect([...map.node('eeee')!.branchLabels]).toEqual([]);
  });

  it('resolves symbols and partial ids', () => {
    expect(ids(map, 'net@base')).toEqual([]);
    expect(ids(map, 'net@heads')).toEqual(['gggg', 'hhhh']);
    expect(ids(map, 'dddd')).toEqual(['dddd']);
    expect(ids(map, 'net@-1')).toEqual(['ffff', 'ffff']);
    expect(ids(graph('abcdef:'), 'abcd')).toEqual(['abcdef']);
  });

  it.each([
    [
      'head',
      "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads",
    ],
    ['zzzz', "Can't locate revision identified by 'zzzz'"],
    ['nope@head', "Can't locate revision identified by 'nope'"],
    ['net@aaaa', "Can't locate revision identified by 'aaaa'"],
  ])('says as upstream why %s cannot be resolved', (id, message) => {
    expect(() => directory(branched).getRevisions(id)).toThrow(message);
  });

  it('keeps the plain error of an ambiguous beginning', () => {
    const near = graph('abcd1:\nabcd2: abcd1');
    expect(() => near.getRevision('abcd')).toThrow(
      "Multiple revisions start with 'abcd': 'abcd1', 'abcd2'...",
    );
    expect(() => near.getRevision('abx')).toThrow(/at least four characters/);
  });
});

describe('order', () => {
  const scripts = directory(branched);

  it('walks one branch before the next, dependencies after their dependents', () => {
    expect(scripts.walkRevisions().map((each) => each.revision)).toEqual([
      'gggg',
      'hhhh',
      'ffff',
      'eeee',
      'dddd',
      'bbbb',
      'cccc',
      'aaaa',
    ]);
  });

  it('upgrades through dependencies', () => {
    expect(scripts.upgradeRevs('gggg', []).map((each) => each.revision)).toEqual([
      'aaaa',
      'cccc',
      'bbbb',
      'dddd',
      'eeee',
      'ffff',
      'gggg',
    ]);
    expect(scripts.upgradeRevs('+1', ['dddd']).map((each) => each.revision)).toEqual(['eeee']);
    expect(scripts.upgradeRevs('heads', ['gggg', 'hhhh'])).toEqual([]);
  });

  it('calls the absence of revisions base', () => {
    expect(() => scripts.iterateRevisions([], 'bbbb')).toThrow(
      'Revision bbbb is not an ancestor of revision base',
    );
  });

  it('downgrades what depends on the target too', () => {
    expect(scripts.downgradeRevs('cccc', ['gggg']).map((each) => each.revision)).toEqual([
      'gggg',
      'eeee',
      'dddd',
    ]);
    expect(scripts.downgradeRevs('-1', ['eeee']).map((each) => each.revision)).toEqual(['eeee']);
    expect(scripts.downgradeRevs('base', ['bbbb']).map((each) => each.revision)).toEqual(['bbbb', 'aaaa']);
  });

  it.each([
    ['+9', ['aaaa'], 'Ambiguous walk'],
    ['+9', ['eeee'], "Relative revision +9 didn't produce 9 migrations"],
    ['-1', ['eeee'], "Relative revision -1 didn't produce 1 migrations"],
  ])('refuses the upgrade %s from %s', (target, current, message) => {
    expect(() => scripts.upgradeRevs(target, current)).toThrow(message);
  });

  it('refuses a downgrade to a revision that is not below', () => {
    expect(() => scripts.downgradeRevs('eeee', ['bbbb'])).toThrow(
      'Destination eeee is not a valid downgrade target from current head(s)',
    );
  });

  it('stamps up, down and onto a new branch', () => {
    expect(scripts.stampRevs('eeee', ['bbbb'])).toEqual([
      { kind: 'stamp', from: ['bbbb'], to: ['eeee'], direction: 'upgrade', branchMove: false },
    ]);
    expect(scripts.stampRevs('bbbb', ['eeee'])).toEqual([
      { kind: 'stamp', from: ['eeee'], to: ['bbbb'], direction: 'downgrade', branchMove: false },
    ]);
    expect(scripts.stampRevs('ffff', [])).toEqual([
      { kind: 'stamp', from: [], to: ['ffff'], direction: 'upgrade', branchMove: true },
    ]);
    expect(scripts.stampRevs('base', ['eeee', 'hhhh']).map((step) => step.from)).toEqual([
      ['eeee'],
      ['hhhh'],
    ]);
  });
});

describe('a graph with a defect', () => {
  it.each([
    ['a cycle', 'a:\nb: d\nc: b\nd: c', 'Cycle is detected in revisions (b, c, d)', 'revision-cycle', 'b'],
    ['a cycle of all', 'a: b\nb: a', 'Cycle is detected in revisions (a, b)', 'revision-cycle', 'a'],
    ['a loop', 'a:\nb: b', 'Self-loop is detected in revisions (b)', 'revision-cycle', 'b'],
    [
      'a dependency loop',
      'a:\nb: a (b)',
      'Dependency self-loop is detected in revisions (b)',
      'revision-cycle',
      'b',
    ],
    [
      'a missing down revision',
      'a:\nb: gone',
      'Revision gone referenced from b is not present',
      'missing-revision',
      'b',
    ],
    [
      'a label used twice',
      'a: [x]\nb: a [x]',
      "Branch name 'x' in revision b already used by revision a",
      'revision-graph',
      'b',
    ],
    [
      'a bad id',
      'a+1:',
      "Character(s) '+' not allowed in revision identifier 'a+1'",
      'revision-graph',
      'a+1',
    ],
  ])('reports %s with its place, and throws it on use', (_name, text, message, code, file) => {
    const scripts = directory(text);
    const [problem] = scripts.problems;
    expect(problem?.message.startsWith(`${message}; `)).toBe(true);
    expect(problem?.code).toBe(code);
    expect(problem?.origin?.file).toBe(`/versions/${file}.py`);
    expect(() => scripts.walkRevisions()).toThrow(message);
  });

  it('still knows the other revisions', () => {
    const map = graph('a:\nb: a\nc: gone\nd: c');
    expect([...map.scripts.keys()]).toEqual(['a', 'b', 'c', 'd']);
    expect(map.heads).toEqual(['b', 'd']);
    expect([...map.node('c')!.nextrev]).toEqual(['d']);
  });

  it('goes on with two files of one id, as upstream, and names both', () => {
    const scripts = directory('a:\nb: a\nb: a');
    expect(scripts.problems.map((each) => each.code)).toEqual(['duplicate-revision']);
    expect(scripts.problems[0]?.message).toContain('also in /versions/b.py');
    expect(scripts.walkRevisions().map((each) => each.revision)).toEqual(['b', 'a']);
  });
});
