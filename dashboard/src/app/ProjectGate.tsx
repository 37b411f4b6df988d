import { Button } from '@mantine/core';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { formatNumber } from '@/lib/format';
import { rememberProject } from '@/lib/lastProject';
import { useSession } from '@/lib/session';
import { Note } from '@/ui/parts';
import { State } from '@/ui/State';

/** Lets the pages of a project be seen by those who may; everybody else learns nothing about it. */
export function ProjectGate() {
  const { project: id } = useParams({ strict: false });
  const project = useSession().projects.find((each) => each.id === id);

  useEffect(() => {
    if (project !== undefined) {
      rememberProject(project.id);
    }
  }, [project]);

  if (project === undefined) {
    return (
      <State
        icon="lock"
        title="There is no such project, or you are no member of it"
        actions={
          <Button component={Link} to="/" variant="default">
            To your projects
          </Button>
        }
      >
        <p>Ask somebody who is a member to invite you.</p>
      </State>
    );
  }
  const { quota } = project;
  return (
    <>
      {quota?.exceeded === true && (
        <div style={{ marginBottom: 16 }}>
          <Note tone="warn" icon="warning">
            {formatNumber(quota.used)} of {formatNumber(quota.eventsPerMonth)} events of this month are used.{' '}
            {quota.mode === 'hard'
              ? 'New events are refused and kept in quarantine until the month ends.'
              : 'New events are still taken.'}{' '}
            <Link to="/p/$project/settings/$section" params={{ project: project.id, section: 'usage' }}>
              Usage
            </Link>
          </Note>
        </div>
      )}
      <Outlet />
    </>
  );
}
