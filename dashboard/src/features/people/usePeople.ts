import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { PeopleSearch } from '@/lib/search';
import { DEFAULT_SORT, PAGE_SIZE } from './people';

export function usePeople(project: string, search: PeopleSearch) {
  const { q, filter, columns, sort } = search;
  return useInfiniteQuery({
    queryKey: ['people', project, search],
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET('/api/v1/projects/{project}/people', {
          params: {
            path: { project },
            query: {
              sort: sort ?? DEFAULT_SORT,
              limit: PAGE_SIZE,
              ...(q === undefined ? {} : { q }),
              ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
              ...(columns === undefined ? {} : { columns: columns.join(',') }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next,
  });
}

/** Names of properties of people, as seen so far. */
export function usePropertyNames(project: string): readonly string[] {
  const { data } = useQuery({
    queryKey: ['schema', project],
    queryFn: () => body(api.GET('/api/v1/projects/{project}/schema', { params: { path: { project } } })),
    staleTime: 60_000,
  });
  const seen = (data?.properties ?? [])
    .filter((property) => property.scope === 'visitor' && !property.hidden)
    .map((property) => property.name);
  return [...new Set([...seen, '$events', '$first_seen', '$last_seen', '$country'])];
}
