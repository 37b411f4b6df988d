import { Button, PasswordInput, SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api, body, done } from '@/api/client';
import { asProblem } from '@/api/problem';
import { forgetSession, useAccount, useRefreshSession } from '@/lib/session';
import { Ago, Chip, Note, PageHeader, Panel, Scroll, tableClass } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { toast } from '@/ui/toasts';
import css from './account.module.css';
import { Keys } from './Keys';

/** The own account: name, password, where one is signed in, keys, and how the pages look. */
export function AccountPage() {
  return (
    <div className={css.page}>
      <PageHeader title="Account" />
      <div className={css.stack}>
        <Profile />
        <Theme />
        <Password />
        <Keys />
        <Sessions />
      </div>
    </div>
  );
}

function Profile() {
  const account = useAccount();
  const refresh = useRefreshSession();
  const [name, setName] = useState(account.name);
  const [email, setEmail] = useState(account.email);
  const [old, setOld] = useState('');
  const emailChanged = email.trim() !== account.email;
  const save = useMutation({
    mutationFn: () =>
      body(
        api.PATCH('/api/v1/account', {
          body: { name: name.trim(), ...(emailChanged ? { email: email.trim(), oldPassword: old } : {}) },
        }),
      ),
    onSuccess: async () => {
      setOld('');
      await refresh();
      toast('Saved');
    },
  });
  const problem = save.error === null ? null : asProblem(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title="Profile">
      <form className={css.form} onSubmit={submit}>
        {problem !== null && problem.rest('name', 'email', 'oldPassword') !== '' && (
          <Note tone="bad">{problem.rest('name', 'email', 'oldPassword')}</Note>
        )}
        <TextInput
          label="Name"
          autoComplete="name"
          value={name}
          error={problem?.field('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          value={email}
          error={problem?.field('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {emailChanged && (
          <PasswordInput
            label="Your password"
            description="Another email changes how you sign in."
            autoComplete="current-password"
            value={old}
            error={problem?.field('oldPassword')}
            onChange={(event) => setOld(event.currentTarget.value)}
          />
        )}
        <div>
          <Button type="submit" loading={save.isPending} disabled={name === account.name && !emailChanged}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Theme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title="Theme">
      <SegmentedControl
        aria-label="Theme"
        value={colorScheme}
        onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
        data={[
          { value: 'auto', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
    </Panel>
  );
}

function Password() {
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => body(api.PATCH('/api/v1/account', { body: { oldPassword: old, password } })),
    onSuccess: () => {
      setOld('');
      setPassword('');
      toast('Your password was changed. Other sessions have ended.');
    },
  });
  const problem = save.error === null ? null : asProblem(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title="Password">
      <form className={css.form} onSubmit={submit}>
        {problem !== null && problem.rest('password', 'oldPassword') !== '' && (
          <Note tone="bad">{problem.rest('password', 'oldPassword')}</Note>
        )}
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          value={old}
          error={problem?.field('oldPassword')}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="At least 10 characters. It ends every other session of yours."
          autoComplete="new-password"
          value={password}
          error={problem?.field('password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={save.isPending} disabled={old === '' || password.length < 10}>
            Change password
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Sessions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ['sessions'], queryFn: () => body(api.GET('/api/v1/sessions')) });
  const end = useMutation({
    mutationFn: () => done(api.DELETE('/api/v1/sessions')),
    onSuccess: async () => {
      forgetSession(client);
      await navigate({ to: '/sign-in', search: {} });
    },
  });
  return (
    <Panel
      title="Where you are signed in"
      flush
      actions={
        <Button variant="default" size="xs" loading={end.isPending} onClick={() => end.mutate()}>
          Sign out everywhere
        </Button>
      }
    >
      <Loaded query={query} what="your sessions" lines={3}>
        {({ sessions }) => (
          <Scroll>
            <table className={tableClass}>
              <thead>
                <tr>
                  <th scope="col">Browser</th>
                  <th scope="col">Address</th>
                  <th scope="col">Since</th>
                  <th scope="col">Last used</th>
                </tr>
              </thead>
              <tbody>
                {sessions.map((session) => (
                  <tr key={session.id}>
                    <td>
                      {session.userAgent === '' ? 'unknown' : session.userAgent}{' '}
                      {session.current && <Chip tone="ok">this one</Chip>}
                    </td>
                    <td>{session.address}</td>
                    <td>
                      <Ago time={session.created} />
                    </td>
                    <td>
                      <Ago time={session.lastSeen} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
    </Panel>
  );
}
