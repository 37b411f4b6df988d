import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, body, rememberCsrf } from '@/api/client';
import type { Account, Project, Role, Session } from '@/api/types';
import { atLeast } from './roles';

/** Who is signed in. One query; everything else on rights is read from it. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session> => {
    const session = await body(api.GET('/api/v1/session'));
    rememberCsrf(session.csrf);
    return session;
  },
  staleTime: 60_000,
});

export function keepSession(client: QueryClient, session: Session): void {
  rememberCsrf(session.csrf);
  client.setQueryData(sessionQuery.queryKey, session);
}

export function forgetSession(client: QueryClient): void {
  rememberCsrf(null);
  client.clear();
}

const NOBODY: Session = { user: null, csrf: null, projects: [], oidc: null, version: '' };

export function useSession(): Session {
  return useQuery(sessionQuery).data ?? NOBODY;
}

export function useAccount(): Account {
  const { user } = useSession();
  return user ?? { id: '0', email: '', name: '', owner: false, mustSetUp: false, created: 0 };
}

/** The project of the address. Only under a route that has checked that the caller may see it. */
export function useProject(): Project {
  const { project } = useParams({ strict: false });
  const found = useSession().projects.find((each) => each.id === project);
  return found ?? { id: project ?? '0', name: '', domains: [], role: 'viewer', zone: 'UTC', quota: null };
}

export function useMay(role: Role): boolean {
  return atLeast(useProject().role, role);
}

export function useRefreshSession(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
