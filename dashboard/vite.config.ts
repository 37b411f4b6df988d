import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.SOJOURN_URL ?? 'http://127.0.0.1:8080';
const proxied = ['/api', '/rest', '/track', '/js', '/health'];

export default defineConfig({
  // The server states the base path in <base href>, so that one build serves every path.
  base: './',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 800, manifest: true },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, { target: server }])) },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
