import type { RunLock } from '../../engine/dialect.ts';

/** An application lock of the session, in the current database. */
export const runLock: RunLock = {
  tryAcquire: async (connection, key) => {
    const { rows } = await connection.execute(
      `DECLARE @result int; EXEC @result = sp_getapplock @Resource = ${resource(key)}, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0; SELECT @result`,
    );
    const result = rows[0]?.[0];
    return typeof result === 'number' && result >= 0;
  },
  // Who holds it only a server administrator may ask.
  holder: () => Promise.resolve(null),
  release: async (connection, key) => {
    await connection.execute(`EXEC sp_releaseapplock @Resource = ${resource(key)}, @LockOwner = N'Session'`);
  },
};

function resource(key: string): string {
  return `N'retort ${key.replaceAll("'", "''").slice(0, 200)}'`;
}
