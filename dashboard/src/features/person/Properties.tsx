import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { asProblem } from '@/api/problem';
import type { Person } from '@/api/types';
import { formatDateTime, formatValue } from '@/lib/format';
import { useMay } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Note, Panel } from '@/ui/parts';
import { toast } from '@/ui/toasts';
import css from './person.module.css';
import { type Kept, parseEdited, splitProperties } from './timeline';
import { useEdit } from './usePerson';

type Id = { project: string; person: string };

export function Properties({ person, id, zone }: { person: Person; id: Id; zone: string }) {
  const mayEdit = useMay('admin');
  const [editing, setEditing] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const { own, stated } = splitProperties(person.properties);

  return (
    <>
      <Panel
        title="Properties"
        actions={
          mayEdit && (
            <Tooltip label="Add a property">
              <ActionIcon aria-label="Add a property" onClick={() => setAdding(true)}>
                <Icon name="plus" />
              </ActionIcon>
            </Tooltip>
          )
        }
      >
        {adding && <AddForm id={id} taken={Object.keys(person.properties)} onDone={() => setAdding(false)} />}
        {own.length === 0 && !adding && (
          <p className="soft">Nothing is known about this person beyond what they did.</p>
        )}
        <dl className={css.properties}>
          {own.map(([key, value]) => (
            <div key={key} className={css.property}>
              {editing === key ? (
                <>
                  <dt className="visually-hidden">{key}</dt>
                  <dd className={css.editingCell}>
                    <EditForm id={id} name={key} value={value} onDone={() => setEditing(null)} />
                  </dd>
                </>
              ) : (
                <>
                  <dt>{key}</dt>
                  <dd>{value === null ? <span className="soft">protected</span> : formatValue(value)}</dd>
                  <dd className={css.propertyTools}>
                    <HistoryButton name={key} runs={person.history[key]} zone={zone} />
                    {mayEdit && value !== null && (
                      <ActionIcon aria-label={`Edit ${key}`} onClick={() => setEditing(key)}>
                        <Icon name="edit" size={15} />
                      </ActionIcon>
                    )}
                  </dd>
                </>
              )}
            </div>
          ))}
        </dl>
      </Panel>
      {stated.length > 0 && (
        <Panel title="Seen by the server">
          <dl className={css.properties}>
            {stated.map(([key, value]) => (
              <div key={key} className={css.property}>
                <dt>{key.slice(1).replaceAll('_', ' ')}</dt>
                <dd>{value === null ? <span className="soft">protected</span> : formatValue(value)}</dd>
                <dd className={css.propertyTools}>
                  <HistoryButton name={key} runs={person.history[key]} zone={zone} />
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
    </>
  );
}

type Runs = Person['history'][string] | undefined;

function HistoryButton({ name, runs, zone }: { name: string; runs: Runs; zone: string }) {
  if (runs === undefined || runs.length < 2) {
    return null;
  }
  return (
    <Popover position="right-start" width={300} trapFocus>
      <Popover.Target>
        <ActionIcon aria-label={`Earlier values of ${name}`}>
          <Icon name="history" size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <h3 style={{ marginBottom: 8 }}>{name} over time</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
        <ol className={css.history} tabIndex={0} data-autofocus>
          {[...runs].reverse().map((run) => (
            <li key={`${run.from}-${formatValue(run.value)}`}>
              {formatValue(run.value)}
              <small>{formatDateTime(run.from, zone)}</small>
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}

function EditForm({ id, name, value, onDone }: { id: Id; name: string; value: unknown; onDone: () => void }) {
  const [text, setText] = useState(formatValue(value));
  const edit = useEdit(id);
  const save = (next: Kept | null) =>
    edit.mutate(
      { [name]: next },
      {
        onSuccess: () => {
          toast(next === null ? `${name} was removed` : `${name} was changed`, {
            label: 'Undo',
            run: () => edit.mutate({ [name]: value as Kept }),
          });
          onDone();
        },
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(parseEdited(text, value));
  };
  return (
    <form className={css.editing} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      {edit.error !== null && (
        <Note tone="bad" icon="warning">
          {asProblem(edit.error).message}
        </Note>
      )}
      <TextInput
        label={name}
        value={text}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={css.editActions}>
        <Button type="submit" size="xs" loading={edit.isPending}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button size="xs" variant="subtle" color="clay" ml="auto" onClick={() => save(null)}>
          Remove
        </Button>
      </div>
    </form>
  );
}

function AddForm({ id, taken, onDone }: { id: Id; taken: readonly string[]; onDone: () => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const edit = useEdit(id);
  const isTaken = taken.includes(name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edit.mutate({ [name.trim()]: value }, { onSuccess: onDone });
  };
  return (
    <form className={css.editing} onSubmit={submit}>
      {edit.error !== null && (
        <Note tone="bad" icon="warning">
          {asProblem(edit.error).message}
        </Note>
      )}
      <TextInput
        label="Property"
        value={name}
        error={isTaken ? 'There is one of this name.' : null}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
      <div className={css.editActions}>
        <Button
          type="submit"
          size="xs"
          loading={edit.isPending}
          disabled={name.trim() === '' || value === '' || isTaken}
        >
          Add
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
