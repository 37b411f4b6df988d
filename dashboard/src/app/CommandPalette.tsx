import { Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { api, body } from '@/api/client';
import { displayName } from '@/lib/person';
import { useSession } from '@/lib/session';
import { signOut } from '@/lib/signOut';
import { Icon, type IconName } from '@/ui/Icon';
import { Avatar } from '@/ui/parts';
import { type Command, matching } from './commands';
import css from './shell.module.css';

type Props = { opened: boolean; onClose: () => void; project: string | undefined };

/** Everything the dashboard can go to, by a few letters; people of the project are found as well. */
export function CommandPalette({ opened, onClose, project }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      centered={false}
      attributes={{ content: { 'aria-label': 'Search or jump to' } }}
    >
      {opened && <Palette onClose={onClose} project={project} />}
    </Modal>
  );
}

function Palette({ onClose, project }: { onClose: () => void; project: string | undefined }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const commands = useCommands(project);
  const people = usePeople(project, text);
  const found: Command[] = [...matching(commands, text), ...people];
  const chosen = Math.min(at, Math.max(0, found.length - 1));

  useEffect(() => {
    document.getElementById(`${listId}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  const run = (command: Command | undefined) => {
    if (command !== undefined) {
      onClose();
      command.run();
    }
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt(found.length === 0 ? 0 : (chosen + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[chosen]);
    }
  };

  return (
    <div className={css.palette}>
      <div className={css.paletteInput}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found.length === 0 ? undefined : `${listId}-${chosen}`}
          aria-label="Search or jump to"
          placeholder="A page, a project, or a person's name or email"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
      </div>
      <div className={css.paletteList} id={listId} role="listbox" aria-label="Found">
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are taken by the input that keeps the focus
          <div
            key={command.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={css.paletteItem}
            onMouseMove={() => setAt(index)}
            onClick={() => run(command)}
          >
            {command.person === undefined ? (
              <Icon name={command.icon as IconName} />
            ) : (
              <Avatar person={command.person} size={26} />
            )}
            <span className="truncate">{command.label}</span>
            {command.hint !== undefined && <small className="soft">{command.hint}</small>}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="soft" style={{ padding: '0 16px 24px', textAlign: 'center' }} role="status">
          Nothing is called that.
        </p>
      )}
    </div>
  );
}

function useCommands(project: string | undefined): Command[] {
  const { projects } = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const commands: Command[] = [];
  if (project !== undefined) {
    const params = { project };
    const section = (id: string, label: string, icon: string) =>
      commands.push({
        id: `section-${id}`,
        icon,
        label,
        hint: 'Settings',
        run: () => void navigate({ to: '/p/$project/settings/$section', params: { project, section: id } }),
      });
    commands.push(
      {
        id: 'live',
        icon: 'activity',
        label: 'Live',
        hint: 'g l',
        run: () => void navigate({ to: '/p/$project/live', params, search: {} }),
      },
      {
        id: 'people',
        icon: 'people',
        label: 'People',
        hint: 'g p',
        run: () => void navigate({ to: '/p/$project/people', params, search: {} }),
      },
      {
        id: 'install',
        icon: 'plug',
        label: 'Install',
        hint: 'g i',
        run: () => void navigate({ to: '/p/$project/install', params }),
      },
    );
    section('general', 'General settings', 'settings');
    section('members', 'Members and invitations', 'people');
    section('schema', 'Events and properties', 'tag');
    section('quarantine', 'Quarantine: what was refused', 'shield');
    section('usage', 'Usage and quota', 'activity');
    section('audit', 'Audit log', 'history');
  }
  for (const each of projects.filter((candidate) => candidate.id !== project)) {
    commands.push({
      id: `project-${each.id}`,
      icon: 'globe',
      label: each.name,
      hint: 'Project',
      run: () => void navigate({ to: '/p/$project/live', params: { project: each.id }, search: {} }),
    });
  }
  commands.push(
    {
      id: 'account',
      icon: 'person',
      label: 'Account and sessions',
      run: () => void navigate({ to: '/account' }),
    },
    { id: 'theme-light', icon: 'sun', label: 'Light theme', run: () => setColorScheme('light') },
    { id: 'theme-dark', icon: 'moon', label: 'Dark theme', run: () => setColorScheme('dark') },
    {
      id: 'sign-out',
      icon: 'signOut',
      label: 'Sign out',
      run: () => void signOut(client).then(() => navigate({ to: '/sign-in', search: {} })),
    },
  );
  return commands;
}

function usePeople(project: string | undefined, text: string): Command[] {
  const navigate = useNavigate();
  const [q] = useDebouncedValue(text.trim(), 150);
  const { data } = useQuery({
    queryKey: ['palette', project, q],
    enabled: project !== undefined && q.length >= 2,
    queryFn: ({ signal }) =>
      body(
        api.GET('/api/v1/projects/{project}/people', {
          params: { path: { project: project ?? '' }, query: { q, limit: 6 } },
          signal,
        }),
      ),
  });
  return (q.length < 2 ? [] : (data?.people ?? [])).map((person) => ({
    id: `person-${person.id}`,
    icon: 'person',
    person,
    label: displayName(person),
    hint: person.name === null ? 'Person' : (person.email ?? 'Person'),
    run: () =>
      void navigate({
        to: '/p/$project/people/$person',
        params: { project: project ?? '', person: person.id },
        search: {},
      }),
  }));
}
