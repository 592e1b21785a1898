import { describe, expect, test } from 'vitest';
import { mssqlSettings, type MssqlSettings } from '../../server/src/drivers/mssql-settings.ts';
import { DatabaseError } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';

const settings = (url: string): MssqlSettings => mssqlSettings(makeUrl(url));
const odbc = (text: string): MssqlSettings =>
  settings(`mssql+pyodbc:///?odbc_connect=${encodeURIComponent(text)}`);

test('host, port, user, password and database of the URL', () => {
  expect(settings('mssql+pymssql://sa:p%40w@db.example:1444/shop')).toMatchObject({
    server: 'db.example',
    port: 1444,
    user: 'sa',
    password: 'p@w',
    database: 'shop',
    options: { encrypt: false, trustServerCertificate: true },
  });
});

describe('encryption', () => {
  test.each([
    ['?driver=ODBC+Driver+18+for+SQL+Server', true, false],
    ['?driver=ODBC+Driver+17+for+SQL+Server', false, false],
    ['?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=no', false, false],
    ['?driver=ODBC+Driver+17+for+SQL+Server&Encrypt=yes&TrustServerCertificate=yes', true, true],
    ['?driver=FreeTDS', false, false],
  ])('%s', (query, encrypt, trustServerCertificate) => {
    expect(settings(`mssql+pyodbc://sa:x@h/d${query}`).options).toMatchObject({
      encrypt,
      trustServerCertificate,
    });
  });
});

test('an ODBC string', () => {
  const found = odbc(
    'DRIVER={ODBC Driver 18 for SQL Server};SERVER=tcp:h,1444;DATABASE=d;UID=sa;PWD={a;b}}c};TrustServerCertificate=yes',
  );
  expect(found).toMatchObject({ server: 'h', port: 1444, user: 'sa', password: 'a;b}c', database: 'd' });
  expect(found.options).toMatchObject({ encrypt: true, trustServerCertificate: true });
});

test('the port of a FreeTDS string', () => {
  expect(odbc('DRIVER=FreeTDS;SERVER=h;PORT=1500;UID=sa;PWD=x;TDS_Version=7.4')).toMatchObject({
    port: 1500,
  });
});

test('a named instance, unless a port is given', () => {
  expect(odbc(String.raw`SERVER=h\SQLEXPRESS;UID=sa;PWD=x`).options.instanceName).toBe('SQLEXPRESS');
  expect(odbc(String.raw`SERVER=h\SQLEXPRESS,1500;UID=sa;PWD=x`)).toMatchObject({ server: 'h', port: 1500 });
  expect(odbc(String.raw`SERVER=h\SQLEXPRESS,1500;UID=sa;PWD=x`).options.instanceName).toBeUndefined();
});

test('the password of the secret store wins', () => {
  const url = makeUrl(`mssql+pyodbc:///?odbc_connect=${encodeURIComponent('SERVER=h;UID=sa;PWD=old')}`);
  expect(mssqlSettings({ ...url, password: 'new' }).password).toBe('new');
});

describe('refused by name', () => {
  test.each([
    ['mssql+pyodbc://sa:hunter2@h/d?driver=x&ServerCertificate=/etc/server.pem', '"ServerCertificate"'],
    [
      `mssql+pyodbc:///?odbc_connect=${encodeURIComponent('SERVER=h;UID=sa;PWD=hunter2;Failover_Partner=b')}`,
      '"failover_partner"',
    ],
    ['mssql+pyodbc://sa:hunter2@h/d?Authentication=ActiveDirectoryServicePrincipal', 'ServicePrincipal'],
    ['mssql+pyodbc://sa:hunter2@mydsn', 'data source "mydsn"'],
    ['mssql+pyodbc://sa:hunter2@h/d?Trusted_Connection=yes', 'Trusted_Connection=yes'],
    ['mssql+pyodbc://h/d?driver=x', 'names no user'],
    ['mssql+pyodbc://sa:hunter2@h/d?Authentication=ActiveDirectoryInteractive', 'ActiveDirectoryInteractive'],
  ])('%s', (url, message) => {
    expect(() => settings(url)).toThrow(DatabaseError);
    expect(() => settings(url)).toThrow(message);
    expect(() => settings(url)).not.toThrow('hunter2');
  });
});
