import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The journal of the command's runs is not the developer's own.
    env: { XDG_STATE_HOME: fileURLToPath(new URL('.cache/state', import.meta.url)) },
    include: ['test/integration/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    globalSetup: ['test/integration/postgres.ts'],
  },
});
