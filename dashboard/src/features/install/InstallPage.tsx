import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sentence } from '@/api/problem';
import type { Install } from '@/api/types';
import { eventTitle } from '@/lib/events';
import { plural } from '@/lib/format';
import { displayName } from '@/lib/person';
import { useMay, useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Ago, Chip, Code, PageHeader, Panel } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { clients, placeOf } from './clients';
import css from './install.module.css';
import { useInstall } from './useInstall';

/** How events get here, whether they do, and what was refused and why. */
export function InstallPage() {
  const project = useProject();
  const query = useInstall(project.id);
  return (
    <>
      <PageHeader title="Install">
        Put one line into your pages, or send events from your servers. This page tells when the first one is
        here.
      </PageHeader>
      <Loaded query={query} what="the installation">
        {(install) => (
          <div className={css.grid}>
            <div className={css.column}>
              <Website install={install} />
              <Servers install={install} />
            </div>
            <div className={css.column}>
              <Check install={install} />
              {install.refused.length > 0 && <Refused install={install} />}
              <Addresses install={install} />
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Website({ install }: { install: Install }) {
  return (
    <Panel title="On a website">
      <ol className={css.steps}>
        <li>
          <p>
            Paste this before <code>&lt;/head&gt;</code> of every page of {install.domains.join(', ')}. It
            counts page views by itself and slows nothing down.
          </p>
          <Code text={install.snippet} label="Snippet" />
        </li>
        <li>
          <p>When somebody signs in, say who they are. Everything they did before becomes theirs.</p>
          <Code
            text={`woopra.identify({ email: 'ann@example.com', name: 'Ann' });\nwoopra.track();`}
            label="Identify"
          />
        </li>
        <li>
          <p>Tell of what matters to you, in your own words.</p>
          <Code text={`woopra.track('signed up', { plan: 'pro', seats: 3 });`} label="Track" />
        </li>
      </ol>
    </Panel>
  );
}

function Servers({ install }: { install: Install }) {
  const all = clients(placeOf(install.trackUrl, window.location.origin, install.domains[0] ?? 'example.com'));
  const [chosen, setChosen] = useState('curl');
  const client = all.find((each) => each.id === chosen) ?? all[0];
  return (
    <Panel title="From a server or a script">
      <div className={css.column}>
        <div className={css.kinds} role="tablist" aria-label="Language">
          {all.map((each) => (
            <button
              key={each.id}
              type="button"
              role="tab"
              id={`tab-${each.id}`}
              aria-selected={each.id === client?.id}
              aria-controls="client-code"
              className={css.kind}
              onClick={() => setChosen(each.id)}
            >
              {each.label}
            </button>
          ))}
        </div>
        {client !== undefined && (
          <div id="client-code" role="tabpanel" aria-labelledby={`tab-${client.id}`} className={css.column}>
            <p className="soft">{client.note}</p>
            <Code text={client.code} label={`${client.label} code`} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Check({ install }: { install: Install }) {
  const project = useProject();
  const event = install.lastEvent ?? install.firstEvent;
  return (
    <Panel title="Does it work?">
      <div className={css.check} role="status" data-testid="install-check" data-received={install.received}>
        <span className={css.light} data-on={install.received}>
          <Icon name={install.received ? 'check' : 'activity'} size={22} />
        </span>
        {install.received ? (
          <div>
            <h3>Events are arriving</h3>
            {event !== null && (
              <p className="soft">
                {eventTitle(event.name)} of {displayName({ id: event.person, name: event.personName })},{' '}
                <Ago time={event.received} zone={project.zone} />
              </p>
            )}
            {install.firstEvent !== null && (
              <p className="soft">
                The first one came <Ago time={install.firstEvent.received} zone={project.zone} />.
              </p>
            )}
            <Button component={Link} to="/p/$project/live" params={{ project: project.id } as never} mt={12}>
              See it live
            </Button>
          </div>
        ) : (
          <div>
            <h3>Waiting for the first event</h3>
            <p className="soft">
              Open a page with the snippet, or run one of the examples. This turns green by itself.
            </p>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Refused({ install }: { install: Install }) {
  const { id, zone } = useProject();
  const mayLook = useMay('analyst');
  return (
    <Panel
      title="Refused lately"
      actions={
        mayLook && (
          <Link to="/p/$project/settings/$section" params={{ project: id, section: 'quarantine' }}>
            All
          </Link>
        )
      }
    >
      <ul className={css.refused}>
        {install.refused.map((refusal) => (
          <li key={`${refusal.reason}-${refusal.sample}`}>
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
              <Chip tone="bad">{refusal.reason.replaceAll('_', ' ')}</Chip>
              <span className="soft">
                {plural(refusal.count, 'time')}, last <Ago time={refusal.last} zone={zone} />
              </span>
            </div>
            <p>{sentence(refusal.message)}</p>
            <p className="soft">{sentence(refusal.advice)}</p>
            {refusal.sample !== '' && <code>{refusal.sample}</code>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Addresses({ install }: { install: Install }) {
  return (
    <Panel title="Addresses">
      <div className={css.steps}>
        <div>
          <p className="soft">Events</p>
          <Code text={install.trackUrl} label="Address for events" />
        </div>
        <div>
          <p className="soft">Script</p>
          <Code text={install.scriptUrl} label="Address of the script" />
        </div>
        <p className="soft">
          Events that name another domain than {install.domains.join(', ')} are refused. Add domains under
          Settings.
        </p>
      </div>
    </Panel>
  );
}
