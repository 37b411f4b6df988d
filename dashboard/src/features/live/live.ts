import type { LiveEvent, LiveGap, LiveOnline, LiveRefusal, LiveSnapshot, OnlinePerson } from '@/api/types';

/**
 * What the Live page knows, and how each message of the stream changes it. Pure and bounded: however much happens, no
 * list grows beyond its maximum.
 */

export const EVENTS_MAX = 200;
export const SHOWN_MAX = 60;
export const ONLINE_SHOWN_MAX = 60;

export type Counts = Readonly<Record<string, number>>;

export type Live = {
  /** newest first */
  readonly events: readonly LiveEvent[];
  /** arrived since the stream was paused, newest first; null = not paused */
  readonly held: readonly LiveEvent[] | null;
  /** events that arrived while paused, also those no longer held */
  readonly heldCount: number;
  readonly people: readonly OnlinePerson[];
  readonly online: number;
  /** people online per country and per page, counted by the server over all of them */
  readonly countries: Counts;
  readonly pages: Counts;
  readonly lastMinute: number;
  readonly minutes: readonly number[];
  /** events that the server could not send in time */
  readonly missed: number;
  readonly refused: number;
};

export const NOTHING: Live = {
  events: [],
  held: null,
  heldCount: 0,
  people: [],
  online: 0,
  countries: {},
  pages: {},
  lastMinute: 0,
  minutes: [],
  missed: 0,
  refused: 0,
};

export type Message =
  | { readonly kind: 'snapshot'; readonly data: LiveSnapshot }
  | { readonly kind: 'event'; readonly data: LiveEvent }
  | { readonly kind: 'online'; readonly data: LiveOnline }
  | { readonly kind: 'rate'; readonly data: LiveSnapshot['rate'] }
  | { readonly kind: 'refused'; readonly data: LiveRefusal }
  | { readonly kind: 'gap'; readonly data: LiveGap };

/** All messages of one animation frame at once. */
export function applied(live: Live, messages: readonly Message[]): Live {
  let next = live;
  const fresh: LiveEvent[] = [];
  for (const message of messages) {
    if (message.kind === 'event') {
      fresh.push(message.data);
    } else {
      next = step(next, message);
    }
  }
  return fresh.length === 0 ? next : withEvents(next, fresh);
}

function step(live: Live, message: Exclude<Message, { kind: 'event' }>): Live {
  switch (message.kind) {
    case 'snapshot': {
      const { events, people, online, rate, countries, pages } = message.data;
      const newest = events.slice(0, EVENTS_MAX);
      const fresh = live.held === null ? [] : newest.filter((event) => !known(live, event.id));
      return {
        ...live,
        events: live.held === null ? newest : live.events,
        held: live.held === null ? null : [...fresh, ...live.held].slice(0, EVENTS_MAX),
        heldCount: live.heldCount + fresh.length,
        people,
        online,
        countries,
        pages,
        ...rated(rate),
      };
    }
    case 'online':
      return {
        ...live,
        online: message.data.online,
        countries: message.data.countries,
        pages: message.data.pages,
        people: moved(live.people, message.data),
      };
    case 'rate':
      return { ...live, ...rated(message.data) };
    case 'refused':
      return { ...live, refused: live.refused + message.data.count };
    case 'gap':
      return { ...live, missed: live.missed + (message.data.missed ?? 0) };
  }
}

function rated(rate: LiveSnapshot['rate']): Pick<Live, 'lastMinute' | 'minutes'> {
  return { lastMinute: rate.lastMinute, minutes: rate.minutes };
}

function known(live: Live, id: string): boolean {
  return live.events.some((event) => event.id === id) || (live.held ?? []).some((event) => event.id === id);
}

function moved(people: readonly OnlinePerson[], change: LiveOnline): readonly OnlinePerson[] {
  const changed = new Map(change.people.map((person) => [person.person, person]));
  const gone = new Set(change.gone);
  const stayed = people.filter((person) => !gone.has(person.person) && !changed.has(person.person));
  return [...changed.values(), ...stayed].sort((left, right) => right.lastSeen - left.lastSeen);
}

/** @param fresh oldest first */
function withEvents(live: Live, fresh: readonly LiveEvent[]): Live {
  const ids = new Set(live.events.map((event) => event.id));
  const held = live.held ?? [];
  for (const event of held) {
    ids.add(event.id);
  }
  const added = fresh.filter((event) => !ids.has(event.id)).reverse();
  if (live.held === null) {
    return { ...live, events: [...added, ...live.events].slice(0, EVENTS_MAX) };
  }
  return {
    ...live,
    held: [...added, ...held].slice(0, EVENTS_MAX),
    heldCount: live.heldCount + added.length,
  };
}

export function paused(live: Live): Live {
  return live.held === null ? { ...live, held: [], heldCount: 0 } : live;
}

export function resumed(live: Live): Live {
  return live.held === null
    ? live
    : { ...live, events: [...live.held, ...live.events].slice(0, EVENTS_MAX), held: null, heldCount: 0 };
}

export type Wanted = {
  readonly q?: string;
  readonly country?: string;
  readonly page?: string;
  readonly person?: string;
  readonly events?: readonly string[];
};

/** Events that the filters of the page let through. */
export function shownEvents(live: Live, wanted: Wanted): readonly LiveEvent[] {
  const q = wanted.q?.toLocaleLowerCase() ?? '';
  const names = new Set(wanted.events ?? []);
  return live.events
    .filter(
      (event) =>
        (wanted.country === undefined || event.country === wanted.country) &&
        (wanted.page === undefined || event.page === wanted.page) &&
        (wanted.person === undefined || event.person === wanted.person) &&
        (names.size === 0 || names.has(event.name)) &&
        (q === '' || textOf(event).includes(q)),
    )
    .slice(0, SHOWN_MAX);
}

function textOf(event: LiveEvent): string {
  return `${event.name} ${event.personName ?? ''} ${event.page} ${JSON.stringify(event.properties)}`.toLocaleLowerCase();
}

export function shownPeople(live: Live, wanted: Wanted): readonly OnlinePerson[] {
  const q = wanted.q?.toLocaleLowerCase() ?? '';
  return live.people.filter(
    (person) =>
      (wanted.country === undefined || person.country === wanted.country) &&
      (wanted.page === undefined || person.page === wanted.page) &&
      (q === '' ||
        `${person.name ?? ''} ${person.email ?? ''} ${person.page} ${person.title}`
          .toLocaleLowerCase()
          .includes(q)),
  );
}

export type Count = { readonly key: string; readonly count: number };

/** The largest counts, most first. */
export function largest(counts: Counts, max: number): readonly Count[] {
  return Object.entries(counts)
    .filter(([key]) => key !== '')
    .map(([key, count]) => ({ key, count }))
    .sort((left, right) => right.count - left.count || left.key.localeCompare(right.key))
    .slice(0, max);
}
