import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { apiUrl } from '@/lib/base';
import { forgetSession, keepSession, useSession } from '@/lib/session';
import { Note } from '@/ui/parts';
import { Frame } from './Frame';
import { returnPath, waitText } from './signin';
import css from './signin.module.css';

export function SignInPage() {
  const search = useSearch({ from: '/sign-in' });
  const { oidc, user } = useSession();
  const navigate = useNavigate();
  const router = useRouter();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  const signIn = useMutation({
    mutationFn: () => body(api.POST('/api/v1/session', { body: { email: email.trim(), password } })),
    onSuccess: async (session) => {
      forgetSession(client);
      keepSession(client, session);
      await router.invalidate();
      await navigate({ href: returnPath(search.return) });
    },
  });
  const problem = signIn.error === null ? null : asProblem(signIn.error);
  const wait = useCountdown(problem);

  useEffect(() => {
    if (user !== null && !signIn.isPending && !signIn.isSuccess) {
      void navigate({ to: '/', replace: true });
    }
  }, [user, navigate, signIn.isPending, signIn.isSuccess]);

  useEffect(() => {
    document.title = 'Sign in · Sojourn';
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };

  return (
    <Frame title="Sign in" lead="See every customer as one person, as it happens.">
      {search.error !== undefined && problem === null && (
        <Note tone="bad" icon="warning">
          {search.error}
        </Note>
      )}
      {problem !== null && (
        <Note tone="bad" icon="warning">
          {problem.kind === 'throttled' ? waitText(wait) : problem.message}
        </Note>
      )}
      <form onSubmit={submit}>
        <TextInput
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          size="md"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          size="md"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={signIn.isPending} disabled={wait > 0} fullWidth>
          Sign in
        </Button>
      </form>
      {oidc !== null && (
        <>
          <div className={css.or}>or</div>
          <Button
            component="a"
            href={apiUrl(`api/v1/oidc?return=${encodeURIComponent(returnPath(search.return))}`)}
            variant="default"
            size="md"
            fullWidth
          >
            Continue with {oidc}
          </Button>
        </>
      )}
    </Frame>
  );
}

/** Seconds until another try is allowed. */
function useCountdown(problem: Problem | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    setLeft(problem?.kind === 'throttled' ? (problem.retryAfterSeconds ?? 30) : 0);
  }, [problem]);
  useEffect(() => {
    if (left <= 0) {
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return left;
}
