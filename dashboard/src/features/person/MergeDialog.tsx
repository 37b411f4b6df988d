import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, sentence } from '@/api/problem';
import type { Person, PersonRow } from '@/api/types';
import { plural } from '@/lib/format';
import { displayName } from '@/lib/person';
import { useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Avatar, Note } from '@/ui/parts';
import { Loading } from '@/ui/State';
import { toast } from '@/ui/toasts';
import { PersonCard } from './PersonCard';
import css from './person.module.css';
import { merge, unmerge, useMergePreview, useRefreshPerson } from './usePerson';

type Props = { opened: boolean; onClose: () => void; person: Person };

/** Two people who are one: found, looked at together, merged, and taken apart again if that was wrong. */
export function MergeDialog({ opened, onClose, person }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Merge with another person"
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <Content person={person} onClose={onClose} />}
    </Modal>
  );
}

function Content({ person, onClose }: { person: Person; onClose: () => void }) {
  const { id: project } = useProject();
  const [other, setOther] = useState<PersonRow | null>(null);
  const id = { project, person: person.id };
  const preview = useMergePreview(id, other?.id ?? null);
  const refresh = useRefreshPerson({ project });
  const navigate = useNavigate();

  const run = useMutation({
    mutationFn: async (chosen: PersonRow) => {
      const before = await body(
        api.GET('/api/v1/projects/{project}/people/{person}', {
          params: { path: { project, person: chosen.id } },
        }),
      );
      const result = await merge(id, chosen.id);
      return {
        merged: result.person?.id ?? person.id,
        visitors: [...new Set(before.identifiers.map((identifier) => identifier.visitor))],
      };
    },
    onSuccess: async ({ merged, visitors }) => {
      onClose();
      await refresh();
      await navigate({ to: '/p/$project/people/$person', params: { project, person: merged }, search: {} });
      toast('Merged into one person', {
        label: 'Undo',
        run: () =>
          void unmerge({ project, person: merged }, visitors, false)
            .then(refresh)
            .then(() => toast('Taken apart again'))
            .catch((failure: unknown) => toast(asProblem(failure).message)),
      });
    },
  });

  if (other === null) {
    return <Choose project={project} person={person} onChoose={setOther} />;
  }
  const result = preview.data;
  return (
    <div className={css.dialog}>
      {preview.isFetching && result === undefined && <Loading label="Loading the preview" lines={3} />}
      {preview.error !== null && (
        <Note tone="bad" icon="warning">
          {asProblem(preview.error).message}
        </Note>
      )}
      {run.error !== null && (
        <Note tone="bad" icon="warning">
          {asProblem(run.error).message}
        </Note>
      )}
      {result !== undefined && !result.allowed && (
        <Note tone="warn" icon="warning">
          They cannot be merged. {sentence(result.reason ?? '')}
        </Note>
      )}
      {result?.person !== null && result?.person !== undefined && (
        <PersonCard person={result.person} label="What would come of it" />
      )}
      <p className="soft">Events stay what they are. This can be undone, now or later under Identifiers.</p>
      <div className={css.dialogActions}>
        <Button variant="default" onClick={() => setOther(null)}>
          Choose somebody else
        </Button>
        <Button loading={run.isPending} disabled={result?.allowed !== true} onClick={() => run.mutate(other)}>
          Merge
        </Button>
      </div>
    </div>
  );
}

function Choose({
  project,
  person,
  onChoose,
}: {
  project: string;
  person: Person;
  onChoose: (other: PersonRow) => void;
}) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    queryKey: ['merge-search', project, q],
    enabled: q !== '',
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/projects/{project}/people', {
          params: { path: { project }, query: { q, limit: 8 } },
          signal,
        }),
      ),
  });
  const people = (found.data?.people ?? []).filter((each) => each.id !== person.id);
  return (
    <div className={css.dialog}>
      <TextInput
        label="Who is the same person?"
        placeholder="Name, email, or any property"
        leftSection={<Icon name="search" size={16} />}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="status">
        {people.map((each) => (
          <button key={each.id} type="button" className={css.choice} onClick={() => onChoose(each)}>
            <Avatar person={each} />
            <span>
              <b className="truncate" style={{ display: 'block' }}>
                {displayName(each)}
              </b>
              <span className="soft">
                {each.email !== null && each.name !== null ? `${each.email}, ` : ''}
                {plural(each.events, 'event')}
              </span>
            </span>
            <Icon name="chevronRight" size={16} />
          </button>
        ))}
        {found.data !== undefined && people.length === 0 && <p className="soft">Nobody else matches.</p>}
        {found.error !== null && <Note tone="bad">{asProblem(found.error).message}</Note>}
      </div>
    </div>
  );
}
