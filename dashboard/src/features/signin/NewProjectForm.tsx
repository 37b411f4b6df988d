import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Project } from '@/api/types';
import { sessionQuery } from '@/lib/session';
import { Note } from '@/ui/parts';
import { domainOf } from './signin';

export function NewProjectForm({ onMade }: { onMade: (project: Project) => unknown }) {
  const client = useQueryClient();
  const [entered, setEntered] = useState('');
  const [name, setName] = useState('');
  const domain = domainOf(entered);

  const make = useMutation({
    mutationFn: () =>
      body(
        api.POST('/api/v1/projects', {
          body: { domain, ...(name.trim() === '' ? {} : { name: name.trim() }) },
        }),
      ),
    onSuccess: async (project) => {
      await client.refetchQueries({ queryKey: sessionQuery.queryKey });
      await onMade(project);
    },
  });
  const problem = make.error === null ? null : asProblem(make.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };

  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
      {problem !== null && problem.rest('domain', 'name') !== '' && (
        <Note tone="bad" icon="warning">
          {problem.rest('domain', 'name')}
        </Note>
      )}
      <TextInput
        label="Domain"
        description={
          domain !== '' && domain !== entered.trim()
            ? `Will be ${domain}`
            : 'As in the address bar, such as shop.example. For an app, a name of its own such as app.shop.example.'
        }
        size="md"
        required
        withAsterisk={false}
        autoCapitalize="none"
        spellCheck={false}
        value={entered}
        error={problem?.field('domain')}
        onChange={(event) => setEntered(event.currentTarget.value)}
      />
      <TextInput
        label="Name"
        description="How it is called here. Empty: the domain."
        size="md"
        value={name}
        error={problem?.field('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="md" loading={make.isPending} disabled={domain === ''}>
        Create project
      </Button>
    </form>
  );
}
