import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { Session } from '@/api/types';
import { basePath } from '@/lib/base';
import { lastProject } from '@/lib/lastProject';
import { parseLiveSearch, parsePeopleSearch, parsePersonSearch, text } from '@/lib/search';
import { sessionQuery } from '@/lib/session';
import { setUpLater } from '@/lib/setUpLater';
import { Failed, Loading, State } from '@/ui/State';
import { ProjectGate } from './ProjectGate';
import { Shell } from './Shell';

/** Every address of the dashboard. The address holds what is looked at, so that each view can be linked. */

type Context = { queryClient: QueryClient };

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: () => (
    <State icon="search" title="There is no such page" actions={<a href={basePath()}>To the start</a>} />
  ),
});

function session(context: Context): Promise<Session> {
  return context.queryClient.ensureQueryData({ ...sessionQuery, revalidateIfStale: true });
}

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { user, projects } = await session(context);
    if (user === null) {
      throw redirect({ to: '/sign-in', search: {} });
    }
    const project = projects.find((each) => each.id === lastProject()) ?? projects[0];
    if ((user.mustSetUp && !setUpLater()) || project === undefined) {
      throw redirect({ to: '/set-up' });
    }
    throw redirect({ to: '/p/$project/live', params: { project: project.id }, search: {} });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => ({
    ...text(search, 'return'),
    ...text(search, 'error'),
  }),
  component: lazyRouteComponent(() => import('@/features/signin/SignInPage'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  beforeLoad: async ({ context }) => {
    if ((await session(context)).user === null) {
      throw redirect({ to: '/sign-in', search: {} });
    }
  },
  component: lazyRouteComponent(() => import('@/features/signin/SetUpPage'), 'SetUpPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitations/$token',
  component: lazyRouteComponent(() => import('@/features/signin/InvitationPage'), 'InvitationPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const { user } = await session(context);
    if (user === null) {
      throw redirect({ to: '/sign-in', search: { return: location.href } });
    }
    if (user.mustSetUp && !setUpLater()) {
      throw redirect({ to: '/set-up' });
    }
  },
  component: Shell,
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/AccountPage'), 'AccountPage'),
});

const newProject = createRoute({
  getParentRoute: () => signedIn,
  path: '/new-project',
  component: lazyRouteComponent(() => import('@/features/signin/NewProjectPage'), 'NewProjectPage'),
});

const project = createRoute({ getParentRoute: () => signedIn, path: '/p/$project', component: ProjectGate });

const projectIndex = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/p/$project/live', params, search: {} });
  },
});

const live = createRoute({
  getParentRoute: () => project,
  path: '/live',
  validateSearch: parseLiveSearch,
  component: lazyRouteComponent(() => import('@/features/live/LivePage'), 'LivePage'),
});

const people = createRoute({
  getParentRoute: () => project,
  path: '/people',
  validateSearch: parsePeopleSearch,
  component: lazyRouteComponent(() => import('@/features/people/PeoplePage'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => project,
  path: '/people/$person',
  validateSearch: parsePersonSearch,
  component: lazyRouteComponent(() => import('@/features/person/PersonPage'), 'PersonPage'),
});

const install = createRoute({
  getParentRoute: () => project,
  path: '/install',
  component: lazyRouteComponent(() => import('@/features/install/InstallPage'), 'InstallPage'),
});

const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  beforeLoad: ({ params, location }) => {
    if (location.pathname.replace(/\/$/, '').endsWith('/settings')) {
      throw redirect({ to: '/p/$project/settings/$section', params: { ...params, section: 'general' } });
    }
  },
});

const settingsSection = createRoute({
  getParentRoute: () => settings,
  path: '/$section',
  component: lazyRouteComponent(() => import('@/features/settings/SettingsPage'), 'SettingsPage'),
});

const tree = root.addChildren([
  index,
  signIn,
  setUp,
  invitation,
  signedIn.addChildren([
    account,
    newProject,
    project.addChildren([
      projectIndex,
      live,
      people,
      person,
      install,
      settings.addChildren([settingsSection]),
    ]),
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    basepath: basePath(),
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} what="the page" onRetry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
