import { SojournError } from './failure';
import type { Settings } from './options';
import type { Statement } from './statement';

export interface ItemAnswer {
  status: string;
  code?: string;
  field?: string;
  message?: string;
}

/** What came of one request. */
export type Answer =
  | { kind: 'items'; items: ItemAnswer[] }
  /** The same request would be refused again. */
  | { kind: 'refused'; error: SojournError }
  /** @param retryAfter milliseconds that the server asks for */
  | { kind: 'again'; error: SojournError; retryAfter: number };

/** Sends a batch once. Throws never. */
export async function post(settings: Settings, batch: Statement[], abandoned: AbortSignal): Promise<Answer> {
  const end = new AbortController();
  const abort = () => end.abort(new Error('abandoned'));
  const late = () => end.abort(new Error(`no answer in ${settings.timeout} ms`));
  const timer = setTimeout(late, settings.timeout);
  abandoned.addEventListener('abort', abort);
  if (abandoned.aborted) {
    abort();
  }
  try {
    const response = await settings.fetch(settings.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'sojourn-node',
        ...(settings.authorization === '' ? {} : { authorization: settings.authorization }),
      },
      body: `[${batch.map((statement) => statement.json).join(',')}]`,
      signal: end.signal,
    });
    return answer(response.status, response.headers, await response.text());
  } catch (cause) {
    return { kind: 'again', error: new SojournError('network', reason(cause), { cause }), retryAfter: 0 };
  } finally {
    clearTimeout(timer);
    abandoned.removeEventListener('abort', abort);
  }
}

function answer(status: number, headers: Headers, body: string): Answer {
  if (status === 200) {
    const items = parse(body)?.items;
    if (Array.isArray(items)) {
      return { kind: 'items', items };
    }
    // Something on the way speaks instead of the server, a maintenance page for one.
    const error = new SojournError('malformed_answer', 'the answer is not that of a Sojourn server', {
      status,
    });
    return { kind: 'again', error, retryAfter: 0 };
  }
  const problem = parse(body);
  const code = typeof problem?.code === 'string' ? problem.code.toLowerCase() : `http_${status}`;
  const said = problem?.detail ?? problem?.title ?? headers.get('location') ?? '';
  const error = new SojournError(code, `the server answered ${status} ${String(said)}`.trim(), { status });
  return status === 408 || status === 429 || status >= 500
    ? { kind: 'again', error, retryAfter: retryAfter(headers.get('retry-after')) }
    : { kind: 'refused', error };
}

/** Seconds or a date, RFC 9110 section 10.2.3. */
export function retryAfter(header: string | null, now: number = Date.now()): number {
  if (header === null) {
    return 0;
  }
  const millis = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(millis) ? Math.max(0, millis) : 0;
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Node's fetch says `fetch failed`; its cause says why. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
