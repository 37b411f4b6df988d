import { Menu, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { apiUrl } from '@/lib/base';
import { useAccount, useSession } from '@/lib/session';
import { signOut } from '@/lib/signOut';
import { Icon, type IconName } from '@/ui/Icon';
import { Avatar } from '@/ui/parts';
import css from './shell.module.css';

const SCHEMES = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'auto', label: 'As the system', icon: 'auto' },
] as const satisfies readonly { value: string; label: string; icon: IconName }[];

export function UserMenu() {
  const account = useAccount();
  const { version } = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const called = account.name === '' ? account.email : account.name;

  return (
    <Menu width={220} position="top-start">
      <Menu.Target>
        <button type="button" className={css.user} aria-label={`${called}, account and theme`}>
          <Avatar person={account} size={28} />
          <span>
            <b className="truncate">{called}</b>
            {account.name !== '' && <small className="truncate">{account.email}</small>}
          </span>
          <Icon name="chevronDown" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="person" size={16} />}
          onClick={() => void navigate({ to: '/account' })}
        >
          Account
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="page" size={16} />}
          component="a"
          href={apiUrl('api')}
          target="_blank"
          rel="noreferrer"
        >
          API reference
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<Icon name={scheme.icon} size={16} />}
            rightSection={colorScheme === scheme.value ? <Icon name="check" size={16} /> : null}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="signOut" size={16} />}
          onClick={() => void signOut(client).then(() => navigate({ to: '/sign-in', search: {} }))}
        >
          Sign out
        </Menu.Item>
        {version !== '' && <Menu.Label>Version {version}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
