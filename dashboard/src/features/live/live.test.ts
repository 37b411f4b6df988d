import { describe, expect, test } from 'vitest';
import type { LiveEvent, OnlinePerson } from '@/api/types';
import { applied, EVENTS_MAX, largest, NOTHING, paused, resumed, SHOWN_MAX, shownEvents } from './live';

function event(id: number, more: Partial<LiveEvent> = {}): LiveEvent {
  return {
    id: String(id),
    person: '1',
    personName: null,
    name: 'pv',
    time: id,
    received: id,
    app: '',
    page: '',
    country: '',
    bot: false,
    properties: {},
    ...more,
  };
}

function somebody(person: string, more: Partial<OnlinePerson> = {}): OnlinePerson {
  return {
    person,
    name: null,
    email: null,
    page: '',
    title: '',
    country: '',
    city: '',
    browser: '',
    os: '',
    device: '',
    referrer: '',
    campaign: '',
    since: 0,
    lastSeen: 0,
    events: 1,
    app: '',
    ...more,
  };
}

const arrivals = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ kind: 'event', data: event(from + index) }) as const);

describe('the stream', () => {
  test('keeps the newest events, newest first, and no more than its maximum', () => {
    const live = applied(NOTHING, arrivals(0, 1000));
    expect(live.events).toHaveLength(EVENTS_MAX);
    expect(live.events[0]?.id).toBe('999');
    expect(live.events[EVENTS_MAX - 1]?.id).toBe('800');
  });

  test('shows an event that is sent twice once', () => {
    const live = applied(applied(NOTHING, arrivals(0, 3)), arrivals(1, 4));
    expect(live.events.map(({ id }) => id)).toEqual(['3', '2', '1', '0']);
  });

  test('holds what arrives while paused, counts it, and shows it afterwards', () => {
    const waiting = applied(paused(applied(NOTHING, arrivals(0, 2))), arrivals(2, 5));
    expect(waiting.events.map(({ id }) => id)).toEqual(['1', '0']);
    expect(waiting.heldCount).toBe(3);
    const going = resumed(waiting);
    expect(going.events.map(({ id }) => id)).toEqual(['4', '3', '2', '1', '0']);
    expect(going.heldCount).toBe(0);
  });

  test('counts what a long pause no longer holds', () => {
    const waiting = applied(paused(NOTHING), arrivals(0, 5000));
    expect(waiting.heldCount).toBe(5000);
    expect(waiting.held).toHaveLength(EVENTS_MAX);
  });
});

test('people who come, move and leave change the list', () => {
  const first = applied(NOTHING, [
    {
      kind: 'online',
      data: {
        online: 2,
        people: [somebody('1', { lastSeen: 1 }), somebody('2', { lastSeen: 2 })],
        gone: [],
        countries: {},
        pages: {},
      },
    },
  ]);
  expect(first.people.map(({ person }) => person)).toEqual(['2', '1']);
  const then = applied(first, [
    {
      kind: 'online',
      data: {
        online: 1,
        people: [somebody('1', { lastSeen: 9, page: 'a/b' })],
        gone: ['2'],
        countries: {},
        pages: {},
      },
    },
  ]);
  expect(then.online).toBe(1);
  expect(then.people.map(({ person, page }) => [person, page])).toEqual([['1', 'a/b']]);
});

test('filters look at the text of properties as well', () => {
  const live = applied(NOTHING, [
    { kind: 'event', data: event(1, { properties: { plan: 'Gold' } }) },
    { kind: 'event', data: event(2, { country: 'DE' }) },
  ]);
  expect(shownEvents(live, { q: 'gold' }).map(({ id }) => id)).toEqual(['1']);
  expect(shownEvents(live, { country: 'DE' }).map(({ id }) => id)).toEqual(['2']);
  expect(shownEvents(applied(NOTHING, arrivals(0, 500)), {})).toHaveLength(SHOWN_MAX);
});

test('the largest counts come first', () => {
  expect(largest({ DE: 1, FR: 2, '': 9 }, 5)).toEqual([
    { key: 'FR', count: 2 },
    { key: 'DE', count: 1 },
  ]);
});
