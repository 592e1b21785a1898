import { describe, expect, it } from 'vitest';
import {
  printBranches,
  printHeads,
  printHistory,
  printShow,
} from '../../../server/src/alembic/script/listings.ts';
import { directory } from './graph.ts';

const scripts = directory('aaaa:\nbbbb: aaaa [left]\ncccc: aaaa (bbbb)\ndddd: bbbb, cccc');

describe('listings', () => {
  it('prints the history with its marks', () => {
    expect(printHistory(scripts, {})).toEqual([
      'bbbb, cccc -> dddd (left) (head) (mergepoint), title of dddd',
      'aaaa (bbbb) -> cccc, title of cccc',
      'aaaa -> bbbb (left), title of bbbb',
      '<base> -> aaaa (branchpoint), title of aaaa',
    ]);
  });

  it('prints a range, with the current revision marked', () => {
    expect(printHistory(scripts, { range: 'base:bbbb', indicateCurrent: true, currents: ['aaaa'] })).toEqual([
      'aaaa -> bbbb (left), title of bbbb',
      '<base> -> aaaa (current) (branchpoint), title of aaaa',
    ]);
  });

  it('refuses a range without a colon', () => {
    expect(() => printHistory(scripts, { range: 'aaaa' })).toThrow(
      'History range requires [start]:[end], [start]:, or :[end]',
    );
  });

  it('prints every detail of one revision', () => {
    expect(printShow(scripts, 'cccc')).toEqual([
      'Rev: cccc\nParent: aaaa\nAlso depends on: bbbb\nPath: /versions/cccc.py\n\n    title of cccc\n    \n    rest\n',
    ]);
  });

  it('prints heads and branches', () => {
    expect(printHeads(scripts, {})).toEqual(['dddd (left) (head)']);
    expect(printBranches(scripts, {})).toEqual(['aaaa (branchpoint)\n     -> bbbb (left)\n     -> cccc\n']);
  });

  it('tells a head that others depend on from a real one', () => {
    expect(printHeads(directory('a:\nb:\nc: b (a)'), {})).toEqual(['a (effective head)', 'c (head)']);
    expect(printHeads(directory('a:\nb:\nc: b (a)'), { resolveDependencies: true })).toEqual(['c (head)']);
  });
});
