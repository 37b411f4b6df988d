import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const file = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

const text = file('BEHAVIOURS.md');
const rows = text
  .slice(0, text.indexOf('## Differences on the wire'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what '))
  .map((line) => line.slice(2, -2).split(' | '));

/// What pages may call: of w.js 5.3.0, and `consent`.
const METHODS = (
  'config identify identifyOrg visit track update cancelAction trackForm trackClick push ping startPing stopPing ' +
  'call consent reset dispose decorate undecorate autoDecorate getCookie getUrlId getEndpoint getProtocol ' +
  'getPageUrl getPageHash getPageTitle getDomainName getURI getOptionParams sendBeacons sleep init'
).split(' ');

const OPTIONS = [
  ...(/export interface Options \{(.*?)\n\}/s.exec(file('src/types.ts'))?.[1]?.matchAll(/^ {2}(\w+)\??:/gm) ??
    []),
].map(([, name]) => name ?? '');

test('every behaviour names a test that exists', () => {
  expect(rows.length).toBeGreaterThan(100);
  for (const row of rows) {
    const [, name, title] = /^`([^`]+)`: (.+)$/.exec(row[2] ?? '') ?? [];
    expect(row, row.join(' | ')).toHaveLength(3);
    expect(file(name ?? 'missing'), `${name}: ${title}`).toMatch(
      new RegExp(`test(?:\\.each\\(.*\\))?\\(\\s*(['"\`])${escaped(title ?? '')}\\1`),
    );
  }
});

test('every method and option has a behaviour', () => {
  const said = new Set(rows.map(([what]) => what));
  expect(OPTIONS.length).toBeGreaterThan(40);
  expect(METHODS.filter((name) => !said.has(`\`${name}()\``))).toEqual([]);
  expect(OPTIONS.filter((name) => !said.has(`\`${name}\``))).toEqual([]);
});

function escaped(title: string): string {
  return title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
