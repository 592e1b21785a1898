import { describe, expect, test } from 'vitest';
import { hostsOf, sessionCheck } from '../../server/src/drivers/postgresql-hosts.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';

const hosts = (text: string): readonly (readonly [string | null, number | null])[] =>
  hostsOf(makeUrl(text)).map(({ host, port }) => [host, port]);

describe('the servers of a URL, as SQLAlchemy and libpq read them', () => {
  test.each([
    ['postgresql://h:5433/d', [['h', 5433]]],
    ['postgresql:///d', [[null, null]]],
    ['postgresql:///d?host=/run/pg', [['/run/pg', null]]],
    ['postgresql:///d?host=/run/pg&port=5433', [['/run/pg', 5433]]],
    ['postgresql://ignored:1/d?host=h', [['h', 1]]],
    ['postgresql:///d?host=h:5433', [['h', 5433]]],
    [
      'postgresql:///d?host=a:1&host=b:2&host=c',
      [
        ['a', 1],
        ['b', 2],
        ['c', null],
      ],
    ],
    [
      'postgresql:///d?host=a,b&port=1,2',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['postgresql://x:1/d?port=2', [['x', 2]]],
    [
      'postgresql://a,b:7/d',
      [
        ['a', 7],
        ['b', 7],
      ],
    ],
    [
      'postgresql:///d?host=a:&host=:2',
      [
        ['a', null],
        [null, 2],
      ],
    ],
  ] as const)('%s', (text, expected) => {
    expect(hosts(text)).toEqual(expected);
  });
  test.each([
    ['postgresql:///d?host=a:1&host=b:2&port=3', "Can't mix 'multihost' formats"],
    ['postgresql:///d?host=a,b&port=7', "number of hosts and ports don't match"],
    ['postgresql://h/d?port=1,2', "number of hosts and ports don't match"],
    ['postgresql:///d?host=a,b,c&port=1,2', "number of hosts and ports don't match"],
    ['postgresql:///d?host=a,b&port=1,x', 'Received non-integer port arguments: x'],
  ])('%s is refused', (text, message) => {
    expect(() => hosts(text)).toThrow(message);
  });
});

test('which server is wanted', () => {
  const check = (wanted: string): string | null =>
    sessionCheck(makeUrl(`postgresql://h/d?target_session_attrs=${wanted}`))?.sql ?? null;
  expect(check('any')).toBeNull();
  expect(check('prefer-standby')).toBeNull();
  expect(check('primary')).toBe('SELECT NOT pg_is_in_recovery()');
  expect(() => check('master')).toThrow('invalid target_session_attrs value: "master"');
});
