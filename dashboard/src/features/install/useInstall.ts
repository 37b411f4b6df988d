import { useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';

const WAITING_MILLIS = 2_000;
const RECEIVED_MILLIS = 15_000;

/** Asks often until the first event is there. */
export function useInstall(project: string) {
  return useQuery({
    queryKey: ['install', project],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/install', { params: { path: { project } } })),
    refetchInterval: (query) => (query.state.data?.received === true ? RECEIVED_MILLIS : WAITING_MILLIS),
  });
}
