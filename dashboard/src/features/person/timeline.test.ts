import { describe, expect, test } from 'vitest';
import type { Event, Person, Visit } from '@/api/types';
import { byDay, called, confirmation, parseEdited, splitProperties } from './timeline';

function event(id: string, time: string, visit: string | null): Event {
  const millis = Date.parse(time);
  return {
    id,
    name: 'pv',
    time: millis,
    received: millis,
    activeUntil: millis,
    visitor: '1',
    visit,
    flags: [],
    attributes: {},
    properties: {},
    visitProperties: {},
  };
}

describe('the timeline', () => {
  const events = [
    event('5', '2026-11-24T08:00:00Z', 'b'),
    event('4', '2026-11-24T07:59:00Z', 'b'),
    event('3', '2026-11-24T07:30:00Z', null),
    event('2', '2026-11-23T23:30:00Z', 'a'),
    event('1', '2026-11-23T23:00:00Z', 'a'),
  ];

  test('is cut into days of the zone, and those into visits', () => {
    const days = byDay(events, [], 'UTC');
    expect(days.map(({ key, visits }) => [key, visits.map(({ id, events: of }) => [id, of.length])])).toEqual(
      [
        [
          '2026-11-24',
          [
            ['b', 2],
            [null, 1],
          ],
        ],
        ['2026-11-23', [['a', 2]]],
      ],
    );
  });

  test('puts an event before midnight UTC on the next day further east', () => {
    expect(byDay(events, [], 'Europe/Berlin').map(({ key }) => key)).toEqual(['2026-11-24']);
  });

  test('knows the visit where it was loaded', () => {
    const visit = { id: 'b', landingPage: 'shop.example/' } as Visit;
    expect(byDay(events, [visit], 'UTC')[0]?.visits[0]?.visit).toBe(visit);
  });
});

const person = (properties: Record<string, unknown>) => ({ id: '7', properties }) as Person;

test('a person is called by name, by both names, or by email', () => {
  expect(called(person({ name: 'Ann', email: 'a@x.example' })).name).toBe('Ann');
  expect(called(person({ first_name: 'Ann', last_name: 'Lee' })).name).toBe('Ann Lee');
  expect(called(person({ name: '  ' })).name).toBeNull();
  expect(confirmation(person({ name: 'Ann', email: 'a@x.example' }))).toBe('a@x.example');
  expect(confirmation(person({}))).toBe('Visitor 7');
});

test('an edited number stays a number, new text stays text', () => {
  expect(parseEdited('12', 3)).toBe(12);
  expect(parseEdited('many', 3)).toBe('many');
  expect(parseEdited('true', false)).toBe(true);
  expect(parseEdited('12', undefined)).toBe('12');
});

test('what the platform states stands apart', () => {
  expect(splitProperties({ $country: 'DE', plan: 'gold', age: 3 })).toEqual({
    own: [
      ['age', 3],
      ['plan', 'gold'],
    ],
    stated: [['$country', 'DE']],
  });
});
