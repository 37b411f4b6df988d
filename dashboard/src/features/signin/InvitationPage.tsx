import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import { formatDate } from '@/lib/format';
import { roleLabel } from '@/lib/roles';
import { forgetSession, keepSession } from '@/lib/session';
import { Note } from '@/ui/parts';
import { Loading } from '@/ui/State';
import { Frame } from './Frame';
import { NewPassword } from './NewPassword';

/** Accepting an invitation: with a new account, or with the password of the one that the email has. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitations/$token' });
  const navigate = useNavigate();
  const router = useRouter();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [valid, setValid] = useState(false);

  useEffect(() => {
    document.title = 'Invitation · Sojourn';
  }, []);

  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => body(api.GET('/api/v1/invitations/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = invitation.data?.known === true;
  const accept = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/invitations/{token}/accept', {
          params: { path: { token } },
          body: known ? { password } : { password, name: name.trim() },
        }),
      ),
    onSuccess: async (session) => {
      forgetSession(client);
      keepSession(client, session);
      await router.invalidate();
      await navigate({ to: '/' });
    },
  });

  if (invitation.data === undefined) {
    if (invitation.error !== null) {
      return (
        <Frame
          title="This invitation is not valid"
          lead={`${asProblem(invitation.error).message} It may have been used, taken back, or be too old. Ask for another one.`}
        >
          {null}
        </Frame>
      );
    }
    return <Loading label="Loading the invitation" />;
  }
  const { project, role, email, expires } = invitation.data;
  const problem = accept.error === null ? null : asProblem(accept.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };

  return (
    <Frame
      title={`Join ${project}`}
      lead={`You were invited as ${roleLabel(role).toLowerCase()}. The invitation holds until ${formatDate(expires)}.`}
    >
      {problem !== null && problem.rest('name', 'password') !== '' && (
        <Note tone="bad" icon="warning">
          {problem.rest('name', 'password')}
        </Note>
      )}
      <form onSubmit={submit}>
        <TextInput label="Email" size="md" value={email} readOnly autoComplete="username" />
        {known ? (
          <PasswordInput
            label="Your password"
            description="This email has an account already."
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            value={password}
            error={problem?.field('password')}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        ) : (
          <>
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
            <NewPassword
              value={password}
              error={problem?.field('password') ?? null}
              onChange={(value, good) => {
                setPassword(value);
                setValid(good);
              }}
            />
          </>
        )}
        <Button
          type="submit"
          size="md"
          loading={accept.isPending}
          disabled={known ? password === '' : !valid}
        >
          Join {project}
        </Button>
      </form>
    </Frame>
  );
}
