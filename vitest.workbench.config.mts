import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The journal of the command's runs is not the developer's own.
    env: { XDG_STATE_HOME: fileURLToPath(new URL('.cache/state', import.meta.url)) },
    include: ['test/workbench/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    // A whole VS Code in a browser on a busy machine: what only came late gets a second look.
    retry: 1,
    expect: { poll: { timeout: 30_000 } },
  },
});
