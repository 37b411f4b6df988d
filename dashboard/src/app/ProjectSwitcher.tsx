import { Menu } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useAccount, useSession } from '@/lib/session';
import { Icon } from '@/ui/Icon';
import { Avatar } from '@/ui/parts';
import css from './shell.module.css';

export function ProjectSwitcher() {
  const { projects } = useSession();
  const { owner } = useAccount();
  const { project: inAddress } = useParams({ strict: false });
  const navigate = useNavigate();
  const current = projects.find((each) => each.id === inAddress) ?? projects[0];

  return (
    <Menu width={260}>
      <Menu.Target>
        <button
          type="button"
          className={css.switcher}
          aria-label={`Project ${current?.name ?? 'none'}, switch`}
        >
          <Avatar
            person={{ id: current?.id ?? '0', name: current?.name ?? '', email: current?.domains[0] ?? null }}
            size={28}
          />
          <span>
            <b className="truncate">{current?.name ?? 'No project'}</b>
            <small className="truncate">{current === undefined ? '' : domainsOf(current.domains)}</small>
          </span>
          <Icon name="chevronDown" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Projects</Menu.Label>
        {projects.map((project) => (
          <Menu.Item
            key={project.id}
            onClick={() =>
              void navigate({ to: '/p/$project/live', params: { project: project.id }, search: {} })
            }
            rightSection={project.id === current?.id ? <Icon name="check" size={16} /> : null}
          >
            <span className="truncate" style={{ display: 'block' }}>
              {project.name}
            </span>
          </Menu.Item>
        ))}
        {owner && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<Icon name="plus" size={16} />}
              onClick={() => void navigate({ to: '/new-project' })}
            >
              New project
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function domainsOf(domains: readonly string[]): string {
  const [first, ...others] = domains;
  return others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`;
}
