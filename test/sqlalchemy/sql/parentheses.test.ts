import { expect, test } from 'vitest';
import { findMatchingParen, stripOuterParens } from '../../../server/src/sqlalchemy/sql/parentheses.ts';

test('the parenthesis that closes is found behind texts and names that have some', () => {
  expect(findMatchingParen('(a + b)', 0)).toBe(6);
  expect(findMatchingParen('((a)(b))', 1)).toBe(3);
  expect(findMatchingParen(`(a = '(' AND b = ')')`, 0)).toBe(20);
  expect(findMatchingParen(`("a)" = 'it''s)')`, 0)).toBe(16);
  expect(findMatchingParen('(a', 0)).toBeNull();
});

test('only parentheses around the whole text are taken off, and one pair', () => {
  expect(stripOuterParens('(a IS NOT NULL)')).toBe('a IS NOT NULL');
  expect(stripOuterParens('((a))')).toBe('(a)');
  expect(stripOuterParens('(a) AND (b)')).toBe('(a) AND (b)');
  expect(stripOuterParens(`(a = '(' AND b = ')')`)).toBe(`a = '(' AND b = ')'`);
  expect(stripOuterParens('a NOT NULL')).toBe('a NOT NULL');
});
