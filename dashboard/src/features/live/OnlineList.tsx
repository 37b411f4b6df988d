import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { OnlinePerson } from '@/api/types';
import { formatDuration, formatNumber, pagePath } from '@/lib/format';
import { displayName } from '@/lib/person';
import { useProject } from '@/lib/session';
import { useNow } from '@/lib/useNow';
import { Avatar, Country } from '@/ui/parts';
import { Loading, State } from '@/ui/State';
import { ONLINE_SHOWN_MAX } from './live';
import css from './live.module.css';

export function OnlineList({ people, loading }: { people: readonly OnlinePerson[]; loading: boolean }) {
  const { id } = useProject();
  const now = useNow();
  if (people.length === 0) {
    return loading ? (
      <Loading label="Loading people" lines={4} />
    ) : (
      <State icon="people" title="Nobody is here right now">
        <p>
          Somebody who does something shows here until they have been away for the length of a visit's pause.
        </p>
      </State>
    );
  }
  return (
    <>
      <ul className={css.list} data-testid="online" aria-label="People online">
        {people.slice(0, ONLINE_SHOWN_MAX).map((person) => (
          <Row key={person.person} person={person} project={id} now={now} />
        ))}
      </ul>
      {people.length > ONLINE_SHOWN_MAX && (
        <p className="soft" style={{ padding: '4px 16px 16px' }}>
          and {formatNumber(people.length - ONLINE_SHOWN_MAX)} more. Filter to find somebody.
        </p>
      )}
    </>
  );
}

const Row = memo(function Row({
  person,
  project,
  now,
}: {
  person: OnlinePerson;
  project: string;
  now: number;
}) {
  const named = { id: person.person, name: person.name, email: person.email };
  return (
    <li>
      <Link
        to="/p/$project/people/$person"
        params={{ project, person: person.person }}
        search={{}}
        className={`${css.row} ${css.person}`}
        style={{ textDecoration: 'none' }}
      >
        <Avatar person={named} online />
        <span style={{ minWidth: 0 }}>
          <span className={css.who}>
            <b className="truncate">{displayName(named)}</b>
            <span className="soft" style={{ whiteSpace: 'nowrap' }}>
              {formatDuration(Math.max(0, now - person.since))}
            </span>
          </span>
          <span className="soft truncate" style={{ display: 'block' }}>
            {person.page === '' ? (person.title === '' ? 'no page' : person.title) : pagePath(person.page)}
          </span>
        </span>
        <span className={css.aside}>
          <span className="truncate">
            {[person.device || person.os, person.browser].filter((part) => part !== '').join(' · ')}
          </span>
          <Country code={person.country} />
        </span>
      </Link>
    </li>
  );
});
