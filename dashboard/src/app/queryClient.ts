import { QueryClient } from '@tanstack/react-query';
import { asProblem } from '@/api/problem';

/** Only what may pass by itself is tried again; what the server refused is not. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        networkMode: 'always',
        retry: (count, error) => asProblem(error).kind === 'failed' && count < 2,
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
