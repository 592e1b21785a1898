import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/workbench/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    // A whole VS Code in a browser on a busy machine: what only came late gets a second look.
    retry: 1,
    expect: { poll: { timeout: 30_000 } },
  },
});
