import { expect, test } from 'vitest';
import { mergeListsWithOrdering } from '../../../server/src/sqlalchemy/orm/merge-lists.ts';

test.each([
  [
    ['__tablename__', 'id', 'x', 'created_at'],
    ['id', 'name', 'data', 'y', 'created_at'],
    ['__tablename__', 'id', 'name', 'data', 'y', 'x', 'created_at'],
  ],
  [['a'], [], ['a']],
  [[], ['a', 'b'], ['a', 'b']],
  [
    ['a', 'b'],
    ['b', 'a'],
    ['b', 'a'],
  ],
])('%j and %j merge as upstream merges them', (first, second, expected) => {
  expect(mergeListsWithOrdering(first, second)).toEqual(expected);
});
