import { SojournError } from './failure';
import type { Settings } from './options';
import { type Answer, post } from './post';
import type { Response, Statement } from './statement';

const ITEMS_MAX = 1_000;
const BYTES_MAX = 1_000_000;
const RETRY_AFTER_MAX = 300_000;

/** What became of the statements of a client. `accepted + failed + waiting` are all that were made. */
export interface Stats {
  accepted: number;
  failed: number;
  waiting: number;
  /** Attempts that failed and were made again. */
  retried: number;
}

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
}

/** Senders that have statements, for the end of the process. */
const busy = new Set<Sender>();
let hooked = false;

function atExit(): void {
  for (const sender of busy) {
    void sender.drain();
  }
}

/**
 * The queue and the one request that is under way. Statements are settled in the order in which they came, each exactly
 * once: accepted, or failed with a reason.
 */
export class Sender {
  settings: Settings;
  private readonly random: () => number;
  private readonly queue: Statement[] = [];
  private readonly waiters: Waiter[] = [];
  private readonly warned = new Set<string>();
  private added = 0;
  private settled = 0;
  private accepted = 0;
  private failed = 0;
  private retried = 0;
  /** Statements up to this number are not to wait for others. */
  private wanted = 0;
  private running = false;
  private draining = false;
  private timer: NodeJS.Timeout | undefined;
  private pause: { timer: NodeJS.Timeout; end: () => void } | undefined;
  private abandoned = new AbortController();
  private isClosed = false;

  constructor(settings: Settings, random: () => number = Math.random) {
    this.settings = settings;
    this.random = random;
    if (!hooked) {
      hooked = true;
      process.on('beforeExit', atExit);
    }
  }

  get closed(): boolean {
    return this.isClosed;
  }

  stats(): Stats {
    const { accepted, failed, retried } = this;
    return { accepted, failed, waiting: this.added - this.settled, retried };
  }

  add(statement: Statement): void {
    if (this.isClosed) {
      this.refuse(statement, new SojournError('closed', 'the client is closed'));
    } else if (this.added - this.settled >= this.settings.maxQueue) {
      const message = `${this.settings.maxQueue} statements wait already (maxQueue)`;
      this.refuse(statement, new SojournError('queue_full', message));
    } else {
      this.added++;
      this.queue.push(statement);
      busy.add(this);
      this.next();
    }
  }

  /** Settles a statement that never was in the queue. */
  refuse(statement: Statement, error: SojournError): void {
    this.failed++;
    this.tell(statement, error);
  }

  /** Resolves when all that was added before is settled. Rejects never. */
  flush(): Promise<void> {
    if (this.settled === this.added) {
      return Promise.resolve();
    }
    this.wanted = this.added;
    const flushed = new Promise<void>((resolve) => {
      this.waiters.push({ upTo: this.added, resolve });
    });
    this.pause?.timer.ref();
    this.next();
    return flushed;
  }

  /** Takes nothing more and flushes, for `closeTimeout` at most: what is left then fails as `not_sent`. */
  close(): Promise<void> {
    this.isClosed = true;
    return this.drain();
  }

  async drain(): Promise<void> {
    if (this.draining || this.settled === this.added) {
      return this.flush();
    }
    this.draining = true;
    const deadline = setTimeout(() => this.abandon(), this.settings.closeTimeout);
    await this.flush();
    clearTimeout(deadline);
    this.draining = false;
  }

  private abandon(): void {
    this.abandoned.abort();
    this.pause?.end();
    for (const statement of this.queue.splice(0)) {
      this.fail(statement, notSent());
    }
  }

  // --- when

  private next(): void {
    if (this.running || this.queue.length === 0) {
      return;
    }
    if (this.isDue()) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.running = true;
      void this.run();
    } else if (this.timer === undefined) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.wanted = this.added;
        this.next();
      }, this.settings.flushInterval);
      this.timer.unref();
    }
  }

  private isDue(): boolean {
    return (
      this.queue.length > 0 && (this.settled < this.wanted || this.queue.length >= this.settings.flushAt)
    );
  }

  private async run(): Promise<void> {
    // What is said in one go leaves together.
    await Promise.resolve();
    while (this.isDue()) {
      await this.deliver(this.take());
      while (this.waiters[0] !== undefined && this.waiters[0].upTo <= this.settled) {
        this.waiters.shift()?.resolve();
      }
    }
    this.running = false;
    if (this.settled === this.added) {
      this.abandoned = new AbortController();
      busy.delete(this);
    }
    this.next();
  }

  private take(): Statement[] {
    let count = 0;
    let bytes = 0;
    for (const statement of this.queue) {
      bytes += statement.bytes + 1;
      if (count === ITEMS_MAX || (count > 0 && bytes > BYTES_MAX)) {
        break;
      }
      count++;
    }
    return this.queue.splice(0, count);
  }

  // --- how

  private async deliver(batch: Statement[]): Promise<void> {
    let left = batch;
    for (let attempt = 0; left.length > 0; ) {
      const answer = await post(this.settings, left, this.abandoned.signal);
      if (answer.kind === 'items') {
        const again = this.settle(left, answer);
        attempt = again.length < left.length ? 0 : attempt;
        left = again;
      } else if (answer.kind === 'refused') {
        if (answer.error.status === 413 && left.length > 1) {
          const half = left.length >> 1;
          await this.deliver(left.slice(0, half));
          await this.deliver(left.slice(half));
        } else {
          this.failAll(left, answer.error);
        }
        return;
      }
      if (left.length > 0) {
        const last =
          answer.kind === 'again' ? answer.error : new SojournError('rate_limited', 'too many requests');
        if (this.abandoned.signal.aborted) {
          this.failAll(left, notSent(last));
          return;
        }
        if (attempt >= this.settings.retries) {
          const message = `not taken in ${attempt + 1} attempts, the last: ${last.message}`;
          this.failAll(
            left,
            new SojournError('retries_used_up', message, { status: last.status, cause: last }),
          );
          return;
        }
        this.retried++;
        await this.wait(attempt++, answer.kind === 'again' ? answer.retryAfter : 0);
      }
    }
  }

  /** Exponential backoff with full jitter, so that many clients do not come back together. */
  private wait(attempt: number, retryAfter: number): Promise<void> {
    const { retryDelay, retryDelayMax } = this.settings;
    const jitter = this.random() * Math.min(retryDelayMax, retryDelay * 2 ** attempt);
    const millis = Math.max(jitter, Math.min(retryAfter, RETRY_AFTER_MAX));
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.pause = undefined;
        resolve();
      };
      const timer = setTimeout(end, millis);
      if (this.waiters.length === 0) {
        timer.unref();
      }
      this.pause = { timer, end };
    });
  }

  /** @return those to be sent again */
  private settle(batch: Statement[], answer: Answer & { kind: 'items' }): Statement[] {
    const again: Statement[] = [];
    batch.forEach((statement, index) => {
      const item = answer.items[index] ?? { status: 'rejected', code: 'malformed_answer' };
      if (item.status === 'accepted') {
        this.accepted++;
        this.done(statement, null, { statusCode: 200, responseCode: 200, body: { status: 'accepted' } });
      } else if (item.code === 'rate_limited') {
        again.push(statement);
      } else {
        const message = [item.field, item.message].filter(Boolean).join(': ');
        const details = { field: item.field ?? '', status: 200 };
        this.fail(statement, new SojournError(item.code ?? 'rejected', message, details));
      }
    });
    return again;
  }

  private failAll(statements: Statement[], error: SojournError): void {
    for (const statement of statements) {
      this.fail(statement, error);
    }
  }

  private fail(statement: Statement, error: SojournError): void {
    this.failed++;
    this.done(statement, error, null);
  }

  private done(statement: Statement, error: SojournError | null, response: Response | null): void {
    this.settled++;
    this.tell(statement, error, response);
  }

  /** What a callback throws is its program's, and never stops the sending: it surfaces as an uncaught exception. */
  private tell(statement: Statement, error: SojournError | null, response: Response | null = null): void {
    try {
      if (statement.callback !== undefined) {
        statement.callback(error, response);
      } else if (error !== null && this.settings.onError !== undefined) {
        this.settings.onError(error, statement.json === '' ? undefined : JSON.parse(statement.json));
      } else if (error !== null && !this.warned.has(error.code)) {
        this.warned.add(error.code);
        process.emitWarning(`a statement was not taken: ${error.code}, ${error.message}`, 'SojournWarning');
      }
    } catch (thrown) {
      setImmediate(() => {
        throw thrown;
      });
    }
  }
}

function notSent(cause?: SojournError): SojournError {
  const why = cause === undefined ? '' : `: ${cause.message}`;
  return new SojournError('not_sent', `the server did not take it in time${why}`, { cause });
}
