import { ActionIcon, Button, NativeSelect, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, done } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Member, Role } from '@/api/types';
import { formatDate } from '@/lib/format';
import { ROLES, roleLabel } from '@/lib/roles';
import { useAccount, useMay, useProject } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Ago, Avatar, Chip, Code, Note, Panel, Scroll, tableClass } from '@/ui/parts';
import { Loaded } from '@/ui/State';
import { toast } from '@/ui/toasts';
import css from './settings.module.css';

export function MembersSection() {
  const { id } = useProject();
  const mayChange = useMay('admin');
  const isOwner = useMay('owner');
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: ['members', id] });
  const query = useQuery({
    queryKey: ['members', id],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/members', { params: { path: { project: id } } })),
  });
  const setRole = useMutation({
    mutationFn: ({ user, role }: { user: string; role: Role }) =>
      body(
        api.PUT('/api/v1/projects/{project}/members/{user}', {
          params: { path: { project: id, user } },
          body: { role },
        }),
      ),
    onSettled: refresh,
    onError: (failure) => toast(asProblem(failure).message),
  });
  const remove = useMutation({
    mutationFn: (user: string) =>
      done(
        api.DELETE('/api/v1/projects/{project}/members/{user}', { params: { path: { project: id, user } } }),
      ),
    onSettled: refresh,
    onError: (failure) => toast(asProblem(failure).message),
  });
  const takeBack = useMutation({
    mutationFn: (invitation: string) =>
      done(
        api.DELETE('/api/v1/projects/{project}/invitations/{invitation}', {
          params: { path: { project: id, invitation } },
        }),
      ),
    onSettled: refresh,
    onError: (failure) => toast(asProblem(failure).message),
  });

  return (
    <>
      {mayChange && <Invite onInvited={refresh} owner={isOwner} />}
      <Panel title="Members" flush>
        <Loaded query={query} what="the members">
          {({ members }) => (
            <Scroll>
              <table className={tableClass}>
                <thead>
                  <tr>
                    <th scope="col">Member</th>
                    <th scope="col">Role</th>
                    <th scope="col">Since</th>
                    <th scope="col">Last seen</th>
                    {mayChange && (
                      <th scope="col">
                        <span className="visually-hidden">Remove</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {members.map((member) => (
                    <Row
                      key={member.user}
                      member={member}
                      mayChange={mayChange && (isOwner || member.role !== 'owner')}
                      owner={isOwner}
                      column={mayChange}
                      onRole={(role) => setRole.mutate({ user: member.user, role })}
                      onRemove={() => remove.mutate(member.user)}
                    />
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </Loaded>
      </Panel>
      {(query.data?.invitations.length ?? 0) > 0 && (
        <Panel title="Open invitations" flush>
          <Scroll>
            <table className={tableClass}>
              <thead>
                <tr>
                  <th scope="col">Email</th>
                  <th scope="col">Role</th>
                  <th scope="col">By</th>
                  <th scope="col">Until</th>
                  {mayChange && (
                    <th scope="col">
                      <span className="visually-hidden">Take back</span>
                    </th>
                  )}
                </tr>
              </thead>
              <tbody>
                {query.data?.invitations.map((invitation) => (
                  <tr key={invitation.id}>
                    <td>{invitation.email}</td>
                    <td>
                      <Chip>{roleLabel(invitation.role)}</Chip>
                    </td>
                    <td>{invitation.inviter}</td>
                    <td>{formatDate(invitation.expires)}</td>
                    {mayChange && (
                      <td data-end>
                        <Button size="xs" variant="default" onClick={() => takeBack.mutate(invitation.id)}>
                          Take back
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </Panel>
      )}
    </>
  );
}

type RowProps = {
  member: Member;
  mayChange: boolean;
  owner: boolean;
  column: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
};

function Row({ member, mayChange, owner, column, onRole, onRemove }: RowProps) {
  const self = useAccount().id === member.user;
  const roles = ROLES.filter(({ value }) => owner || value !== 'owner');
  return (
    <tr>
      <td>
        <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
          <Avatar person={{ id: member.user, name: member.name, email: member.email }} />
          <div>
            <b>{member.name === '' ? member.email : member.name}</b> {self && <Chip>you</Chip>}
            {member.name !== '' && <div className="soft">{member.email}</div>}
          </div>
        </div>
      </td>
      <td>
        {mayChange ? (
          <NativeSelect
            aria-label={`Role of ${member.email}`}
            data={roles.map(({ value, label }) => ({ value, label }))}
            value={member.role}
            onChange={(event) => onRole(event.currentTarget.value as Role)}
          />
        ) : (
          <Chip>{roleLabel(member.role)}</Chip>
        )}
      </td>
      <td>{formatDate(member.since)}</td>
      <td>
        {member.lastSeen === null ? <span className="soft">never</span> : <Ago time={member.lastSeen} />}
      </td>
      {column && (
        <td data-end>
          {mayChange && (
            <Tooltip label="Take out of the project">
              <ActionIcon aria-label={`Take ${member.email} out of the project`} onClick={onRemove}>
                <Icon name="trash" size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </td>
      )}
    </tr>
  );
}

function Invite({ onInvited, owner }: { onInvited: () => void; owner: boolean }) {
  const { id } = useProject();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const invite = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/projects/{project}/invitations', {
          params: { path: { project: id } },
          body: { email: email.trim(), role },
        }),
      ),
    onSuccess: () => {
      setEmail('');
      onInvited();
    },
  });
  const problem = invite.error === null ? null : asProblem(invite.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <Panel title="Invite somebody">
      <form className={css.detail} onSubmit={submit}>
        {problem !== null && problem.rest('email', 'role') !== '' && (
          <Note tone="bad">{problem.rest('email', 'role')}</Note>
        )}
        <div className={css.inline}>
          <TextInput
            label="Email"
            type="email"
            value={email}
            error={problem?.field('email')}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NativeSelect
            label="Role"
            data={ROLES.filter(({ value }) => owner || value !== 'owner').map(({ value, label }) => ({
              value,
              label,
            }))}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          <Button type="submit" loading={invite.isPending} disabled={email.trim() === ''}>
            Make an invitation
          </Button>
        </div>
        <p className="soft">
          {roleLabel(role)} {ROLES.find(({ value }) => value === role)?.can}.
        </p>
        {invite.data !== undefined && (
          <>
            <Note tone="ok" icon="link">
              Send this link to {invite.data.invitation.email}. It is shown this once.
            </Note>
            <Code text={invite.data.link} label="Invitation link" />
          </>
        )}
      </form>
    </Panel>
  );
}
