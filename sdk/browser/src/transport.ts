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

/// No answer has the status 0.
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) {
    return 'taken';
  }
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'refused' : 'failed';
}

function form(lines: string): FormData {
  const data = new FormData();
  data.append('payload', lines);
  return data;
}

function byFetch(url: string, lines: string, credentials: boolean, outlives: boolean): Promise<number> {
  return fetch(url, {
    method: 'POST',
    body: form(lines),
    credentials: credentials ? 'include' : 'same-origin',
    keepalive: outlives,
    signal: AbortSignal.timeout?.(ANSWER_MILLIS_MAX) ?? null,
  }).then((answer) => answer.status);
}

function byRequest(url: string, lines: string, credentials: boolean): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.withCredentials = credentials;
    request.onloadend = () => resolve(request.status);
    request.send(form(lines));
  });
}

/// The browser's: fetch, or XMLHttpRequest where there is none. Answers are never run.
export const browserTransport: Transport = {
  send: (url, lines, credentials, outlives) =>
    (
      tolerate(() => byFetch(url, lines, credentials, outlives)) ??
      tolerate(() => byRequest(url, lines, credentials)) ??
      Promise.resolve(0)
    ).then(outcomeOf, () => 'failed'),
  beacon: (url, lines) =>
    tolerate(
      () => navigator.sendBeacon?.(url, form(lines)) ?? !!byFetch(url, lines, false, true).catch(() => 0),
    ) ?? false,
};
