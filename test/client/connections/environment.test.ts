import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { environmentConnections } from '../../../client/src/connections/environment.ts';

const read = (text: string): readonly (readonly [string, string | null, string])[] =>
  environmentConnections(parseEnv(text), '.env').map(({ connection, password }) => [
    connection.url,
    password,
    connection.label,
  ]);

it('finds database URLs by what they are, with their passwords apart', () => {
  expect(
    read(`# local
DATABASE_URL="postgres://app:s%40cret@db.example/shop?sslmode=require"
OTHER=postgresql+asyncpg://app@localhost/other
SQLITE=sqlite:///shop.db`),
  ).toEqual([
    [
      'postgresql://app@db.example/shop?sslmode=require',
      's@cret',
      'postgresql: app@db.example/shop (DATABASE_URL)',
    ],
    ['postgresql+asyncpg://app@localhost/other', null, 'postgresql: app@localhost/other (OTHER)'],
    ['sqlite:///shop.db', null, 'sqlite: shop.db (SQLITE)'],
  ]);
});

it('passes over everything else', () => {
  expect(
    read('REDIS_URL=redis://:pw@cache:6379/0\nHOME_PAGE=https://example.org\nSECRET=a:b\nEMPTY='),
  ).toEqual([]);
});

it('lists a URL once', () => {
  expect(read('A=sqlite:///a.db\nB=sqlite:///a.db')).toEqual([['sqlite:///a.db', null, 'sqlite: a.db (B)']]);
});
