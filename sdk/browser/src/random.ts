import { tolerate } from './guard';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/// Twelve random letters and digits, the form of w.js's cookies and event ids: 71 bits.
export function randomId(): string {
  const bytes = new Uint8Array(12);
  const random =
    tolerate(() => crypto.getRandomValues(bytes), undefined) ?? bytes.map(() => Math.random() * 256);
  let id = '';
  for (const byte of random) {
    id += LETTERS[byte % 62];
  }
  return id;
}
