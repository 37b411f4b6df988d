/**
 * Why a statement was not taken. `code` is the server's for what it refuses (`docs/protocol.md`), and of this client:
 *
 * - `queue_full`: `maxQueue` statements wait already
 * - `closed`: `close()` was called before
 * - `not_sent`: the time of `close()` or of the end of the process was over; the server may have it or not
 * - `retries_used_up`: `retries` attempts failed; the server may have it or not
 * - `invalid_value`: a property that cannot be written as JSON
 * - `http_<status>`: the server, or something on the way to it, refused the whole request
 */
export class SojournError extends Error {
  override readonly name = 'SojournError';
  readonly code: string;
  /** Path of the field that is refused, where it is one. */
  readonly field: string;
  /** HTTP status, 0 where there was no answer. */
  readonly status: number;

  constructor(
    code: string,
    message: string,
    details: { field?: string; status?: number; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field ?? '';
    this.status = details.status ?? 0;
  }
}
