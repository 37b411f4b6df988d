import createClient, { type FetchResponse } from 'openapi-fetch';
import { basePath } from '@/lib/base';
import { offline, Problem, problemOf } from './problem';
import type { paths } from './schema.gen';

let csrf: string | null = null;
let onSignedOut: () => void = () => {};

/** The token of the session, sent with every call that changes something. */
export function rememberCsrf(token: string | null): void {
  csrf = token;
}

/** Called when the server no longer knows the session. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw offline();
  }
}

export const api = createClient<paths>({
  baseUrl: basePath().replace(/\/$/, ''),
  credentials: 'same-origin',
  fetch: send,
});

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET' && csrf !== null) {
      request.headers.set('X-Sojourn-CSRF', csrf);
    }
    return request;
  },
  async onResponse({ response, request }) {
    if (response.ok) {
      return;
    }
    const body = await response.json().catch(() => null);
    const problem = problemOf(response.status, body, response.headers.get('Retry-After'));
    if (problem.kind === 'signed-out' && !new URL(request.url).pathname.endsWith('/api/v1/session')) {
      onSignedOut();
    }
    throw problem;
  },
});

type Answer = Promise<FetchResponse<Record<string | number, unknown>, unknown, `${string}/${string}`>>;

/** The body of an answer. Failures have been thrown as a `Problem` before. */
export async function body<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await answer;
  if (data === undefined) {
    throw new Problem('failed', response.status, 'EMPTY', 'The server answered without a body.');
  }
  return data;
}

/** Waits for an answer that has no body. */
export async function done(answer: Answer | Promise<unknown>): Promise<void> {
  await answer;
}
