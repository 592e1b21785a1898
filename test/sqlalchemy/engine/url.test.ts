import { describe, expect, test } from 'vitest';
import {
  ArgumentError,
  describeUrl,
  dialectNameOf,
  doublesPercents,
  makeUrl,
  odbcSettings,
  renderAsString,
  urlWarning,
} from '../../../server/src/sqlalchemy/engine/url.ts';

// Expected values are what `sqlalchemy.engine.make_url` 2.0.58 gives.
const cases: readonly [text: string, parts: readonly unknown[], query?: Record<string, unknown>][] = [
  ['postgresql://', ['postgresql', null, null, null, null, null]],
  ['postgresql://u:p@h:5433/d', ['postgresql', 'u', 'p', 'h', 5433, 'd']],
  ['postgresql+psycopg2://u@h/d', ['postgresql+psycopg2', 'u', null, 'h', null, 'd']],
  ['postgresql://u:p%40ss%2Fw%3A@h/d', ['postgresql', 'u', 'p@ss/w:', 'h', null, 'd']],
  ['postgresql://u%20x:a+b@h/d', ['postgresql', 'u x', 'a+b', 'h', null, 'd']],
  ['postgresql://u:pa/ss?word@h/d', ['postgresql', 'u', 'pa/ss?word', 'h', null, 'd']],
  ['postgresql://me@corp.example:p@h/d', ['postgresql', 'me@corp.example', 'p', 'h', null, 'd']],
  ['postgresql://u:p@[::1]:5432/d', ['postgresql', 'u', 'p', '::1', 5432, 'd']],
  ['postgresql://u:@h/d', ['postgresql', 'u', '', 'h', null, 'd']],
  ['postgresql:///d', ['postgresql', null, null, null, null, 'd']],
  [
    'postgresql:///d?host=/var/run/postgresql&sslmode=require&empty=',
    ['postgresql', null, null, null, null, 'd'],
    { host: '/var/run/postgresql', sslmode: 'require' },
  ],
  [
    'postgresql://h/d?options=-csearch_path%3Da%2Cb&host=x&host=y+z',
    ['postgresql', null, null, 'h', null, 'd'],
    { options: '-csearch_path=a,b', host: ['x', 'y z'] },
  ],
  ['sqlite://', ['sqlite', null, null, null, null, null]],
  ['sqlite:///a.db', ['sqlite', null, null, null, null, 'a.db']],
  ['sqlite:////tmp/a%20b@c.db', ['sqlite', null, null, null, null, '/tmp/a%20b@c.db']],
  ['sqlite:///:memory:', ['sqlite', null, null, null, null, ':memory:']],
  [
    'mssql+pyodbc://sa:Str0ng%21@db.example:1433/shop?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=no',
    ['mssql+pyodbc', 'sa', 'Str0ng!', 'db.example', 1433, 'shop'],
    { driver: 'ODBC Driver 18 for SQL Server', Encrypt: 'no' },
  ],
];

describe('makeUrl', () => {
  test.each(cases)('%s', (text, parts, query) => {
    const url = makeUrl(text);
    expect([url.drivername, url.username, url.password, url.host, url.port, url.database]).toEqual(parts);
    expect(Object.fromEntries(url.query)).toEqual(query ?? {});
  });

  test.each([
    ['nonsense', 'Could not parse SQLAlchemy URL from given URL string'],
    ['', 'Could not parse SQLAlchemy URL from given URL string'],
    ['driver-name://h', 'Could not parse SQLAlchemy URL from given URL string'],
    ['postgresql://h:/d', 'the port is not a number'],
    ['postgresql://u:hunter2', 'the port is not a number'],
    ['postgresql://u:hunt@er2@h/d', 'a second "@"'],
    ['postgresql://u:hunt@er2/x@h/d', 'a second "@"'],
  ])('%s is refused without a word of it', (text, message) => {
    let thrown: unknown;
    try {
      makeUrl(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ArgumentError);
    const { message: said, stack } = thrown as ArgumentError;
    expect(said).toContain(message);
    expect(said).not.toMatch(/hunt|er2/);
    expect(stack?.split('\n')[0]).not.toMatch(/hunt|er2/);
  });
});

test('renderAsString is upstream’s', () => {
  const url = makeUrl('postgresql+psycopg2://u x:p%40 +/é@[::1]:5/d?b=2&a=x y&a=é&c=%2F');
  expect(renderAsString(url, { hidePassword: false })).toBe(
    'postgresql+psycopg2://u x:p%40 +%2F%C3%A9@[::1]:5/d?a=x+y&a=%C3%A9&b=2&c=%2F',
  );
  expect(renderAsString(url, { hidePassword: true })).toBe(
    'postgresql+psycopg2://u x:***@[::1]:5/d?a=x+y&a=%C3%A9&b=2&c=%2F',
  );
});

test('hiding covers passwords among the options', () => {
  const odbc = encodeURIComponent('DRIVER={ODBC Driver 18};SERVER=h;UID=sa;PWD={a;b}}c};Encrypt=no');
  const hidden = renderAsString(makeUrl(`mssql+pyodbc:///?odbc_connect=${odbc}&password=hunter2`), {
    hidePassword: true,
  });
  expect(hidden).not.toMatch(/hunter2|a%3Bb/);
  expect(decodeURIComponent(hidden)).toContain('PWD=***;Encrypt=no');
});

test.each([
  ['postgresql://u:hunter2@h:1/d?sslmode=require', 'u@h:1/d'],
  ['postgresql://u@[::1]/d', 'u@[::1]/d'],
  ['postgresql:///d', 'localhost/d'],
  ['sqlite:///a.db', 'a.db'],
  ['sqlite://', ':memory:'],
  ['mssql+pyodbc:///?odbc_connect=SERVER%3Dh%3BDATABASE%3Dd%3BUID%3Dsa%3BPWD%3Dhunter2', 'sa@h/d'],
])('describeUrl(%s)', (text, label) => {
  expect(describeUrl(makeUrl(text))).toBe(label);
});

test('dialects by URL', () => {
  expect(
    ['postgresql+asyncpg', 'sqlite+aiosqlite', 'mssql+pymssql', 'mysql', 'postgres'].map((name) =>
      dialectNameOf(makeUrl(`${name}://h/d`)),
    ),
  ).toEqual(['postgresql', 'sqlite', 'mssql', null, 'postgresql']);
  expect(urlWarning(makeUrl('postgres://h/d'))).toContain('write "postgresql://"');
  expect(urlWarning(makeUrl('postgresql://h/d'))).toBeNull();
});

test('odbc_connect is read with braces', () => {
  const text = encodeURIComponent(
    'Driver={ODBC Driver 17 for SQL Server}; Server=tcp:h,1444;PWD={x;y}}z};Encrypt = yes',
  );
  expect(Object.fromEntries(odbcSettings(makeUrl(`mssql+pyodbc:///?odbc_connect=${text}`)) ?? [])).toEqual({
    driver: 'ODBC Driver 17 for SQL Server',
    server: 'tcp:h,1444',
    pwd: 'x;y}z',
    encrypt: 'yes',
  });
});

// `dialect.identifier_preparer._double_percents` of each driver's dialect, with `paramstyle=` where one is given.
test.each([
  ['postgresql://', null, true],
  ['postgresql+psycopg2://', null, true],
  ['postgresql+psycopg://', null, true],
  ['postgresql+asyncpg://', null, false],
  ['postgresql+pg8000://', null, false],
  ['postgresql://', 'named', false],
  ['postgresql+pg8000://', 'format', false],
  ['postgresql+asyncpg://', 'format', true],
  ['mssql+pyodbc://', null, false],
  ['mssql+pymssql://', null, false],
  ['sqlite://', null, false],
])('percent signs for %s with paramstyle %s are doubled: %s', (url, paramstyle, doubled) => {
  expect(doublesPercents(makeUrl(url), paramstyle)).toBe(doubled);
});

test('pglite: names a folder or memory, in its own form and in that of SQLite', () => {
  const read = (text: string): readonly unknown[] => {
    const url = makeUrl(text);
    return [dialectNameOf(url), url.database, describeUrl(url), renderAsString(url, { hidePassword: true })];
  };
  expect(read('pglite:')).toEqual(['postgresql', null, ':memory:', 'pglite:']);
  expect(read('pglite://')).toEqual(['postgresql', null, ':memory:', 'pglite:']);
  expect(read('pglite:./a b@c')).toEqual(['postgresql', './a b@c', './a b@c', 'pglite:./a b@c']);
  expect(read('pglite:///data')).toEqual(['postgresql', 'data', 'data', 'pglite:data']);
  expect(read('pglite:////srv/data')).toEqual(['postgresql', '/srv/data', '/srv/data', 'pglite:/srv/data']);
  expect(makeUrl('pglite:./d?mode=ro').query).toEqual(new Map([['mode', 'ro']]));
});
