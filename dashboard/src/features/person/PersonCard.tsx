import type { Person } from '@/api/types';
import { formatNumber, plural } from '@/lib/format';
import { displayName } from '@/lib/person';
import { Avatar, Chip } from '@/ui/parts';
import css from './person.module.css';
import { called } from './timeline';

const SHOWN_MAX = 6;

/** A person in a preview: who it would be, and by what they would be known. */
export function PersonCard({ person, label }: { person: Person; label: string }) {
  const who = called(person);
  const others = person.identifiers.length - SHOWN_MAX;
  return (
    <section className={css.preview} aria-label={label}>
      <span className="soft">{label}</span>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <Avatar person={who} size={36} />
        <div style={{ minWidth: 0 }}>
          <b>{displayName(who)}</b>
          <div className="soft">
            {plural(person.events, 'event')}, {plural(person.identifiers.length, 'identifier')}
          </div>
        </div>
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 6 }}>
        {person.identifiers.slice(0, SHOWN_MAX).map((identifier) => (
          <Chip key={`${identifier.visitor}-${identifier.kind}-${identifier.value}`}>
            <span className="truncate">
              {identifier.kind} {identifier.value}
            </span>
          </Chip>
        ))}
        {others > 0 && <Chip>{formatNumber(others)} more</Chip>}
      </div>
    </section>
  );
}
