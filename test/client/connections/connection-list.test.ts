import { describe, expect, it } from 'vitest';
import {
  activeConnection,
  allConnections,
  connectionParams,
  isPasswordRefused,
} from '../../../client/src/connections/connection-list.ts';
import type { ConnectionInfo } from '../../../server/src/protocol.ts';

const ini: ConnectionInfo = {
  url: 'sqlite:///shop.db',
  label: 'shop.db',
  source: 'alembic.ini',
  needsPassword: false,
};

describe('allConnections', () => {
  it('puts added URLs after those found, each once', () => {
    const all = allConnections([ini], ['postgresql://ann@db/app', ini.url]);
    expect(all).toEqual([
      ini,
      {
        url: 'postgresql://ann@db/app',
        label: 'postgresql: ann@db/app',
        source: 'added',
        needsPassword: true,
      },
    ]);
  });
});

describe('activeConnection', () => {
  const all = allConnections([ini], ['postgresql://ann@db/app']);
  it('is the first by default, and none when there is none', () => {
    expect(activeConnection(all, null)).toBe(ini);
    expect(activeConnection([], null)).toBeNull();
  });
  it('is the chosen one', () => {
    expect(activeConnection(all, { source: 'added', url: 'postgresql://ann@db/app' })).toBe(all[1]);
  });
  it('follows a changed URL of alembic.ini, and forgets a removed one', () => {
    expect(activeConnection(all, { source: 'alembic.ini', url: 'sqlite:///old.db' })).toBe(ini);
    expect(activeConnection(all, { source: 'added', url: 'postgresql://gone/app' })).toBe(ini);
  });
});

it('names the URL of the configuration to nobody: the server reads it itself', () => {
  const all = allConnections([ini], ['postgresql://ann@db/app']);
  expect(connectionParams(ini, all, null)).toEqual({ url: null, password: null });
  expect(connectionParams(all[1]!, all, 'pw')).toEqual({ url: 'postgresql://ann@db/app', password: 'pw' });
});

it('tells a refused password from other errors', () => {
  expect(isPasswordRefused({ message: 'x', reason: 'authentication' })).toBe(true);
  expect(isPasswordRefused({ message: 'password authentication failed for user "ann"' })).toBe(true);
  expect(isPasswordRefused({ message: 'connect ECONNREFUSED' })).toBe(false);
});

it('hands over a URL of the environment, also where it is the first', () => {
  const environment: ConnectionInfo = { ...ini, url: 'postgresql://app@db/shop', source: '.env' };
  const all = allConnections([], ['sqlite:///x.db'], [environment]);
  expect(all.map(({ source }) => source)).toEqual(['.env', 'added']);
  expect(connectionParams(all[0]!, all, 'pw')).toEqual({ url: 'postgresql://app@db/shop', password: 'pw' });
  expect(allConnections([ini], [], [{ ...ini, source: 'environment' }])).toEqual([ini]);
});
