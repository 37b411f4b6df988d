import type { Event, Person, Visit } from '@/api/types';
import { dayKey } from '@/lib/format';

/** How a person's events are laid out. Pure. */

export type VisitGroup = {
  readonly id: string | null;
  readonly visit: Visit | undefined;
  /** newest first */
  readonly events: readonly Event[];
  readonly start: number;
  readonly end: number;
};

export type DayGroup = {
  readonly key: string;
  readonly time: number;
  readonly visits: readonly VisitGroup[];
};

/** Days, newest first, and in each the visits, newest first. Events outside of visits stand alone between them. */
export function byDay(events: readonly Event[], visits: readonly Visit[], zone: string): readonly DayGroup[] {
  const known = new Map(visits.map((visit) => [visit.id, visit]));
  const days: { key: string; time: number; visits: { id: string | null; events: Event[] }[] }[] = [];
  for (const event of events) {
    const key = dayKey(event.time, zone);
    let day = days[days.length - 1];
    if (day === undefined || day.key !== key) {
      day = { key, time: event.time, visits: [] };
      days.push(day);
    }
    const group = day.visits[day.visits.length - 1];
    if (group !== undefined && group.id === event.visit) {
      group.events.push(event);
    } else {
      day.visits.push({ id: event.visit, events: [event] });
    }
  }
  return days.map((day) => ({
    ...day,
    visits: day.visits.map((group) => {
      const visit = group.id === null ? undefined : known.get(group.id);
      return {
        id: group.id,
        visit,
        events: group.events,
        start: Math.min(...group.events.map((event) => event.time)),
        end: Math.max(...group.events.map((event) => Math.max(event.time, event.activeUntil))),
      };
    }),
  }));
}

/** Name and email as the person's properties give them. */
export function called(person: Person): { id: string; name: string | null; email: string | null } {
  const text = (key: string) => {
    const value = person.properties[key];
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  };
  const both = [text('first_name'), text('last_name')].filter((part) => part !== null).join(' ');
  return { id: person.id, name: text('name') ?? (both === '' ? null : both), email: text('email') };
}

/** The newest value of a visit's attribute. */
export function latestAttribute(events: readonly Event[], key: string): string {
  return events.find((event) => (event.attributes[key] ?? '') !== '')?.attributes[key] ?? '';
}

export type Kept = string | number | boolean;

/** What was typed, as the kind of value that stood there before: a number stays one, a new value is text. */
export function parseEdited(text: string, before: unknown): Kept {
  if (typeof before === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) {
    return Number(text);
  }
  if (typeof before === 'boolean' && (text === 'true' || text === 'false')) {
    return text === 'true';
  }
  return text;
}

/** Own properties first by name; what the platform states, which begins with `$`, apart. */
export function splitProperties(properties: Readonly<Record<string, unknown>>): {
  readonly own: readonly (readonly [string, unknown])[];
  readonly stated: readonly (readonly [string, unknown])[];
} {
  const entries = Object.entries(properties).sort(([left], [right]) => left.localeCompare(right));
  return {
    own: entries.filter(([key]) => !key.startsWith('$')),
    stated: entries.filter(([key]) => key.startsWith('$')),
  };
}

/** What must be typed before a deletion. */
export function confirmation(person: Person): string {
  const { name, email, id } = called(person);
  return email ?? name ?? `Visitor ${id}`;
}
