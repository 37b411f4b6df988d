import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, body } from '@/api/client';
import { apiUrl } from '@/lib/base';
import type { PersonSearch } from '@/lib/search';
import type { Kept } from './timeline';

const FOLLOW_MILLIS = 800;

type Id = { readonly project: string; readonly person: string };

export function usePerson({ project, person }: Id) {
  return useQuery({
    queryKey: ['person', project, person],
    queryFn: () =>
      body(api.GET('/api/v1/projects/{project}/people/{person}', { params: { path: { project, person } } })),
  });
}

export function useTimeline({ project, person }: Id, search: PersonSearch) {
  return useInfiniteQuery({
    queryKey: ['timeline', project, person, search.q ?? '', search.events ?? [], search.bots === true],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET('/api/v1/projects/{project}/people/{person}/timeline', {
          params: {
            path: { project, person },
            query: {
              limit: 100,
              ...(search.q === undefined ? {} : { q: search.q }),
              ...(search.events === undefined ? {} : { events: search.events.join(',') }),
              ...(search.bots === true ? { bots: true } : {}),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next,
  });
}

export function useVisits({ project, person }: Id) {
  return useInfiniteQuery({
    queryKey: ['visits', project, person],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      body(
        api.GET('/api/v1/projects/{project}/people/{person}/visits', {
          params: {
            path: { project, person },
            query: { limit: 200, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: (page) => page.next,
  });
}

/** Everything that shows this person, or could. */
export function useRefreshPerson({ project }: { project: string }): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['person', 'timeline', 'visits', 'people'].map((kind) =>
        client.invalidateQueries({ queryKey: [kind, project] }),
      ),
    );
}

export function useEdit({ project, person }: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (properties: Record<string, Kept | null>) =>
      body(
        api.PATCH('/api/v1/projects/{project}/people/{person}', {
          params: { path: { project, person } },
          body: { properties },
        }),
      ),
    onSuccess: (changed) => client.setQueryData(['person', project, person], changed),
  });
}

export function useMergePreview({ project, person }: Id, other: string | null) {
  return useQuery({
    queryKey: ['merge-preview', project, person, other],
    enabled: other !== null,
    gcTime: 0,
    staleTime: 0,
    queryFn: () =>
      body(
        api.POST('/api/v1/projects/{project}/people/{person}/merge', {
          params: { path: { project, person } },
          body: { other: other ?? '', preview: true },
        }),
      ),
  });
}

export function merge({ project, person }: Id, other: string) {
  return body(
    api.POST('/api/v1/projects/{project}/people/{person}/merge', {
      params: { path: { project, person } },
      body: { other, preview: false },
    }),
  );
}

export function unmerge({ project, person }: Id, visitors: readonly string[], preview: boolean) {
  return body(
    api.POST('/api/v1/projects/{project}/people/{person}/unmerge', {
      params: { path: { project, person } },
      body: { visitors: [...visitors], preview },
    }),
  );
}

export function deletePerson({ project, person }: Id) {
  return body(
    api.DELETE('/api/v1/projects/{project}/people/{person}', { params: { path: { project, person } } }),
  );
}

/** Brings the page up to date when the person does something. */
export function useFollow({ project, person }: Id): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(apiUrl(`api/v1/projects/${project}/live?person=${person}&bots=true`));
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('event', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const kind of ['person', 'timeline', 'visits']) {
          void client.invalidateQueries({ queryKey: [kind, project, person] });
        }
      }, FOLLOW_MILLIS);
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client, project, person]);
}
