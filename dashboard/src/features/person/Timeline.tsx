import { Button, MultiSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { memo, useState } from 'react';
import type { Event } from '@/api/types';
import { eventTitle, sourceLabel } from '@/lib/events';
import { formatDateTime, formatDay, formatDuration, formatTime, pagePath } from '@/lib/format';
import type { PersonSearch } from '@/lib/search';
import { useNow } from '@/lib/useNow';
import { EventBadge, PropertyTable, Summary } from '@/ui/EventParts';
import { Icon } from '@/ui/Icon';
import { Chip, Country } from '@/ui/parts';
import { Failed, Loading, State } from '@/ui/State';
import css from './person.module.css';
import { byDay, latestAttribute, type VisitGroup } from './timeline';
import { useTimeline, useVisits } from './usePerson';

type Id = { project: string; person: string };

export function Timeline({ id, zone }: { id: Id; zone: string }) {
  const search = useSearch({ from: '/signed-in/p/$project/people/$person' });
  const navigate = useNavigate();
  const query = useTimeline(id, search);
  const visits = useVisits(id).data?.pages.flatMap((page) => page.visits) ?? [];
  const now = useNow();
  const events = query.data?.pages.flatMap((page) => page.events) ?? [];
  const narrowed = search.q !== undefined || search.events !== undefined;
  const change = (next: PersonSearch) =>
    void navigate({
      to: '/p/$project/people/$person',
      params: id,
      search: next,
      replace: true,
      resetScroll: false,
    });

  return (
    <>
      <Tools search={search} change={change} names={[...new Set(events.map((event) => event.name))]} />
      {query.error !== null && events.length === 0 ? (
        <Failed error={query.error} what="the timeline" onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading label="Loading the timeline" lines={8} />
      ) : events.length === 0 ? (
        <State icon={narrowed ? 'search' : 'activity'} title={narrowed ? 'Nothing matches' : 'No events'}>
          <p>
            {narrowed
              ? 'Try other words, or fewer filters.'
              : 'This person is known by properties alone, and did nothing yet.'}
          </p>
        </State>
      ) : (
        <div data-testid="timeline">
          {byDay(events, visits, zone).map((day) => (
            <section key={day.key} className={css.day} aria-label={formatDay(day.time, now, zone)}>
              <h3 className={css.dayName}>{formatDay(day.time, now, zone)}</h3>
              {day.visits.map((group) => (
                <Group key={group.events[0]?.id} group={group} zone={zone} />
              ))}
            </section>
          ))}
        </div>
      )}
      {query.hasNextPage && (
        <div className={css.more}>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Earlier events
          </Button>
        </div>
      )}
    </>
  );
}

function Tools({
  search,
  change,
  names,
}: {
  search: PersonSearch;
  change: (next: PersonSearch) => void;
  names: readonly string[];
}) {
  const [text, setText] = useState(search.q ?? '');
  const ask = useDebouncedCallback((q: string) => {
    const { q: _, ...others } = search;
    change(q === '' ? others : { ...others, q });
  }, 250);
  const chosen = search.events ?? [];
  return (
    <search className={css.tools} aria-label="Search the timeline">
      <TextInput
        aria-label="Search events"
        placeholder="Search in names and properties"
        leftSection={<Icon name="search" size={16} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          ask(event.currentTarget.value.trim());
        }}
      />
      <MultiSelect
        aria-label="Only these events"
        placeholder={chosen.length === 0 ? 'All events' : ''}
        data={[...new Set([...chosen, ...names])]}
        value={[...chosen]}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'All events' }}
        miw={180}
        onChange={(events) => {
          const { events: _, ...others } = search;
          change(events.length === 0 ? others : { ...others, events });
        }}
      />
      <Switch
        label="Bots too"
        checked={search.bots === true}
        onChange={(event) => {
          const { bots: _, ...others } = search;
          change(event.currentTarget.checked ? { ...others, bots: true } : others);
        }}
      />
    </search>
  );
}

function Group({ group, zone }: { group: VisitGroup; zone: string }) {
  if (group.id === null) {
    return (
      <div className={css.alone}>
        <ul className={css.events}>
          {group.events.map((event) => (
            <Item key={event.id} event={event} zone={zone} />
          ))}
        </ul>
      </div>
    );
  }
  return (
    <article className={css.visit} aria-label={`Visit at ${formatTime(group.start, zone)}`}>
      <VisitHead group={group} zone={zone} />
      <ul className={css.events}>
        {group.events.map((event) => (
          <Item key={event.id} event={event} zone={zone} />
        ))}
      </ul>
    </article>
  );
}

function VisitHead({ group, zone }: { group: VisitGroup; zone: string }) {
  const { visit, events } = group;
  const start = visit?.start ?? group.start;
  const end = visit?.end ?? group.end;
  const device = visit?.device || latestAttribute(events, 'device');
  const browser = visit?.browser || latestAttribute(events, 'browser');
  const country = visit?.country || latestAttribute(events, 'country');
  const from = visit?.campaign || visit?.referrer || '';
  const app = latestAttribute(events, 'app');
  return (
    <div className={css.visitHead}>
      <b>{formatTime(start, zone)}</b>
      <span>{formatDuration(end - start)}</span>
      <span>{[sourceLabel(app), device, browser].filter((part) => part !== '').join(' · ')}</span>
      <Country code={country} />
      {from !== '' && (
        <span className="truncate" title={from}>
          from {from}
        </span>
      )}
    </div>
  );
}

const Item = memo(function Item({ event, zone }: { event: Event; zone: string }) {
  const [opened, setOpened] = useState(false);
  const app = event.attributes.app ?? '';
  const page = event.attributes.page ?? '';
  const hasSummary = Object.keys(event.properties).length > 0;
  return (
    <li>
      <button type="button" className={css.event} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <EventBadge name={event.name} />
        <span className={css.eventText}>
          <b className="truncate">{eventTitle(event.name)}</b>
          {hasSummary ? (
            <Summary properties={event.properties} />
          ) : (
            <span className="soft truncate">{pagePath(page)}</span>
          )}
        </span>
        <span className={css.time}>
          {event.flags.includes('bot') && <Chip tone="warn">bot</Chip>}{' '}
          {event.visit === null && app !== '' && <Chip>{sourceLabel(app)}</Chip>}{' '}
          {formatTime(event.time, zone)}
        </span>
        <span className={css.chevron} data-open={opened}>
          <Icon name="chevronRight" size={16} />
        </span>
      </button>
      {opened && <Detail event={event} zone={zone} />}
    </li>
  );
});

function Detail({ event, zone }: { event: Event; zone: string }) {
  return (
    <div className={css.detail}>
      {Object.keys(event.properties).length > 0 && (
        <div>
          <h4>Properties</h4>
          <PropertyTable properties={event.properties} />
        </div>
      )}
      {Object.keys(event.visitProperties).length > 0 && (
        <div>
          <h4>Properties of the visit</h4>
          <PropertyTable properties={event.visitProperties} />
        </div>
      )}
      <div>
        <h4>Seen by the server</h4>
        <PropertyTable
          properties={{
            time: formatDateTime(event.time, zone),
            ...(Math.abs(event.received - event.time) > 1000
              ? { received: formatDateTime(event.received, zone) }
              : {}),
            ...(event.activeUntil > event.time
              ? { lasted: formatDuration(event.activeUntil - event.time) }
              : {}),
            ...event.attributes,
            ...(event.flags.length === 0 ? {} : { flags: event.flags.join(', ') }),
          }}
        />
      </div>
    </div>
  );
}
