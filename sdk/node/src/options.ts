import type { SojournError } from './failure';

export interface Options {
  /** Host of the server, or its whole address (`https://journeys.example.com/base`). Default: `SOJOURN_HOST`. */
  host?: string;
  /** Default: 443 with `ssl`, else 80. */
  port?: number;
  /** Default: true. */
  ssl?: boolean;
  /** `appId:secret`, for projects that take tracking requests with a key only. */
  apiKey?: string;
  /** A request leaves as soon as this many statements wait. 1 to 1000, default 100. */
  flushAt?: number;
  /** A statement waits for others no longer than this. Milliseconds, default 1000. */
  flushInterval?: number;
  /** Statements that may wait; those beyond are refused with `queue_full`. Default 50000. */
  maxQueue?: number;
  /** Of one request. Milliseconds, default 10000. */
  timeout?: number;
  /** Attempts after the first, of one request. Default: no limit, the queue is one. */
  retries?: number;
  /** The first wait between attempts is up to this, then up to twice it, and so on. Milliseconds, default 200. */
  retryDelay?: number;
  /** No wait is longer, unless the server asks for it. Milliseconds, default 30000. */
  retryDelayMax?: number;
  /** How long `close()` and the end of the process wait for the server. Milliseconds, default 10000. */
  closeTimeout?: number;
  /** Instead of Node's own. */
  fetch?: typeof globalThis.fetch;
  /** Told of each statement without a callback that was not taken. Default: a process warning, once per code. */
  onError?: (error: SojournError, statement: unknown) => void;
}

/** Validated, with defaults. */
export interface Settings {
  readonly url: string;
  readonly authorization: string;
  readonly flushAt: number;
  readonly flushInterval: number;
  readonly maxQueue: number;
  readonly timeout: number;
  readonly retries: number;
  readonly retryDelay: number;
  readonly retryDelayMax: number;
  readonly closeTimeout: number;
  readonly fetch: typeof globalThis.fetch;
  readonly onError: ((error: SojournError, statement: unknown) => void) | undefined;
}

const ITEMS_MAX = 1000;
const MILLIS_MAX = 2 ** 31 - 1;

/** @throws TypeError for an option that is none */
export function settings(project: string, options: Options): Settings {
  if (typeof project !== 'string' || project === '') {
    throw new TypeError('the first argument must be the project, usually its domain');
  }
  const fetch = options.fetch ?? globalThis.fetch;
  if (typeof fetch !== 'function') {
    throw new TypeError('fetch is missing: Node 18 or newer has it, or give one as the option `fetch`');
  }
  return {
    url: address(project, options),
    authorization: authorization(options.apiKey),
    flushAt: number('flushAt', options.flushAt, 100, 1, ITEMS_MAX),
    flushInterval: number('flushInterval', options.flushInterval, 1_000, 0, MILLIS_MAX),
    maxQueue: number('maxQueue', options.maxQueue, 50_000, 1, Number.MAX_SAFE_INTEGER),
    timeout: number('timeout', options.timeout, 10_000, 1, MILLIS_MAX),
    retries: number('retries', options.retries, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY),
    retryDelay: number('retryDelay', options.retryDelay, 200, 0, MILLIS_MAX),
    retryDelayMax: number('retryDelayMax', options.retryDelayMax, 30_000, 0, MILLIS_MAX),
    closeTimeout: number('closeTimeout', options.closeTimeout, 10_000, 0, MILLIS_MAX),
    fetch,
    onError: options.onError,
  };
}

function address(project: string, options: Options): string {
  const host = options.host ?? process.env.SOJOURN_HOST ?? '';
  if (typeof host !== 'string' || host === '') {
    throw new TypeError('the option `host` (or SOJOURN_HOST) must name the server');
  }
  let url: URL;
  try {
    url = new URL(host.includes('://') ? host : `${options.ssl === false ? 'http' : 'https'}://${host}`);
  } catch (cause) {
    throw new TypeError(`host is not a host: ${host}`, { cause });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`host must be reached by http or https, got ${url.protocol}`);
  }
  if (options.port !== undefined) {
    url.port = String(number('port', options.port, 0, 1, 65_535));
  }
  const base = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return `${url.origin}${base}api/v1/track?project=${encodeURIComponent(project)}`;
}

function authorization(apiKey: string | undefined): string {
  if (apiKey === undefined) {
    return '';
  }
  if (typeof apiKey !== 'string' || !apiKey.includes(':')) {
    throw new TypeError('apiKey must be `appId:secret`');
  }
  return `Basic ${Buffer.from(apiKey).toString('base64')}`;
}

function number(name: string, value: number | undefined, standard: number, min: number, max: number): number {
  if (value === undefined) {
    return standard;
  }
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new TypeError(`${name} must be a number from ${min} to ${max}, got ${String(value)}`);
  }
  return value;
}
