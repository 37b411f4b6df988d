import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { sessionQuery, useAccount, useSession } from '@/lib/session';
import { postponeSetUp } from '@/lib/setUpLater';
import { Note } from '@/ui/parts';
import { Frame } from './Frame';
import { NewPassword } from './NewPassword';
import { NewProjectForm } from './NewProjectForm';
import css from './signin.module.css';

/** The first minutes of a server: its owner takes the account over, then names what is to be tracked. */
export function SetUpPage() {
  const { projects } = useSession();
  const account = useAccount();
  const navigate = useNavigate();
  const first = projects[0];

  useEffect(() => {
    document.title = 'Set up · Sojourn';
    if (!account.mustSetUp && first !== undefined) {
      void navigate({ to: '/', replace: true });
    }
  }, [account.mustSetUp, first, navigate]);

  if (account.mustSetUp) {
    return <OwnAccount steps={projects.length === 0} />;
  }
  if (!account.owner) {
    return (
      <Frame
        title="No project yet"
        lead="You are signed in, but no member of a project. Ask somebody who is to invite you."
      >
        {null}
      </Frame>
    );
  }
  return (
    <Frame title="What do you want to see?" lead="Name the website or app. More domains can be added later.">
      <p className={css.steps}>Step 2 of 2</p>
      <NewProjectForm
        onMade={(project) => navigate({ to: '/p/$project/install', params: { project: project.id } })}
      />
    </Frame>
  );
}

function OwnAccount({ steps }: { steps: boolean }) {
  const account = useAccount();
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [valid, setValid] = useState(false);

  const save = useMutation({
    mutationFn: () =>
      body(
        api.PATCH('/api/v1/account', {
          body: { name: name.trim(), email: email.trim(), password, oldPassword: old },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      await router.invalidate();
    },
  });
  const problem = save.error === null ? null : asProblem(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <Frame
      title="Make this account yours"
      lead="You came in with what the first start printed. Choose how you sign in from now on."
    >
      {steps && <p className={css.steps}>Step 1 of 2</p>}
      {problem !== null && problem.rest('name', 'email', 'password', 'oldPassword') !== '' && (
        <Note tone="bad" icon="warning">
          {problem.rest('name', 'email', 'password', 'oldPassword')}
        </Note>
      )}
      <form onSubmit={submit}>
        <TextInput
          label="Your name"
          autoComplete="name"
          size="md"
          required
          withAsterisk={false}
          value={name}
          error={problem?.field('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Your email"
          type="email"
          autoComplete="username"
          size="md"
          required
          withAsterisk={false}
          placeholder={account.email}
          value={email}
          error={problem?.field('email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password that you signed in with"
          autoComplete="current-password"
          size="md"
          required
          withAsterisk={false}
          value={old}
          error={problem?.field('oldPassword')}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <NewPassword
          value={password}
          error={problem?.field('password') ?? null}
          onChange={(value, good) => {
            setPassword(value);
            setValid(good);
          }}
        />
        <Button type="submit" size="md" loading={save.isPending} disabled={!valid}>
          Continue
        </Button>
        {!steps && (
          <Button
            type="button"
            variant="subtle"
            size="md"
            mt="xs"
            onClick={() => {
              postponeSetUp();
              void router.navigate({ to: '/' });
            }}
          >
            Look around first
          </Button>
        )}
      </form>
    </Frame>
  );
}
