import { memo } from 'react';
import type { LiveEvent } from '@/api/types';
import { eventTitle } from '@/lib/events';
import { formatTime, pagePath } from '@/lib/format';
import { displayName } from '@/lib/person';
import { EventBadge, Summary } from '@/ui/EventParts';
import { Chip, Country } from '@/ui/parts';
import { State } from '@/ui/State';
import css from './live.module.css';

type Props = {
  events: readonly LiveEvent[];
  zone: string;
  onOpen: (event: LiveEvent) => void;
  onName: (name: string) => void;
};

export function Stream({ events, zone, onOpen }: Props) {
  if (events.length === 0) {
    return (
      <State icon="filter" title="Nothing that matches">
        <p>Events that match show here as they arrive.</p>
      </State>
    );
  }
  return (
    <ul className={css.list} data-testid="stream" aria-label="Newest events">
      {events.map((event) => (
        <Row key={event.id} event={event} zone={zone} onOpen={onOpen} />
      ))}
    </ul>
  );
}

/** Drawn once: an event that has arrived does not change. */
const Row = memo(function Row({
  event,
  zone,
  onOpen,
}: {
  event: LiveEvent;
  zone: string;
  onOpen: (event: LiveEvent) => void;
}) {
  const hasSummary = Object.keys(event.properties).length > 0;
  return (
    <li>
      <button type="button" className={`${css.row} ${css.event}`} onClick={() => onOpen(event)}>
        <EventBadge name={event.name} />
        <span style={{ minWidth: 0 }}>
          <span className={css.who}>
            <b className="truncate">{displayName({ id: event.person, name: event.personName })}</b>
            <span className="truncate soft">{eventTitle(event.name)}</span>
          </span>
          <span className={css.what}>
            {hasSummary ? (
              <Summary properties={event.properties} />
            ) : (
              <span className="soft truncate">{pagePath(event.page)}</span>
            )}
          </span>
        </span>
        <span className={css.aside}>
          {event.bot && <Chip tone="warn">bot</Chip>}
          <Country code={event.country} />
          <span>{formatTime(event.time, zone)}</span>
        </span>
      </button>
    </li>
  );
});
