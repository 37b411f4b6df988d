import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const SCRIPT_BYTES_MAX = 250_000;

type Chunk = { readonly file: string; readonly isEntry?: boolean; readonly imports?: readonly string[] };

const dist = (file: string) => fileURLToPath(new URL(`../dist/${file}`, import.meta.url));

/** The entry, what it imports, and the page that one starts on, with what that imports. */
test('the script at the start is at most 250 KB compressed', async () => {
  const manifest = JSON.parse(await readFile(dist('.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const needed = new Set<string>();
  const need = (key: string): void => {
    const chunk = manifest[key];
    if (chunk !== undefined && !needed.has(chunk.file)) {
      needed.add(chunk.file);
      chunk.imports?.forEach(need);
    }
  };
  for (const [key, chunk] of Object.entries(manifest)) {
    if (chunk.isEntry === true || key.endsWith('LivePage.tsx')) {
      need(key);
    }
  }
  const sizes = await Promise.all(
    [...needed].map(async (file) => gzipSync(await readFile(dist(file))).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  process.stdout.write(`script at the start: ${total} bytes compressed in ${sizes.length} files\n`);
  expect(sizes.length).toBeGreaterThan(1);
  expect(total).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
});
