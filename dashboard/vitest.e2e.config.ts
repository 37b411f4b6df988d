import { defineConfig } from 'vitest/config';

/** Tests in a browser against the packaged server. Each file starts its own server; one file at a time. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 240_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
