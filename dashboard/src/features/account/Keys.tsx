import { ActionIcon, Button, Modal, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, done } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Role } from '@/api/types';
import { formatDate } from '@/lib/format';
import { ROLES, roleLabel } from '@/lib/roles';
import { useSession } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Ago, Chip, Code, Note, Panel, Scroll, tableClass } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { toast } from '@/ui/toasts';
import css from './account.module.css';

const DAY_MILLIS = 86_400_000;
const LIVES = [
  { value: '', label: 'until revoked' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
];

/** Keys for programs. Each can do at most what its owner can, and what its role says. */
export function Keys() {
  const client = useQueryClient();
  const { projects } = useSession();
  const query = useQuery({ queryKey: ['keys'], queryFn: () => body(api.GET('/api/v1/keys')) });
  const [making, setMaking] = useState(false);
  const revoke = useMutation({
    mutationFn: (appId: string) => done(api.DELETE('/api/v1/keys/{appId}', { params: { path: { appId } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['keys'] });
      toast('The key was revoked');
    },
    onError: (failure) => toast(asProblem(failure).message),
  });
  const projectName = (id: string | null) =>
    id === null ? 'all of yours' : (projects.find((each) => each.id === id)?.name ?? id);

  return (
    <Panel
      title="API keys"
      flush
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setMaking(true)}
        >
          New key
        </Button>
      }
    >
      <Loaded query={query} what="your keys" lines={3}>
        {({ keys }) =>
          keys.length === 0 ? (
            <p className="soft" style={{ padding: 16 }}>
              No keys. A program that reads from the API needs one; tracking needs none.
            </p>
          ) : (
            <Scroll>
              <table className={tableClass}>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Key</th>
                    <th scope="col">Role</th>
                    <th scope="col">Projects</th>
                    <th scope="col">Last used</th>
                    <th scope="col">Until</th>
                    <th scope="col">
                      <span className="visually-hidden">Revoke</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {keys.map((key) => (
                    <tr key={key.appId}>
                      <td>{key.name}</td>
                      <td className="mono">{key.appId}</td>
                      <td>
                        <Chip>{roleLabel(key.role)}</Chip>
                      </td>
                      <td>{projectName(key.project)}</td>
                      <td>
                        {key.lastUsed === null ? (
                          <span className="soft">never</span>
                        ) : (
                          <Ago time={key.lastUsed} />
                        )}
                      </td>
                      <td>
                        {key.expires === null ? (
                          <span className="soft">no end</span>
                        ) : (
                          formatDate(key.expires)
                        )}
                      </td>
                      <td data-end>
                        <Tooltip label="Revoke">
                          <ActionIcon
                            aria-label={`Revoke ${key.name}`}
                            onClick={() => revoke.mutate(key.appId)}
                          >
                            <Icon name="trash" size={16} />
                          </ActionIcon>
                        </Tooltip>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )
        }
      </Loaded>
      <NewKey opened={making} onClose={() => setMaking(false)} />
    </Panel>
  );
}

function NewKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="New API key" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && <NewKeyForm onClose={onClose} />}
    </Modal>
  );
}

function NewKeyForm({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { projects } = useSession();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const [project, setProject] = useState('');
  const [days, setDays] = useState('');
  const make = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/keys', {
          body: {
            name: name.trim(),
            role,
            project: project === '' ? null : project,
            expires: days === '' ? null : Date.now() + Number(days) * DAY_MILLIS,
          },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  if (make.data !== undefined) {
    return (
      <div className={css.secret}>
        <Note tone="ok" icon="key">
          Copy it now. The secret is shown this once.
        </Note>
        <Code text={`${make.data.appId}:${make.data.secret}`} label="Key and secret" />
        <p className="soft">For Basic auth: the part before the colon is the user, the rest the password.</p>
        <Button onClick={onClose}>Done</Button>
      </div>
    );
  }
  const problem = make.error === null ? null : asProblem(make.error);
  return (
    <form className={css.secret} onSubmit={submit}>
      {problem !== null && <Note tone="bad">{problem.message}</Note>}
      <TextInput
        label="Name"
        description="What will use it"
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Role"
        description={ROLES.find((each) => each.value === role)?.can}
        data={ROLES.map(({ value, label }) => ({ value, label }))}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      />
      <NativeSelect
        label="Projects"
        data={[
          { value: '', label: 'all of yours' },
          ...projects.map((each) => ({ value: each.id, label: each.name })),
        ]}
        value={project}
        onChange={(event) => setProject(event.currentTarget.value)}
      />
      <NativeSelect
        label="Valid"
        data={LIVES}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
        Make the key
      </Button>
    </form>
  );
}
