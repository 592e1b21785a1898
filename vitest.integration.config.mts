import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// SQL Server is no part of what npm brings: its tests take part where a server is named (CONTRIBUTING.md).
const withSqlServer = process.env['RETORT_TEST_MSSQL_URL'] !== undefined;
if (!withSqlServer) console.warn('RETORT_TEST_MSSQL_URL is not set: nothing is tried on SQL Server');

export default defineConfig({
  test: {
    // The journal of the command's runs is not the developer's own.
    env: { XDG_STATE_HOME: fileURLToPath(new URL('.cache/state', import.meta.url)) },
    include: ['test/integration/**/*.test.ts'],
    exclude: withSqlServer ? [] : ['test/integration/mssql*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    globalSetup: ['test/integration/postgres.ts'],
  },
});
