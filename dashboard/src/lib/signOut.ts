import type { QueryClient } from '@tanstack/react-query';
import { api, done } from '@/api/client';
import { asProblem } from '@/api/problem';
import { forgetSession } from './session';

/** Ends the session; one that the server no longer knows is ended already. */
export async function signOut(client: QueryClient): Promise<void> {
  try {
    await done(api.DELETE('/api/v1/session'));
  } catch (failure) {
    if (asProblem(failure).kind !== 'signed-out') {
      throw failure;
    }
  }
  forgetSession(client);
}
