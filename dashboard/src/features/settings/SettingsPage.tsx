import { Link, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Role } from '@/api/types';
import { atLeast } from '@/lib/roles';
import { useProject } from '@/lib/session';
import { PageHeader } from '@/ui/parts';
import { State } from '@/ui/State';
import { AuditSection } from './AuditSection';
import { GeneralSection } from './GeneralSection';
import { IdentitySection } from './IdentitySection';
import { MembersSection } from './MembersSection';
import { QuarantineSection } from './QuarantineSection';
import { SchemaSection } from './SchemaSection';
import css from './settings.module.css';
import { TrafficSection } from './TrafficSection';
import { UsageSection } from './UsageSection';

type Section = {
  readonly id: string;
  readonly label: string;
  readonly role: Role;
  readonly view: ComponentType;
};

const SECTIONS: readonly Section[] = [
  { id: 'general', label: 'General', role: 'viewer', view: GeneralSection },
  { id: 'traffic', label: 'Traffic', role: 'viewer', view: TrafficSection },
  { id: 'identity', label: 'Identity', role: 'viewer', view: IdentitySection },
  { id: 'schema', label: 'Events and properties', role: 'viewer', view: SchemaSection },
  { id: 'quarantine', label: 'Quarantine', role: 'analyst', view: QuarantineSection },
  { id: 'usage', label: 'Usage', role: 'viewer', view: UsageSection },
  { id: 'members', label: 'Members', role: 'viewer', view: MembersSection },
  { id: 'audit', label: 'Audit log', role: 'admin', view: AuditSection },
];

export function SettingsPage() {
  const { section: id } = useParams({ from: '/signed-in/p/$project/settings/$section' });
  const project = useProject();
  const section = SECTIONS.find((each) => each.id === id);
  const open = SECTIONS.filter((each) => atLeast(project.role, each.role));
  return (
    <>
      <PageHeader title="Settings">What holds for {project.name} and everything in it.</PageHeader>
      <div className={css.layout}>
        <nav className={css.nav} aria-label="Settings">
          {open.map((each) => (
            <Link
              key={each.id}
              to="/p/$project/settings/$section"
              params={{ project: project.id, section: each.id }}
              {...(each.id === id ? { 'aria-current': 'page' as const } : {})}
            >
              {each.label}
            </Link>
          ))}
        </nav>
        <div className={css.stack}>
          {section === undefined ? (
            <State icon="search" title="There is no such setting" />
          ) : atLeast(project.role, section.role) ? (
            <section.view key={project.id} />
          ) : (
            <State icon="lock" title="You may not see this">
              <p>It needs the role {section.role}. Ask an admin of the project.</p>
            </State>
          )}
        </div>
      </div>
    </>
  );
}
