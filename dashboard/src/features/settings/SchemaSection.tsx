import { Button, Drawer, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { SchemaEvent, SchemaProperty } from '@/api/types';
import { formatCompact, formatNumber } from '@/lib/format';
import { useMay, useProject } from '@/lib/session';
import { EventBadge } from '@/ui/EventParts';
import { Icon } from '@/ui/Icon';
import { Ago, Chip, Note, Panel, Scroll, Spark, tableClass } from '@/ui/parts';
import { Loaded, State } from '@/ui/State';
import { toast } from '@/ui/toasts';
import css from './settings.module.css';

type Opened =
  | { readonly kind: 'event'; readonly event: SchemaEvent }
  | { readonly kind: 'property'; readonly property: SchemaProperty };

const SHOWN_MAX = 300;

export function SchemaSection() {
  const { id } = useProject();
  const [text, setText] = useState('');
  const [hidden, setHidden] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = useQuery({
    queryKey: ['schema', id],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/schema', { params: { path: { project: id } } })),
  });
  const wanted = text.trim().toLocaleLowerCase();
  const shown = <T extends { name: string; title: string; hidden: boolean }>(
    items: readonly T[],
  ): readonly T[] =>
    items
      .filter(
        (item) =>
          (hidden || !item.hidden) && `${item.name} ${item.title}`.toLocaleLowerCase().includes(wanted),
      )
      .slice(0, SHOWN_MAX);
  return (
    <>
      <Panel label="Find" flush>
        <div className={css.tools} style={{ borderBottom: 0 }}>
          <TextInput
            aria-label="Find an event or property"
            placeholder="Find an event or property"
            leftSection={<Icon name="search" size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Switch
            label="Hidden ones too"
            checked={hidden}
            onChange={(event) => setHidden(event.currentTarget.checked)}
          />
        </div>
      </Panel>
      <Loaded query={query} what="the schema">
        {(schema) => (
          <>
            <EventTable
              events={shown(schema.events)}
              onOpen={(event) => setOpened({ kind: 'event', event })}
            />
            <PropertyRows
              properties={shown(schema.properties)}
              onOpen={(property) => setOpened({ kind: 'property', property })}
            />
          </>
        )}
      </Loaded>
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        title={opened?.kind === 'event' ? 'Event' : 'Property'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {opened !== null && <Describe opened={opened} onDone={() => setOpened(null)} />}
      </Drawer>
    </>
  );
}

function EventTable({
  events,
  onOpen,
}: {
  events: readonly SchemaEvent[];
  onOpen: (event: SchemaEvent) => void;
}) {
  const { zone } = useProject();
  if (events.length === 0) {
    return (
      <Panel title="Events" flush>
        <State icon="tag" title="No events">
          <p>Every name that arrives is listed here by itself.</p>
        </State>
      </Panel>
    );
  }
  return (
    <Panel title="Events" flush>
      <Scroll>
        <table className={tableClass}>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Last 30 days</th>
              <th scope="col" data-end>
                In all
              </th>
              <th scope="col" data-end>
                Of bots
              </th>
              <th scope="col">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.name}>
                <td>
                  <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
                    <EventBadge name={event.name} />
                    <div>
                      <button type="button" className={css.name} onClick={() => onOpen(event)}>
                        {event.title === '' ? event.name : event.title}
                      </button>{' '}
                      {event.hidden && <Chip>hidden</Chip>}
                      {event.title !== '' && <div className="soft">{event.name}</div>}
                      {event.description !== '' && <div className="soft">{event.description}</div>}
                    </div>
                  </div>
                </td>
                <td>
                  <Spark
                    values={event.days}
                    label={`${formatNumber(event.days.reduce((sum, day) => sum + day, 0))} in the last 30 days`}
                  />
                </td>
                <td data-end>{formatCompact(event.count)}</td>
                <td data-end>{formatCompact(event.botCount)}</td>
                <td>
                  <Ago time={event.lastSeen} zone={zone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function PropertyRows({
  properties,
  onOpen,
}: {
  properties: readonly SchemaProperty[];
  onOpen: (property: SchemaProperty) => void;
}) {
  const { zone } = useProject();
  if (properties.length === 0) {
    return null;
  }
  return (
    <Panel title="Properties" flush>
      <Scroll>
        <table className={tableClass}>
          <thead>
            <tr>
              <th scope="col">Property</th>
              <th scope="col">Of</th>
              <th scope="col">Holds</th>
              <th scope="col">Such as</th>
              <th scope="col" data-end>
                Seen
              </th>
              <th scope="col">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {properties.map((property) => (
              <tr key={`${property.scope}-${property.name}`}>
                <td>
                  <button type="button" className={css.name} onClick={() => onOpen(property)}>
                    {property.title === '' ? property.name : property.title}
                  </button>{' '}
                  {property.sensitive && (
                    <Chip tone="warn" icon="lock">
                      protected
                    </Chip>
                  )}{' '}
                  {property.hidden && <Chip>hidden</Chip>}
                  {property.title !== '' && <div className="soft">{property.name}</div>}
                </td>
                <td>
                  <Chip>{property.scope === 'visitor' ? 'person' : property.scope}</Chip>
                </td>
                <td>{Object.keys(property.types).join(', ')}</td>
                <td className="mono">{property.example}</td>
                <td data-end>{formatCompact(property.count)}</td>
                <td>
                  <Ago time={property.lastSeen} zone={zone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function Describe({ opened, onDone }: { opened: Opened; onDone: () => void }) {
  const { id } = useProject();
  const mayChange = useMay('admin');
  const client = useQueryClient();
  const item = opened.kind === 'event' ? opened.event : opened.property;
  const [title, setTitle] = useState(item.title);
  const [description, setDescription] = useState(item.description);
  const [hidden, setHidden] = useState(item.hidden);
  const [sensitive, setSensitive] = useState(opened.kind === 'property' && opened.property.sensitive);
  const save = useMutation({
    mutationFn: async () => {
      const path = { project: id, name: item.name };
      if (opened.kind === 'event') {
        await body(
          api.PATCH('/api/v1/projects/{project}/schema/events/{name}', {
            params: { path },
            body: { title, description, hidden },
          }),
        );
      } else {
        await body(
          api.PATCH('/api/v1/projects/{project}/schema/properties/{scope}/{name}', {
            params: { path: { ...path, scope: opened.property.scope } },
            body: { title, description, hidden, sensitive },
          }),
        );
      }
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['schema', id] });
      toast('Saved');
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const related = opened.kind === 'event' ? opened.event.properties : opened.property.events;
  return (
    <form className={css.detail} onSubmit={submit}>
      {save.error !== null && <Note tone="bad">{asProblem(save.error).message}</Note>}
      <p className="mono">{item.name}</p>
      <TextInput
        label="Title"
        description="How it is called here"
        value={title}
        disabled={!mayChange}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={description}
        disabled={!mayChange}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Switch
        label="Hidden in lists and suggestions"
        checked={hidden}
        disabled={!mayChange}
        onChange={(event) => setHidden(event.currentTarget.checked)}
      />
      {opened.kind === 'property' && (
        <Switch
          label="Protected"
          description="Viewers and analysts see that there is a value, not which."
          checked={sensitive}
          disabled={!mayChange}
          onChange={(event) => setSensitive(event.currentTarget.checked)}
        />
      )}
      {mayChange && (
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      )}
      {related.length > 0 && (
        <section>
          <h3>{opened.kind === 'event' ? 'Its properties' : 'Events that have it'}</h3>
          <div className={css.foot} style={{ gap: 6, marginTop: 8 }}>
            {related.map((name) => (
              <Chip key={name}>{name}</Chip>
            ))}
          </div>
        </section>
      )}
    </form>
  );
}
