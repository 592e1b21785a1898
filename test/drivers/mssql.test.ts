/** What the driver does over the wire, against a server that speaks SQL Server's protocol. */
import { afterEach, describe, expect, test } from 'vitest';
import { withRunLock } from '../../server/src/alembic/runtime/run-lock.ts';
import { connect } from '../../server/src/drivers/connect.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { TdsServer, type TdsReply, type TdsServerOptions } from '../support/tds-server.ts';

const password = 'tds-s3cret';
let server: TdsServer | null = null;
let connection: Connection | null = null;
afterEach(async () => {
  await connection?.close();
  await server?.stop();
  server = connection = null;
});

async function open(
  options: TdsServerOptions = {},
  query = '',
  more: { readonly lockTimeout?: number; readonly signal?: AbortSignal } = {},
): Promise<{ readonly server: TdsServer; readonly connection: Connection }> {
  server = await TdsServer.start(options);
  const url = makeUrl(`mssql+pymssql://sa:${password}@127.0.0.1:${String(server.port)}/shop${query}`);
  connection = await connect(url, { baseDirectory: '/', ...more });
  return { server, connection };
}

/** What connecting fails with. */
async function refused(options: TdsServerOptions, query = ''): Promise<unknown> {
  return open(options, query).then(
    () => 'connected',
    (error: unknown) => error,
  );
}

const deadlock: TdsReply = {
  error: {
    number: 1205,
    message: 'Transaction was deadlocked and has been chosen as the deadlock victim.',
    severity: 13,
  },
  endsTransaction: true,
};

describe('a session', () => {
  test('values, columns and row counts', async () => {
    const rows = [
      [1, "it's", null],
      [2, '表', 'x'],
    ];
    const { connection } = await open({
      answer: (sql) => (sql.startsWith('SELECT') ? { columns: ['a', 'b', 'c'], rows } : { count: 3 }),
    });
    expect(await connection.execute('SELECT 1')).toMatchObject({ columns: ['a', 'b', 'c'], rows });
    expect(await connection.execute('DELETE FROM t')).toMatchObject({ columns: [], rows: [], rowCount: 3 });
  });

  test('a statement is sent as it is, in a batch; with parameters through sp_executesql', async () => {
    const { connection, server } = await open();
    const text = "CREATE SCHEMA [a]]b] -- 'x' 100% :y ?\n";
    await connection.execute(text);
    await connection.execute('SELECT @p1', ["x'; DROP TABLE t; --"]);
    expect(server.log).toEqual([text, 'SELECT @p1']);
  });

  test('has the options that ODBC sets, and the lock timeout', async () => {
    const { server } = await open({}, '', { lockTimeout: 1500 });
    const options = server.session.map((line) => line.toLowerCase());
    for (const option of [
      'quoted_identifier',
      'ansi_nulls',
      'ansi_padding',
      'ansi_warnings',
      'concat_null_yields_null',
    ])
      expect(options).toContain(`set ${option} on`);
    expect(options).toContain('set lock_timeout 1500');
    expect(options).toContain('set implicit_transactions off');
  });
});

describe('a transaction', () => {
  test('is one of the session: begun, committed, rolled back by requests of their own', async () => {
    const { connection, server } = await open();
    await connection.begin();
    expect(connection.inTransaction).toBe(true);
    await connection.execute('CREATE TABLE t (a int)');
    await connection.commit();
    await connection.begin();
    await connection.execute('DROP TABLE t');
    await connection.rollback();
    expect(connection.inTransaction).toBe(false);
    expect(server.log).toEqual([
      ...['BEGIN', 'CREATE TABLE t (a int)', 'COMMIT'],
      ...['BEGIN', 'DROP TABLE t', 'ROLLBACK'],
    ]);
  });

  test('that the server ended is not committed', async () => {
    const { connection, server } = await open({ answer: () => deadlock });
    await connection.begin();
    await expect(connection.execute('UPDATE t SET a = 1')).rejects.toMatchObject({ code: '1205' });
    expect(connection.inTransaction).toBe(false);
    await expect(connection.commit()).rejects.toThrow(/rolled the transaction back/);
    await connection.rollback();
    expect(server.log).not.toContain('COMMIT');
  });

  test('ends when the connection is cut', async () => {
    const { connection } = await open({ answer: () => 'cut' });
    await connection.begin();
    await expect(connection.execute('UPDATE t SET a = 1')).rejects.toThrow();
    await expect(connection.commit()).rejects.toThrow();
  });
});

test('a session that was lost is not begun anew: its lock is gone', async () => {
  const { connection, server } = await open({ answer: (sql) => (sql === 'cut' ? 'cut' : { count: 0 }) });
  await expect(connection.execute('cut')).rejects.toThrow();
  await expect(connection.execute('DROP TABLE t')).rejects.toThrow(/The connection to the server was lost/);
  expect(server.log).toEqual(['cut']);
});

describe('errors', () => {
  test('a statement that fails names itself, the number and the message', async () => {
    const { connection } = await open({
      answer: () => ({ error: { number: 208, message: "Invalid object name 'nowhere'.", line: 3 } }),
    });
    const sql = 'SELECT 1\n\nFROM nowhere';
    await expect(connection.execute(sql)).rejects.toMatchObject({
      code: '208',
      message: "Invalid object name 'nowhere'.",
      sql,
    });
    // The session goes on.
    await expect(connection.execute(sql)).rejects.toMatchObject({ code: '208' });
  });

  test('the line of the message is the position in the statement', async () => {
    const { connection } = await open({
      answer: () => ({ error: { number: 102, message: "Incorrect syntax near 'x'.", line: 2 } }),
    });
    await expect(connection.execute('SELECT 1\nFROM x x x')).rejects.toMatchObject({ position: 10 });
  });

  test('a login that fails, without the password', async () => {
    const error = await refused({ loginError: { number: 18456, message: "Login failed for user 'sa'." } });
    expect(error).toMatchObject({
      code: 'ELOGIN',
      hint: expect.stringContaining('Correct the user or the password') as string,
    });
    expect(String(error)).toContain("Login failed for user 'sa'.");
    expect(JSON.stringify(error) + String(error)).not.toContain(password);
  });

  test('a database that is not there', async () => {
    const message = 'Cannot open database "shop" requested by the login. The login failed.';
    const error = await refused({ loginError: { number: 4060, message } });
    expect(String(error)).toContain('Cannot open database "shop"');
  });

  test('a server that does not encrypt is refused where encryption is asked for', async () => {
    const error = await refused({}, '?Encrypt=yes');
    expect(error).toMatchObject({ code: 'EENCRYPT' });
    expect(String(error)).toContain('The server does not support encryption, which the URL asks for');
    expect(server?.logins).toBe(0);
  });
});

test('cancel sends an attention, and the session goes on', async () => {
  const { connection, server } = await open({
    answer: (sql) => (sql.includes('WAITFOR') ? 'never' : { count: 1 }),
  });
  const waiting = connection.execute("WAITFOR DELAY '1:00'").catch((error: unknown) => error);
  while (!server.log.includes("WAITFOR DELAY '1:00'")) await new Promise((later) => setTimeout(later, 5));
  await connection.cancel();
  expect(await waiting).toMatchObject({ sql: "WAITFOR DELAY '1:00'" });
  expect(server.log.at(-1)).toBe('CANCEL');
  expect(await connection.execute('DELETE FROM t')).toMatchObject({ rowCount: 1 });
});

test('runs exclude one another by an application lock of the session', async () => {
  const answers = [-1, 0];
  const { connection, server } = await open({
    answer: (sql) =>
      sql.includes('sp_getapplock') ? { columns: ['a'], rows: [[answers.shift() ?? 0]] } : { count: 0 },
  });
  const configure = { versionTable: 'alembic_version', versionTableSchema: null };
  const dialect = dialectFor('mssql', 'online');
  const waited: string[] = [];
  const done = await withRunLock(
    { connection, dialect, configure, onWaiting: (who) => waited.push(who) },
    () => {
      server.log.push('work');
      return Promise.resolve('done');
    },
  );
  expect(done).toBe('done');
  expect(waited).toHaveLength(1);
  const asked = server.log.filter((sql) => sql.includes('sp_getapplock'));
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatch(
    /@Resource = N'[^']*alembic_version[^']*'.*@LockOwner = N'Session', @LockTimeout = 0/,
  );
  expect(server.log.indexOf('work')).toBeGreaterThan(server.log.indexOf(asked[1] ?? ''));
  expect(server.log.at(-1)).toContain('sp_releaseapplock');
  expect(server.log).not.toContain('BEGIN');
});
