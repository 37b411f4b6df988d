import { describe, expect, test } from 'vitest';
import { dayKey, formatAgo, formatBytes, formatDuration, formatValue, pagePath } from './format';
import { displayName, initials, isAnonymous } from './person';
import { parseLiveSearch, parsePeopleSearch, parsePersonSearch } from './search';

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [3_840_000, '1 h 4 min'],
  [3 * 86_400_000, '3 d'],
])('%i milliseconds are %s', (millis, text) => {
  expect(formatDuration(millis)).toBe(text);
});

test.each([
  [4_999, 'now'],
  [12_000, '12 s ago'],
  [300_000, '5 min ago'],
  [3 * 3_600_000, '3 h ago'],
  [6 * 86_400_000, '6 d ago'],
])('%i milliseconds before are "%s"', (passed, text) => {
  expect(formatAgo(1_800_000_000_000 - passed, 1_800_000_000_000)).toBe(text);
});

test('a day begins at midnight of the zone', () => {
  const time = Date.parse('2026-11-23T23:30:00Z');
  expect(dayKey(time, 'UTC')).toBe('2026-11-23');
  expect(dayKey(time, 'Europe/Berlin')).toBe('2026-11-24');
});

test('sizes, values and pages are short', () => {
  expect(formatBytes(999)).toBe('999 B');
  expect(formatBytes(1_500_000)).toBe('1.5 MB');
  expect(formatValue({ a: [1] })).toBe('{"a":[1]}');
  expect(formatValue(null)).toBe('');
  expect(pagePath('https://shop.example/a?b')).toBe('/a?b');
  expect(pagePath('shop.example/a')).toBe('/a');
});

describe('somebody', () => {
  test('is called by name, else by email, else by number', () => {
    expect(displayName({ id: '7', name: ' ', email: 'a@x.example' })).toBe('a@x.example');
    expect(displayName({ id: '7' })).toBe('Visitor 7');
    expect(displayName({ id: '7', name: '\u200b\ufeff\u3164' })).toBe('Visitor 7');
    expect(isAnonymous({ id: '7', name: null, email: null })).toBe(true);
  });

  test('has at most two letters, whatever the script', () => {
    expect(initials({ id: '1', name: 'Ann Maria Lee' })).toBe('AL');
    expect(initials({ id: '1', name: 'Ōta' })).toBe('Ō');
    expect(initials({ id: '1', name: '💥' })).toBe('');
  });
});

test('an address with nonsense in it is read as far as it makes sense', () => {
  expect(
    parsePeopleSearch({
      q: 12,
      sort: 'height',
      filter: [{ property: 1 }, { property: 'a', operator: 'exists' }],
    }),
  ).toEqual({
    q: '12',
    filter: [{ property: 'a', operator: 'exists' }],
  });
  expect(parseLiveSearch({ bots: 'yes', events: ['a', 3] })).toEqual({ events: ['a'] });
  expect(parsePersonSearch({ tab: 'secrets', bots: true })).toEqual({ bots: true });
});
