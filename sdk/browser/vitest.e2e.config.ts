import { defineConfig } from 'vitest/config';

/** Tests in a browser against a running server, all of them against the same one. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
