/** What a failed call says. Every failure of the API client is one of these; nothing else is thrown. */
export type FieldError = { readonly code: string; readonly field: string; readonly message: string };

export type ProblemKind =
  | 'offline'
  | 'signed-out'
  | 'denied'
  | 'missing'
  | 'conflict'
  | 'invalid'
  | 'throttled'
  | 'failed';

export class Problem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: readonly FieldError[] = [],
    readonly requestId: string = '',
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = 'Problem';
  }

  /** What is wrong with one field, or nothing. */
  field(name: string): string | null {
    const found = this.errors.filter((error) => error.field === name || error.field === `/${name}`);
    return found.length === 0 ? null : found.map((error) => sentence(error.message)).join(' ');
  }

  /** What belongs to none of these fields. */
  rest(...names: string[]): string {
    const others = this.errors.filter(
      (error) => !names.some((name) => error.field === name || error.field === `/${name}`),
    );
    if (this.errors.length === 0) {
      return this.message;
    }
    return others
      .map((error) => sentence(error.field === '' ? error.message : `${error.field}: ${error.message}`))
      .join(' ');
  }
}

export function offline(): Problem {
  return new Problem('offline', 0, 'OFFLINE', 'The server cannot be reached.');
}

function kindOf(status: number): ProblemKind {
  switch (status) {
    case 401:
      return 'signed-out';
    case 403:
      return 'denied';
    case 404:
      return 'missing';
    case 409:
      return 'conflict';
    case 429:
      return 'throttled';
    case 502:
    case 503:
    case 504:
      return 'offline';
    default:
      return status >= 400 && status < 500 ? 'invalid' : 'failed';
  }
}

export function sentence(text: string): string {
  if (text === '') {
    return '';
  }
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** Reads a problem+json body; a body that is none still makes a problem. */
export function problemOf(status: number, body: unknown, retryAfter: string | null): Problem {
  const record = isRecord(body) ? body : {};
  const errors = Array.isArray(record.errors) ? record.errors.filter(isRecord).map(fieldError) : [];
  const text = (name: string) => (typeof record[name] === 'string' ? (record[name] as string) : '');
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const message =
    errors.map((error) => sentence(error.message)).join(' ') ||
    sentence(text('title')) ||
    `The server answered ${status}.`;
  return new Problem(
    kindOf(status),
    status,
    text('code'),
    message,
    errors,
    text('requestId'),
    Number.isFinite(seconds) ? seconds : null,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldError(record: Record<string, unknown>): FieldError {
  const text = (name: string) => (typeof record[name] === 'string' ? (record[name] as string) : '');
  return { code: text('code'), field: text('field'), message: text('message') };
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  return new Problem(
    'failed',
    0,
    'UNEXPECTED',
    error instanceof Error ? error.message : 'Something went wrong.',
  );
}
