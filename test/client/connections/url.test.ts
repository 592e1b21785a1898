import { describe, expect, it } from 'vitest';
import { checkUrl, labelOf, splitPassword, takesPassword } from '../../../client/src/connections/url.ts';

describe('splitPassword', () => {
  const cases: readonly (readonly [string, string, string | null])[] = [
    ['postgresql://ann:s3cret@db/app', 'postgresql://ann@db/app', 's3cret'],
    ['postgresql+psycopg2://ann:p%40ss%2F@db:5432/app', 'postgresql+psycopg2://ann@db:5432/app', 'p@ss/'],
    ['postgresql://ann:a/b?c@db/app?sslmode=require', 'postgresql://ann@db/app?sslmode=require', 'a/b?c'],
    ['postgresql://ann:a+b@db/app', 'postgresql://ann@db/app', 'a+b'],
    ['postgresql://ann:p@ss@db/app', 'postgresql://ann@db/app', 'p@ss'],
    ['postgresql://ann:@db/app', 'postgresql://ann@db/app', ''],
    ['postgresql://:pw@db/app', 'postgresql://@db/app', 'pw'],
    ['postgresql://ann@db/app?application_name=a@b', 'postgresql://ann@db/app?application_name=a@b', null],
    // SQLAlchemy too reads all before the "@" as the password here.
    ['postgresql://db:5432/app?note=x@y', 'postgresql://db@y', '5432/app?note=x'],
    ['postgresql:///app?host=/tmp&user=ann&password=p%20w', 'postgresql:///app?host=/tmp&user=ann', 'p w'],
    ['postgresql://ann@[::1]:5432/app', 'postgresql://ann@[::1]:5432/app', null],
    ['postgresql://ann:100%@db/app', 'postgresql://ann@db/app', '100%'],
    ['sqlite:///app.db', 'sqlite:///app.db', null],
    ['sqlite:////srv/data/app.db', 'sqlite:////srv/data/app.db', null],
    ['  mssql+pymssql://sa:Pw1@host:1433/db  ', 'mssql+pymssql://sa@host:1433/db', 'Pw1'],
    ['not a url', 'not a url', null],
  ];
  for (const [text, url, password] of cases) {
    it(text, () => {
      expect(splitPassword(text)).toEqual({ url, password });
    });
  }

  it('takes PWD out of an odbc_connect string', () => {
    const odbc = 'DRIVER={ODBC Driver 18};SERVER=db;UID=sa;PWD={a;b}}c};DATABASE=app';
    const { url, password } = splitPassword(`mssql+pyodbc:///?odbc_connect=${encodeURIComponent(odbc)}`);
    expect(password).toBe('a;b}c');
    const left = 'DRIVER={ODBC Driver 18};SERVER=db;UID=sa;DATABASE=app';
    expect(url).toBe(`mssql+pyodbc:///?odbc_connect=${encodeURIComponent(left)}`);
  });
});

describe('checkUrl', () => {
  for (const url of [
    'sqlite:///app.db',
    'sqlite://',
    'sqlite:////srv/app.db',
    'pglite:',
    'pglite:./data',
    'postgresql+asyncpg://ann:pw@db:5432/app',
    'postgresql:///app?host=/var/run/postgresql',
    'postgresql://[::1]:5432/app',
    'mssql+pyodbc://sa@host/db?driver=ODBC+Driver+18+for+SQL+Server',
  ]) {
    it(`takes ${url}`, () => {
      expect(checkUrl(url)).toEqual({ ok: true });
    });
  }
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /Enter a SQLAlchemy URL/u],
    ['localhost/app', /:\/\//u],
    ['postgres://db/app', /postgresql:\/\//u],
    ['pglite:./data?mode=ro', /no options/u],
    ['mysql://db/app', /not to "mysql"/u],
    ['sqlite://app.db', /three slashes/u],
    ['postgresql://db:abc/app', /port "abc"/u],
    ['postgresql://ann:p@ss@db/app', /%40/u],
  ];
  for (const [url, message] of wrong) {
    it(`refuses "${url}"`, () => {
      const check = checkUrl(url);
      expect(check.ok ? '' : check.message).toMatch(message);
    });
  }
});

it('labels never have a password', () => {
  expect(labelOf('postgresql://ann:s3cret@db:5432/app?sslmode=require')).toBe('postgresql: ann@db:5432/app');
  expect(labelOf('sqlite:////srv/data/app.db')).toBe('sqlite: app.db');
  expect(labelOf('sqlite://')).toBe('sqlite: in memory');
});

it('knows whether to ask for a password', () => {
  expect(takesPassword('sqlite:///a.db')).toBe(false);
  expect(takesPassword('postgresql://ann@db/app')).toBe(true);
  expect(takesPassword('postgresql:///app?host=/tmp')).toBe(false);
});

it('labels an embedded database by its folder', () => {
  expect(labelOf('pglite:')).toBe('pglite: in memory');
  expect(labelOf('pglite:./data')).toBe('pglite: ./data');
  expect(labelOf('pglite:///data')).toBe('pglite: data');
});
