import { ActionIcon, Button, Menu } from '@mantine/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Person } from '@/api/types';
import { apiUrl } from '@/lib/base';
import { formatNumber } from '@/lib/format';
import { displayName } from '@/lib/person';
import type { PersonTab } from '@/lib/search';
import { useMay, useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Ago, Avatar, Chip, CopyButton, Country, Panel } from '@/ui/parts';
import { Failed, Loading } from '@/ui/State';
import { DeleteDialog } from './DeleteDialog';
import { Identifiers } from './Identifiers';
import { MergeDialog } from './MergeDialog';
import { Properties } from './Properties';
import css from './person.module.css';
import { Timeline } from './Timeline';
import { called } from './timeline';
import { useFollow, usePerson } from './usePerson';
import { Visits } from './Visits';

/** One person: who they are, how they are known, and everything they did. */
export function PersonPage() {
  const project = useProject();
  const { person: number } = useParams({ from: '/signed-in/p/$project/people/$person' });
  const { tab = 'timeline' } = useSearch({ from: '/signed-in/p/$project/people/$person' });
  const id = { project: project.id, person: number };
  const query = usePerson(id);
  useFollow(id);

  return (
    <>
      <Link to="/p/$project/people" params={{ project: project.id }} search={{}} className={css.back}>
        <Icon name="chevronLeft" size={16} /> People
      </Link>
      {query.data === undefined ? (
        <Panel label="Person" flush>
          {query.error === null ? (
            <Loading label="Loading the person" lines={8} />
          ) : (
            <Failed error={query.error} what="this person" onRetry={() => void query.refetch()} />
          )}
        </Panel>
      ) : (
        <Whole person={query.data} tab={tab} />
      )}
    </>
  );
}

function Whole({ person, tab }: { person: Person; tab: PersonTab }) {
  const project = useProject();
  const id = { project: project.id, person: person.id };
  return (
    <>
      <Head person={person} />
      <div className={css.grid}>
        <div className={`${css.column} ${css.side}`}>
          <Facts person={person} />
          <Properties person={person} id={id} zone={project.zone} />
          {person.organisation !== null && <OrganisationPanel organisation={person.organisation} />}
        </div>
        <Panel label="History" flush>
          <nav className={css.tabs} aria-label="Parts of the history">
            <Tab id={id} tab="timeline" current={tab} label="Timeline" />
            <Tab id={id} tab="visits" current={tab} label="Visits" />
            <Tab
              id={id}
              tab="identifiers"
              current={tab}
              label={`Identifiers ${formatNumber(person.identifiers.length)}`}
            />
          </nav>
          {tab === 'timeline' && <Timeline id={id} zone={project.zone} />}
          {tab === 'visits' && <Visits id={id} zone={project.zone} />}
          {tab === 'identifiers' && <Identifiers person={person} id={id} zone={project.zone} />}
        </Panel>
      </div>
    </>
  );
}

type Id = { project: string; person: string };

function Tab({ id, tab, current, label }: { id: Id; tab: PersonTab; current: PersonTab; label: string }) {
  return (
    <Link
      to="/p/$project/people/$person"
      params={id}
      search={tab === 'timeline' ? {} : { tab }}
      className={css.tab}
      {...(tab === current ? { 'data-active': true, 'aria-current': 'true' as const } : {})}
      activeProps={{}}
    >
      {label}
    </Link>
  );
}

function Head({ person }: { person: Person }) {
  const { id: project, zone } = useProject();
  const mayChange = useMay('admin');
  const mayExport = useMay('analyst');
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'merge' | 'delete' | null>(null);
  const who = called(person);
  const country = person.properties.$country;

  useEffect(() => {
    document.title = `${displayName(who)} · Sojourn`;
  });

  return (
    <header className={css.head}>
      <Avatar person={who} size={56} online={person.online} />
      <div className={css.title}>
        <h1 data-testid="person-name">{displayName(who)}</h1>
        <div className={css.meta}>
          {person.online ? (
            <Chip tone="ok">Online</Chip>
          ) : (
            <span>
              Seen <Ago time={person.lastSeen} zone={zone} />
            </span>
          )}
          {who.email !== null && (
            <span>
              <span className="truncate">{who.email}</span>
              <CopyButton text={who.email} label="Copy email" />
            </span>
          )}
          {typeof country === 'string' && <Country code={country} named />}
        </div>
      </div>
      <div style={{ display: 'flex', gap: 8 }}>
        {mayChange && (
          <Button
            variant="default"
            leftSection={<Icon name="merge" size={16} />}
            onClick={() => setDialog('merge')}
          >
            Merge
          </Button>
        )}
        {(mayExport || mayChange) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label="More to do with this person">
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {mayExport && (
                <Menu.Item
                  leftSection={<Icon name="download" size={16} />}
                  component="a"
                  href={apiUrl(`api/v1/projects/${project}/people/${person.id}/export`)}
                  download={`person-${person.id}.json`}
                >
                  Download everything
                </Menu.Item>
              )}
              {mayChange && (
                <Menu.Item
                  leftSection={<Icon name="split" size={16} />}
                  onClick={() =>
                    void navigate({
                      to: '/p/$project/people/$person',
                      params: { project, person: person.id },
                      search: { tab: 'identifiers' },
                    })
                  }
                >
                  Separate identifiers
                </Menu.Item>
              )}
              {mayChange && (
                <Menu.Item
                  leftSection={<Icon name="trash" size={16} />}
                  color="clay"
                  onClick={() => setDialog('delete')}
                >
                  Delete
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <MergeDialog opened={dialog === 'merge'} onClose={() => setDialog(null)} person={person} />
      <DeleteDialog opened={dialog === 'delete'} onClose={() => setDialog(null)} person={person} />
    </header>
  );
}

function Facts({ person }: { person: Person }) {
  const { id: project, zone } = useProject();
  const params = { project, person: person.id };
  return (
    <section className={css.facts} aria-label="Sums" style={{ border: '1px solid var(--line)' }}>
      <Link to="/p/$project/people/$person" params={params} search={{}} className={css.fact} activeProps={{}}>
        <b>{formatNumber(person.events)}</b>
        <span>{person.events === 1 ? 'event' : 'events'}</span>
      </Link>
      <Link
        to="/p/$project/people/$person"
        params={params}
        search={{ tab: 'identifiers' }}
        className={css.fact}
        activeProps={{}}
      >
        <b>{formatNumber(person.identifiers.length)}</b>
        <span>{person.identifiers.length === 1 ? 'identifier' : 'identifiers'}</span>
      </Link>
      <div className={css.fact}>
        <b>
          <Ago time={person.firstSeen} zone={zone} />
        </b>
        <span>first seen</span>
      </div>
      <div className={css.fact}>
        <b>
          <Ago time={person.lastSeen} zone={zone} />
        </b>
        <span>last seen</span>
      </div>
    </section>
  );
}

function OrganisationPanel({ organisation }: { organisation: NonNullable<Person['organisation']> }) {
  return (
    <Panel title="Organisation">
      <p style={{ fontWeight: 600, marginBottom: 8 }}>{organisation.id}</p>
      <dl className={css.properties}>
        {Object.entries(organisation.properties).map(([key, value]) => (
          <div key={key} className={css.property}>
            <dt>{key}</dt>
            <dd>{value === null ? <span className="soft">protected</span> : String(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
