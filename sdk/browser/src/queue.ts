import { attempt } from './guard';
import type { Statement, Store } from './store';
import type { Transport } from './transport';
import type { Values } from './value';

/// Time and chance, so that tests can say what they are.
export interface Clock {
  now(): number;
  random(): number;
  later(millis: number, run: () => void): number;
  cancel(timer: number): void;
}

/// How a statement is queued.
export interface Handling {
  /// waits until the page is hidden, something is flushed, or an urgent statement comes
  readonly held?: boolean;
  /// takes held ones along
  readonly urgent?: boolean;
  /// only worth sending now, and never stored
  readonly passing?: boolean;
  /// must not be written to the visitor's device
  readonly unstored?: boolean;
  /// told once: whether the server has it
  readonly done?: ((taken: boolean) => void) | undefined;
}

interface Entry {
  readonly id: unknown;
  statement: Statement;
  readonly handling: Handling;
  held: boolean;
  key: string;
  /// given to a beacon since the page began to leave
  beaconed?: boolean;
}

/// Statements made in this time go out together, milliseconds.
const GATHERING = 100;

/// A statement sent later than this says when it was made, milliseconds.
const LATE = 2_000;

const RETRY_FIRST = 1_000;
const RETRY_MAX = 60_000;

/// What browsers send for a page that is gone is limited to 64 KB at once.
const PAYLOAD_BYTES_MAX = 60_000;

/// Statements on their way to one server, in order, one batch at a time.
///
/// An entry leaves only when the server has it, refuses it for good, or is cancelled. Sending one twice is harmless:
/// events have ids, and what identifies or updates can be said again.
export class Queue {
  private entries: Entry[] = [];
  private sending: Entry[] = [];
  private outlives = false;
  private failures = 0;
  private linesMax = Number.POSITIVE_INFINITY;
  private timer = 0;
  private gone = false;

  constructor(
    private readonly url: string,
    private readonly store: Store,
    private readonly transport: Transport,
    private readonly clock: Clock,
  ) {}

  add(statement: Statement, handling: Handling = {}): void {
    if (handling.urgent) {
      this.release();
    }
    if (!this.joins(statement, handling)) {
      const key = handling.passing || handling.unstored ? '' : this.store.put(statement);
      const held = handling.held === true;
      this.entries.push({ id: statement.params['idptnc'], statement, handling, held, key });
    }
    if (this.gone) {
      this.leave();
    } else if (!this.timer && !handling.held) {
      this.schedule(GATHERING);
    }
  }

  /// Takes over what other pages left.
  adopt(statements: Statement[]): void {
    const adopted = statements.map((statement) => ({
      id: statement.params['idptnc'],
      statement,
      handling: {},
      held: false,
      key: this.store.put(statement),
    }));
    this.entries.unshift(...adopted);
    if (!this.timer) {
      this.schedule(GATHERING);
    }
  }

  /// Takes back what was not sent yet of an event.
  cancel(id: string): void {
    for (const entry of this.entries.filter((one) => one.id === id && !this.sending.includes(one))) {
      this.remove(entry);
    }
  }

  /// Forgets everything that was not sent yet.
  clear(): void {
    for (const entry of [...this.entries]) {
      this.remove(entry);
    }
  }

  /// Sends everything now, also what is held, and does not wait for a retry.
  flush(): void {
    this.release();
    this.pump();
  }

  /// The page ends, or is put away: the browser is given everything, and the store keeps it, for nobody hears whether
  /// it arrived.
  leave(): void {
    this.release();
    const left = this.entries.filter(
      (entry) => !entry.beaconed && !(this.outlives && this.sending.includes(entry)),
    );
    for (let from = 0; from < left.length; ) {
      const { batch, lines } = this.batch(left.slice(from));
      from += batch.length;
      if (this.transport.beacon(this.url, lines)) {
        for (const entry of batch) {
          entry.beaconed = true;
          entry.statement = { ...entry.statement, handed: true };
          this.keep(entry);
        }
      }
    }
    this.gone = true;
  }

  /// The page is back: what another page took over meanwhile is that page's.
  resume(): void {
    if (this.gone) {
      this.gone = false;
      this.sending = [];
      for (const entry of [...this.entries]) {
        entry.beaconed = false;
        if (entry.key && !this.store.has(entry.key)) {
          this.remove(entry);
        }
      }
    }
    this.pump();
  }

  /// A second update of an event that waits joins the first.
  private joins(statement: Statement, handling: Handling): boolean {
    const first = this.entries.find(
      (entry) =>
        entry.statement.endpoint === 'update' &&
        entry.id === statement.params['idptnc'] &&
        !entry.handling.done &&
        !this.sending.includes(entry),
    );
    if (!first || statement.endpoint !== 'update' || handling.done || handling.held !== first.handling.held) {
      return false;
    }
    const params: Values = Object.assign(first.statement.params, statement.params);
    first.statement = { ...statement, params };
    this.keep(first);
    return true;
  }

  private release(): void {
    for (const entry of this.entries) {
      entry.held = false;
    }
  }

  private keep(entry: Entry): void {
    if (entry.key) {
      this.store.write(entry.key, entry.statement);
    }
  }

  private remove(entry: Entry): void {
    this.entries = this.entries.filter((one) => one !== entry);
    if (entry.key) {
      this.store.remove(entry.key);
    }
  }

  private schedule(millis: number): void {
    this.clock.cancel(this.timer);
    this.timer = this.clock.later(millis, () => this.pump());
  }

  private pump(): void {
    this.clock.cancel(this.timer);
    this.timer = 0;
    const ready = this.entries.filter((entry) => !entry.held);
    if (this.gone || this.sending.length || !ready.length) {
      return;
    }
    const { batch, lines, bytes } = this.batch(ready);
    this.sending = batch;
    this.outlives = !this.failures && bytes <= PAYLOAD_BYTES_MAX;
    const credentials = batch[0]?.statement.credentials === true;
    this.transport
      .send(this.url, lines, credentials, this.outlives)
      .then((outcome) => attempt(() => this.settle(batch, outcome), undefined));
  }

  /// As many as fit into one request, at least one.
  private batch(from: Entry[]): { batch: Entry[]; lines: string; bytes: number } {
    const batch: Entry[] = [];
    let lines = '';
    let bytes = 0;
    for (const entry of from) {
      const line = this.line(entry.statement);
      const more = new TextEncoder().encode(line).length + 1;
      if (batch.length && (bytes + more > PAYLOAD_BYTES_MAX || batch.length >= this.linesMax)) {
        break;
      }
      batch.push(entry);
      lines += (lines && '\n') + line;
      bytes += more;
    }
    return { batch, lines, bytes };
  }

  private line({ endpoint, params, made }: Statement): string {
    const late = this.clock.now() - made > LATE && !('timestamp' in params);
    return JSON.stringify({ endpoint, params: late ? { ...params, timestamp: made } : params });
  }

  private settle(batch: Entry[], outcome: string): void {
    if (this.sending !== batch && outcome !== 'taken') {
      return;
    }
    this.sending = [];
    if (outcome === 'failed') {
      batch.filter((entry) => entry.handling.passing).forEach((entry) => this.remove(entry));
      const most = Math.min(RETRY_MAX, RETRY_FIRST * 2 ** this.failures++);
      this.schedule(GATHERING + this.clock.random() * most);
      this.store.stay();
      return;
    }
    this.failures = 0;
    if (outcome === 'refused' && batch.length > 1) {
      this.linesMax = Math.ceil(batch.length / 2);
    } else {
      this.linesMax = Number.POSITIVE_INFINITY;
      for (const entry of batch) {
        this.remove(entry);
        const { done } = entry.handling;
        attempt(() => done?.(outcome === 'taken'), undefined);
      }
    }
    this.pump();
  }
}
