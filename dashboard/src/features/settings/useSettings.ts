import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { SettingsChange } from '@/api/types';
import { useProject, useRefreshSession } from '@/lib/session';
import { toast } from '@/ui/toasts';

export function useSettings() {
  const { id } = useProject();
  return useQuery({
    queryKey: ['settings', id],
    queryFn: () =>
      body(api.GET('/api/v1/projects/{project}/settings', { params: { path: { project: id } } })),
  });
}

export function useChangeSettings() {
  const { id } = useProject();
  const client = useQueryClient();
  const refresh = useRefreshSession();
  return useMutation({
    mutationFn: (change: SettingsChange) =>
      body(
        api.PUT('/api/v1/projects/{project}/settings', { params: { path: { project: id } }, body: change }),
      ),
    onSuccess: async (settings) => {
      client.setQueryData(['settings', id], settings);
      await refresh();
      toast('Saved. It holds for what comes next.');
    },
  });
}
