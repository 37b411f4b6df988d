import { defineConfig } from 'vitest/config';

/** Takes the pictures in docs/screenshots, of the demo's data. */
export default defineConfig({
  test: { environment: 'node', include: ['e2e/screenshots.ts'], testTimeout: 600_000, hookTimeout: 300_000 },
});
