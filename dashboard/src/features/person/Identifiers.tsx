import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Identifier, Person } from '@/api/types';
import { formatDateTime } from '@/lib/format';
import { useMay } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Chip, CopyButton, Scroll, tableClass } from '@/ui/parts';
import css from './person.module.css';
import { UnmergeDialog } from './UnmergeDialog';

type Id = { project: string; person: string };

/** By what the person is known, since when, and how each came to be theirs. */
export function Identifiers({ person, id, zone }: { person: Person; id: Id; zone: string }) {
  const mayChange = useMay('admin');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [separating, setSeparating] = useState(false);
  const several = new Set(person.identifiers.map((identifier) => identifier.visitor)).size > 1;

  return (
    <>
      <div className={css.tools}>
        <p className="soft">
          {several
            ? 'Each was seen on its own before it was joined. Tick some to take them out again.'
            : 'This person is known by one identifier.'}
        </p>
        {mayChange && several && (
          <Button
            variant="default"
            leftSection={<Icon name="split" size={16} />}
            disabled={chosen.length === 0}
            onClick={() => setSeparating(true)}
          >
            Separate
          </Button>
        )}
      </div>
      <Scroll>
        <table className={tableClass}>
          <thead>
            <tr>
              {mayChange && several && (
                <th scope="col">
                  <span className="visually-hidden">Chosen</span>
                </th>
              )}
              <th scope="col">Kind</th>
              <th scope="col">Value</th>
              <th scope="col">Since</th>
              <th scope="col">Joined</th>
            </tr>
          </thead>
          <tbody>
            {person.identifiers.map((identifier) => (
              <tr key={`${identifier.visitor}-${identifier.kind}-${identifier.value}`}>
                {mayChange && several && (
                  <td>
                    <Checkbox
                      aria-label={`Choose ${identifier.kind} ${identifier.value}`}
                      checked={chosen.includes(identifier.visitor)}
                      onChange={(event) =>
                        setChosen(
                          event.currentTarget.checked
                            ? [...chosen, identifier.visitor]
                            : chosen.filter((visitor) => visitor !== identifier.visitor),
                        )
                      }
                    />
                  </td>
                )}
                <td>
                  <Chip>{identifier.kind}</Chip>
                </td>
                <td className="mono">
                  {identifier.value} <CopyButton text={identifier.value} label={`Copy ${identifier.kind}`} />
                  {identifier.retired && <Chip tone="warn">retired</Chip>}
                </td>
                <td style={{ whiteSpace: 'nowrap' }}>
                  {formatDateTime(identifier.from, zone)}
                  {identifier.end !== null && (
                    <span className="soft"> until {formatDateTime(identifier.end, zone)}</span>
                  )}
                </td>
                <td>{joinedText(identifier, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <UnmergeDialog
        opened={separating}
        onClose={() => setSeparating(false)}
        onDone={() => setChosen([])}
        id={id}
        visitors={chosen}
        identifiers={person.identifiers.filter((identifier) => chosen.includes(identifier.visitor))}
      />
    </>
  );
}

function joinedText(identifier: Identifier, zone: string): string {
  const { joined } = identifier;
  if (joined === null) {
    return 'from the beginning';
  }
  const when = formatDateTime(joined.time, zone);
  switch (joined.how) {
    case 'identified':
      return `when they identified themselves, ${when}`;
    case 'by_hand':
      return `by ${joined.by ?? 'hand'}, ${when}`;
    case 'detached':
      return `taken out by ${joined.by ?? 'hand'}, ${when}`;
  }
}
