import { ActionIcon, Button, Switch, TextInput, Tooltip } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { LiveEvent } from '@/api/types';
import { countryName, formatNumber, pagePath } from '@/lib/format';
import type { LiveSearch } from '@/lib/search';
import { useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Chip, PageHeader, Panel } from '@/ui/parts';
import { Loading, State } from '@/ui/State';
import { EventDrawer } from './EventDrawer';
import { largest, shownEvents, shownPeople } from './live';
import css from './live.module.css';
import { OnlineList } from './OnlineList';
import { RateChart } from './RateChart';
import { Stream } from './Stream';
import { TopBars } from './TopBars';
import { useLive } from './useLive';

/** What happens now: who is here, where they are, and what they do, without a reload. */
export function LivePage() {
  const project = useProject();
  const search = useSearch({ from: '/signed-in/p/$project/live' });
  const navigate = useNavigate();
  const { live, connection, pause, resume } = useLive(project.id, search.bots === true);
  const [opened, setOpened] = useState<LiveEvent | null>(null);
  const change = (next: LiveSearch) =>
    void navigate({ to: '/p/$project/live', params: { project: project.id }, search: next, replace: true });
  const isPaused = live.held !== null;
  const people = shownPeople(live, search);

  return (
    <>
      <PageHeader
        title="Live"
        actions={
          <>
            <Chip tone={connection === 'open' ? 'ok' : connection === 'lost' ? 'warn' : 'plain'}>
              {connection === 'open' ? 'Connected' : connection === 'lost' ? 'Reconnecting' : 'Connecting'}
            </Chip>
            <Tooltip label={isPaused ? 'Go on' : 'Pause the stream'}>
              <ActionIcon
                variant="default"
                size="lg"
                onClick={isPaused ? resume : pause}
                aria-label={isPaused ? 'Go on' : 'Pause the stream'}
                aria-pressed={isPaused}
              >
                <Icon name={isPaused ? 'play' : 'pause'} />
              </ActionIcon>
            </Tooltip>
          </>
        }
      >
        Who is on {project.domains[0] ?? project.name} right now, and what they do.
      </PageHeader>

      <div className={css.top}>
        <Panel label="People online" flush>
          <div className={css.now}>
            <span className={css.big} data-testid="online-count">
              {formatNumber(live.online)}
            </span>
            <span className={css.label}>
              <span className={css.pulse} data-on={connection === 'open' && live.online > 0} />
              {live.online === 1 ? 'person online' : 'people online'}
            </span>
          </div>
        </Panel>
        <Panel label="Rate" flush>
          <RateChart minutes={live.minutes} lastMinute={live.lastMinute} />
        </Panel>
      </div>

      <Filters search={search} change={change} />

      <div className={css.grid}>
        <div className={css.column}>
          <Panel
            title="Events"
            flush
            actions={
              <>
                {live.missed > 0 && <Chip tone="warn">{formatNumber(live.missed)} not shown</Chip>}
                {live.refused > 0 && (
                  <Link to="/p/$project/install" params={{ project: project.id }}>
                    <Chip tone="bad">{formatNumber(live.refused)} refused</Chip>
                  </Link>
                )}
                {isPaused && <Chip tone="live">Paused</Chip>}
              </>
            }
          >
            {isPaused && live.heldCount > 0 && (
              <button type="button" className={css.waiting} onClick={resume}>
                {formatNumber(live.heldCount)} new
              </button>
            )}
            {connection === 'connecting' && live.events.length === 0 ? (
              <Loading label="Loading events" />
            ) : live.events.length === 0 ? (
              <Quiet project={project.id} />
            ) : (
              <Stream
                events={shownEvents(live, search)}
                zone={project.zone}
                onOpen={setOpened}
                onName={(name) => change({ ...search, events: [name] })}
              />
            )}
          </Panel>
        </div>
        <div className={css.column}>
          <Panel
            title="People online"
            flush
            actions={<span className="soft">{formatNumber(people.length)}</span>}
          >
            <OnlineList people={people} loading={connection === 'connecting'} />
          </Panel>
          <div className={css.bars}>
            <TopBars
              title="Pages"
              counts={largest(live.pages, 8)}
              label={pagePath}
              onChoose={(page) => change({ ...search, page })}
            />
            <TopBars
              title="Countries"
              counts={largest(live.countries, 8)}
              label={countryName}
              onChoose={(country) => change({ ...search, country })}
            />
          </div>
        </div>
      </div>
      <EventDrawer event={opened} zone={project.zone} onClose={() => setOpened(null)} />
    </>
  );
}

function Quiet({ project }: { project: string }) {
  return (
    <State
      icon="activity"
      title="Nothing has happened yet"
      actions={
        <Button component={Link} to="/p/$project/install" params={{ project } as never} variant="default">
          Install tracking
        </Button>
      }
    >
      <p>Events show here the moment they arrive. If tracking is not installed yet, it takes one line.</p>
    </State>
  );
}

function Filters({ search, change }: { search: LiveSearch; change: (next: LiveSearch) => void }) {
  const { country, page, events, ...rest } = search;
  return (
    <search className={css.filters} aria-label="Filter what is live">
      <TextInput
        aria-label="Filter by text"
        placeholder="Filter by text"
        leftSection={<Icon name="search" size={16} />}
        value={search.q ?? ''}
        onChange={(event) => {
          const { q: _, ...others } = search;
          const q = event.currentTarget.value;
          change(q === '' ? others : { ...others, q });
        }}
      />
      {country !== undefined && (
        <FilterChip text={countryName(country)} onRemove={() => change(without(search, 'country'))} />
      )}
      {page !== undefined && (
        <FilterChip text={pagePath(page)} onRemove={() => change(without(search, 'page'))} />
      )}
      {(events ?? []).map((name) => (
        <FilterChip key={name} text={name} onRemove={() => change(without(search, 'events'))} />
      ))}
      <Switch
        label="Bots too"
        checked={rest.bots === true}
        onChange={(event) =>
          change(event.currentTarget.checked ? { ...search, bots: true } : without(search, 'bots'))
        }
      />
    </search>
  );
}

function without(search: LiveSearch, key: keyof LiveSearch): LiveSearch {
  const { [key]: _, ...others } = search;
  return others;
}

function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <button type="button" className={css.filterChip} onClick={onRemove} aria-label={`Remove filter ${text}`}>
      <span className="truncate">{text}</span>
      <Icon name="close" size={14} />
    </button>
  );
}
