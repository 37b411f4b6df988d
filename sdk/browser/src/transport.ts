import { tolerate } from './guard';

/// What became of a batch: the server has it, will never have it, or was not reached.
export type Outcome = 'taken' | 'refused' | 'failed';

export interface Transport {
  /// @param outlives whether the request goes on when the page ends
  send(url: string, lines: string, credentials: boolean, outlives: boolean): Promise<Outcome>;
  /// Hands lines to the browser, which sends them after the page.
  /// @returns whether it took them
  beacon(url: string, lines: string): boolean;
}

const ANSWER_MILLIS_MAX = 30_000;

export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) {
    return 'taken';
  }
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'refused' : 'failed';
}

/// The browser's: fetch, or XMLHttpRequest where there is none. Answers are never run.
export const browserTransport: Transport = {
  send: (url, lines, credentials, outlives) =>
    (
      tolerate(() => byFetch(url, lines, credentials, outlives), undefined) ??
      tolerate(() => byRequest(url, lines, credentials), undefined) ??
      Promise.resolve('failed' as const)
    ).catch(() => 'failed' as const),
  beacon: (url, lines) => tolerate(() => navigator.sendBeacon(url, form(lines)), false),
};

function form(lines: string): FormData {
  const data = new FormData();
  data.append('payload', lines);
  return data;
}

function byFetch(url: string, lines: string, credentials: boolean, outlives: boolean): Promise<Outcome> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MILLIS_MAX);
  return fetch(url, {
    method: 'POST',
    body: form(lines),
    credentials: credentials ? 'include' : 'same-origin',
    keepalive: outlives,
    signal: patience.signal,
  })
    .then((answer) => outcomeOf(answer.status))
    .finally(() => clearTimeout(timer));
}

function byRequest(url: string, lines: string, credentials: boolean): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.timeout = ANSWER_MILLIS_MAX;
    request.withCredentials = credentials;
    request.onloadend = () => resolve(outcomeOf(request.status));
    request.send(form(lines));
  });
}
