import { Button, Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LiveEvent } from '@/api/types';
import { eventTitle, sourceLabel } from '@/lib/events';
import { countryName, formatDateTime } from '@/lib/format';
import { displayName } from '@/lib/person';
import { useProject } from '@/lib/session';
import { PropertyTable } from '@/ui/EventParts';
import { Avatar } from '@/ui/parts';

/** One event of the stream, whole, and the way to the person. */
export function EventDrawer({
  event,
  zone,
  onClose,
}: {
  event: LiveEvent | null;
  zone: string;
  onClose: () => void;
}) {
  const { id } = useProject();
  return (
    <Drawer
      opened={event !== null}
      onClose={onClose}
      title={event === null ? '' : eventTitle(event.name)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {event !== null && (
        <div style={{ display: 'grid', gap: 20 }}>
          <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
            <Avatar person={{ id: event.person, name: event.personName }} size={40} />
            <b style={{ flex: 1, minWidth: 0 }}>
              {displayName({ id: event.person, name: event.personName })}
            </b>
            <Button
              component={Link}
              to="/p/$project/people/$person"
              params={{ project: id, person: event.person } as never}
              search={{} as never}
              variant="default"
            >
              Open person
            </Button>
          </div>
          <PropertyTable
            properties={{
              event: event.name,
              time: formatDateTime(event.time, zone),
              from: sourceLabel(event.app),
              ...(event.page === '' ? {} : { page: event.page }),
              ...(event.country === '' ? {} : { country: countryName(event.country) }),
            }}
          />
          {Object.keys(event.properties).length > 0 && (
            <section aria-label="Properties">
              <h3>Properties</h3>
              <PropertyTable properties={event.properties} />
            </section>
          )}
        </div>
      )}
    </Drawer>
  );
}
