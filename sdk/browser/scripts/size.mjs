// Prints the size of what pages load, and fails where it exceeds its limit: bytes after gzip -9, the loader as it is.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMITS = {
  'w.js': 8192,
  'w-forms.js': 1536,
  'w-links.js': 2048,
  'w-pings.js': 768,
  'w-history.js': 768,
  'w-consent.js': 768,
  'snippet.html': 1024,
};

for (const [name, limit] of Object.entries(LIMITS)) {
  const bytes = readFileSync(`dist/${name}`);
  const size = name.endsWith('.js') ? gzipSync(bytes, { level: 9 }).length : bytes.length;
  console.log(`${name.padEnd(14)}${String(size).padStart(6)} of ${limit} bytes`);
  if (size > limit) {
    console.error(`${name} is too large`);
    process.exitCode = 1;
  }
}
