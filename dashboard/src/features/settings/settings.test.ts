import { expect, test } from 'vitest';
import { lines, movedBy, refusedTotal, usageMax } from './settings';

const day = (events: number, bots: number, refused: Record<string, number>) => ({
  day: '2026-11-24',
  events,
  bots,
  pings: 0,
  updates: 0,
  identifies: 0,
  refused,
});

test('lines are trimmed, and empty ones are none', () => {
  expect(lines(' a \n\n b\n')).toEqual(['a', 'b']);
});

test('moving keeps everything and stops at the ends', () => {
  expect(movedBy(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(movedBy(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(movedBy(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});

test('the tallest day counts the kinds that are shown', () => {
  const days = [day(5, 7, {}), day(9, 1, {})];
  expect(usageMax(days, ['events'])).toBe(9);
  expect(usageMax(days, ['events', 'bots'])).toBe(12);
});

test('refusals are summed over days by reason', () => {
  expect(refusedTotal([day(0, 0, { bad_json: 1 }), day(0, 0, { bad_json: 2, over_quota: 4 })])).toEqual({
    bad_json: 3,
    over_quota: 4,
  });
});
