import { ActionIcon, Autocomplete, Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, body, done } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Settings } from '@/api/types';
import { sessionQuery, useMay, useProject, useRefreshSession } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Note, Panel } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { toast } from '@/ui/toasts';
import css from './settings.module.css';
import { useChangeSettings, useSettings } from './useSettings';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export function GeneralSection() {
  const query = useSettings();
  const isOwner = useMay('owner');
  return (
    <>
      <NamePanel />
      <DomainsPanel />
      <Loaded query={query} what="the settings">
        {(settings) => <ClockPanel settings={settings} />}
      </Loaded>
      {isOwner && <DeletePanel />}
    </>
  );
}

function NamePanel() {
  const project = useProject();
  const mayChange = useMay('admin');
  const refresh = useRefreshSession();
  const [name, setName] = useState(project.name);
  const save = useMutation({
    mutationFn: () =>
      body(
        api.PATCH('/api/v1/projects/{project}', {
          params: { path: { project: project.id } },
          body: { name: name.trim() },
        }),
      ),
    onSuccess: async () => {
      await refresh();
      toast('Renamed');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title="Name">
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label="Name of the project"
          value={name}
          disabled={!mayChange}
          error={save.error === null ? null : asProblem(save.error).message}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mayChange && (
          <div>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={name.trim() === '' || name === project.name}
            >
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}

function DomainsPanel() {
  const project = useProject();
  const mayChange = useMay('admin');
  const refresh = useRefreshSession();
  const [domain, setDomain] = useState('');
  const add = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/projects/{project}/domains', {
          params: { path: { project: project.id } },
          body: { domain: domain.trim() },
        }),
      ),
    onSuccess: async () => {
      setDomain('');
      await refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (old: string) =>
      body(
        api.DELETE('/api/v1/projects/{project}/domains/{domain}', {
          params: { path: { project: project.id, domain: old } },
        }),
      ),
    onSuccess: refresh,
    onError: (failure) => toast(asProblem(failure).message),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Panel title="Domains">
      <div className={css.form}>
        <p className="soft">
          Events name one of these. What names another one is refused and kept under Quarantine.
        </p>
        <div>
          {project.domains.map((each) => (
            <div key={each} className={css.domain}>
              <span>{each}</span>
              {mayChange && project.domains.length > 1 && (
                <ActionIcon aria-label={`Remove ${each}`} onClick={() => remove.mutate(each)}>
                  <Icon name="trash" size={16} />
                </ActionIcon>
              )}
            </div>
          ))}
        </div>
        {mayChange && (
          <form className={css.foot} onSubmit={submit}>
            <TextInput
              aria-label="Another domain"
              placeholder="blog.example.com"
              value={domain}
              error={add.error === null ? null : asProblem(add.error).message}
              onChange={(event) => setDomain(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={add.isPending} disabled={domain.trim() === ''}>
              Add domain
            </Button>
          </form>
        )}
      </div>
    </Panel>
  );
}

function ClockPanel({ settings }: { settings: Settings }) {
  const mayChange = useMay('admin');
  const change = useChangeSettings();
  const [zone, setZone] = useState(settings.zone);
  const [weekStart, setWeekStart] = useState(settings.weekStart);
  const problem = change.error === null ? null : asProblem(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ zone, weekStart });
  };
  return (
    <Panel title="Clock and calendar">
      <form className={css.form} onSubmit={submit}>
        {problem !== null && problem.rest('zone', 'weekStart') !== '' && (
          <Note tone="bad">{problem.rest('zone', 'weekStart')}</Note>
        )}
        <Autocomplete
          label="Time zone"
          description="Days begin at midnight here, in every chart and for every member."
          data={Intl.supportedValuesOf('timeZone')}
          limit={60}
          maxDropdownHeight={260}
          value={zone}
          disabled={!mayChange}
          error={problem?.field('zone')}
          onChange={setZone}
        />
        <NativeSelect
          label="The week begins on"
          data={WEEK.map((day) => ({ value: day, label: `${day.charAt(0).toUpperCase()}${day.slice(1)}` }))}
          value={weekStart}
          disabled={!mayChange}
          onChange={(event) => setWeekStart(event.currentTarget.value as Settings['weekStart'])}
        />
        {mayChange && (
          <div>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={zone === settings.zone && weekStart === settings.weekStart}
            >
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  );
}

function DeletePanel() {
  const project = useProject();
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () =>
      done(
        api.DELETE('/api/v1/projects/{project}', {
          params: { path: { project: project.id } },
          body: { confirm: typed },
        }),
      ),
    onSuccess: async () => {
      await client.refetchQueries({ queryKey: sessionQuery.queryKey });
      await router.invalidate();
      await navigate({ to: '/' });
      toast(`${project.name} was deleted`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Panel title="Delete the project">
      <div className={css.form}>
        <p className="soft">All people, events and settings go at once. Backups made before keep them.</p>
        <div>
          <Button variant="light" color="clay" onClick={() => setOpened(true)}>
            Delete {project.name}
          </Button>
        </div>
      </div>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Delete ${project.name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form className={css.detail} onSubmit={submit}>
          {remove.error !== null && <Note tone="bad">{asProblem(remove.error).message}</Note>}
          <p>
            Everything in it goes, and tracking for {project.domains.join(', ')} is refused from then on. This
            cannot be undone.
          </p>
          <TextInput
            label={
              <>
                Type <b>{project.name}</b> to confirm
              </>
            }
            autoComplete="off"
            value={typed}
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" color="clay" loading={remove.isPending} disabled={typed !== project.name}>
            Delete for ever
          </Button>
        </form>
      </Modal>
    </Panel>
  );
}
