// Writes FILE.gz and FILE.br beside every text file of a built dashboard where that saves something, so that the server
// compresses nothing while it runs. index.html is changed by the server for every base path and stays plain.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = process.argv[2] ?? 'dist';
const text = /\.(js|css|svg|json|txt|webmanifest)$/;
const codings = [
  ['.gz', (bytes) => gzipSync(bytes, { level: 9 })],
  ['.br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })],
];

for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !text.test(entry.name)) continue;
  const plain = readFileSync(file);
  for (const [end, encode] of codings) {
    const encoded = encode(plain);
    rmSync(file + end, { force: true });
    if (encoded.length < plain.length * 0.95) writeFileSync(file + end, encoded);
  }
}
