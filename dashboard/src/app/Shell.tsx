import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sessionQuery, useSession } from '@/lib/session';
import { Mark } from '@/theme/Logo';
import { Icon, type IconName } from '@/ui/Icon';
import { CommandPalette } from './CommandPalette';
import { ProjectSwitcher } from './ProjectSwitcher';
import css from './shell.module.css';
import { UserMenu } from './UserMenu';

const PAGES = [
  { to: '/p/$project/live', label: 'Live', icon: 'activity', key: 'l' },
  { to: '/p/$project/people', label: 'People', icon: 'people', key: 'p' },
  { to: '/p/$project/install', label: 'Install', icon: 'plug', key: 'i' },
  { to: '/p/$project/settings', label: 'Settings', icon: 'settings', key: 's' },
] as const satisfies readonly { to: string; label: string; icon: IconName; key: string }[];

/** The frame of every page of a signed-in person: where one is, where one can go, and a way to anything by keyboard. */
export function Shell() {
  const { projects } = useSession();
  useLeaveWhenSignedOut();
  const { project: inAddress } = useParams({ strict: false });
  const project = inAddress ?? projects[0]?.id;
  const main = useRef<HTMLElement>(null);
  const [palette, setPalette] = useState(false);
  useShortcuts(project, () => setPalette(true));
  useTitle();

  return (
    <div className={css.shell}>
      <button type="button" className={css.skip} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className={css.side}>
        <div className={css.brand}>
          <Link to="/" className={css.logo} aria-label="Sojourn, start">
            <Mark size={28} />
            <span>Sojourn</span>
          </Link>
        </div>
        <ProjectSwitcher />
        <button
          type="button"
          className={css.find}
          onClick={() => setPalette(true)}
          aria-label="Search or jump to"
        >
          <Icon name="search" size={16} />
          <span>Search or jump to</span>
          <kbd>{shortcutName()}</kbd>
        </button>
        <nav className={css.nav} aria-label="Pages">
          {project !== undefined &&
            PAGES.map((page) => (
              <Link
                key={page.to}
                to={page.to}
                params={{ project }}
                className={css.entry}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
              >
                <Icon name={page.icon} size={20} />
                <span>{page.label}</span>
              </Link>
            ))}
        </nav>
        <div className={css.foot}>
          <UserMenu />
        </div>
      </header>
      <main className={css.main} ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <CommandPalette opened={palette} onClose={() => setPalette(false)} project={project} />
    </div>
  );
}

function shortcutName(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
}

/** `Ctrl+K` or `/` opens the palette; `g` and a letter goes to a page. */
function useShortcuts(project: string | undefined, openPalette: () => void): void {
  const navigate = useNavigate();
  const open = useRef(openPalette);
  open.current = openPalette;
  useEffect(() => {
    let going = false;
    const pressed = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open.current();
        return;
      }
      const target = event.target;
      const writing =
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (writing || event.metaKey || event.ctrlKey || event.altKey) {
        return;
      }
      const page = going ? PAGES.find((each) => each.key === event.key) : undefined;
      going = event.key === 'g';
      if (page !== undefined && project !== undefined) {
        event.preventDefault();
        void navigate({ to: page.to, params: { project } });
      } else if (event.key === '/') {
        event.preventDefault();
        open.current();
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [navigate, project]);
}

/** Nobody stays on a page of a session that has ended. */
function useLeaveWhenSignedOut(): void {
  const { data } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const { href } = useLocation();
  const ended = data !== undefined && data.user === null;
  useEffect(() => {
    if (ended) {
      void navigate({ to: '/sign-in', search: { return: href } });
    }
  }, [ended, href, navigate]);
}

/** The title of the browser's tab follows the page. */
function useTitle(): void {
  const { pathname } = useLocation();
  const { project: id } = useParams({ strict: false });
  const name = useSession().projects.find((each) => each.id === id)?.name;
  useEffect(() => {
    const page = PAGES.find((each) => pathname.includes(`/${each.label.toLowerCase()}`))?.label;
    const own = pathname.endsWith('/account') ? 'Account' : page;
    document.title = [own, name, 'Sojourn'].filter((part) => part !== undefined && part !== '').join(' · ');
  }, [pathname, name]);
}
