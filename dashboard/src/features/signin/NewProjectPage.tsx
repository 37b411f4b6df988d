import { useNavigate } from '@tanstack/react-router';
import { useAccount } from '@/lib/session';
import { PageHeader, Panel } from '@/ui/parts';
import { State } from '@/ui/State';
import { NewProjectForm } from './NewProjectForm';

export function NewProjectPage() {
  const { owner } = useAccount();
  const navigate = useNavigate();
  if (!owner) {
    return (
      <State icon="lock" title="Only the owner of the server makes projects">
        <p>Ask the owner to make one and to invite you.</p>
      </State>
    );
  }
  return (
    <div style={{ maxWidth: 560 }}>
      <PageHeader title="New project">
        Its people, events and settings are kept apart from every other project's.
      </PageHeader>
      <Panel label="New project">
        <NewProjectForm
          onMade={(project) => navigate({ to: '/p/$project/install', params: { project: project.id } })}
        />
      </Panel>
    </div>
  );
}
