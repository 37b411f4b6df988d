import { attempt } from './guard';
import type { Statement, Store } from './store';
import type { Outcome, Transport } from './transport';

/// Time and chance, so that tests can say what they are.
export interface Clock {
  now(): number;
  random(): number;
  later(millis: number, run: () => void): number;
  cancel(timer: number): void;
}

/// How a statement is sent.
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

/// Statements on their way, in order, one batch at a time.
///
/// A statement leaves only when the server has it, refuses it for good, or it is cancelled. Sending one twice is
/// harmless: events have ids, and what identifies or updates can be said again.
export interface Outbox {
  add(statement: Statement, handling: Handling): void;
  /// Takes over what other pages left.
  adopt(statements: Statement[]): void;
  /// Takes back what was not sent yet of an event, or everything.
  cancel(id?: string): void;
  /// Sends everything now, also what is held, and does not wait for a retry.
  flush(): void;
  /// The page ends, or is put away: the browser is given everything, and the store keeps it, for nobody hears whether
  /// it arrived.
  leave(): void;
  /// The page is back: what another page took over meanwhile is that page's.
  resume(): void;
}

interface Entry {
  readonly said: Statement;
  readonly handling: Handling;
  readonly key: string;
  held?: boolean | undefined;
  /// given to a beacon since the page began to leave
  beaconed?: boolean;
}

interface Batch {
  readonly entries: Entry[];
  readonly lines: string;
  readonly bytes: number;
}

/// Statements made in this time go out together, milliseconds.
const GATHERING = 100;

/// A statement sent later than this says when it was made, milliseconds.
const LATE = 2_000;

const LINES_MAX = 1_000;

const RETRY_FIRST = 1_000;
const RETRY_MAX = 60_000;

/// What browsers send for a page that is gone is limited to 64 KB at once.
const PAYLOAD_BYTES_MAX = 60_000;

export function createOutbox(store: Store, transport: Transport, clock: Clock): Outbox {
  let entries: Entry[] = [];
  let sending: Entry[] = [];
  /// Whether what is being sent arrives even when the page ends.
  let failures = 0;
  let timer = 0;
  let isGone = false;

  const idOf = (statement: Statement): unknown => statement.params['idptnc'];

  const remove = (entry: Entry): void => {
    entries = entries.filter((one) => one !== entry);
    if (entry.key) {
      store.remove(entry.key);
    }
  };

  const release = (): void => {
    for (const entry of entries) {
      entry.held = false;
    }
  };

  const schedule = (millis: number): void => {
    clock.cancel(timer);
    timer = clock.later(millis, pump);
  };

  /// As many of the first server's as fit into one request, at least one.
  const batchOf = (from: Entry[]): Batch => {
    const batch: Entry[] = [];
    let lines = '';
    let bytes = 0;
    for (const entry of from) {
      const { url, endpoint, params, made } = entry.said;
      const isLate = clock.now() - made > LATE && !('timestamp' in params);
      const line = JSON.stringify({ endpoint, params: isLate ? { ...params, timestamp: made } : params });
      const more = new TextEncoder().encode(line).length + 1;
      const isFull = bytes + more > PAYLOAD_BYTES_MAX || batch.length >= LINES_MAX;
      if (url === from[0]?.said.url && (!lines || !isFull)) {
        batch.push(entry);
        lines += (lines && '\n') + line;
        bytes += more;
      } else if (isFull) {
        break;
      }
    }
    return { entries: batch, lines, bytes };
  };

  const settle = (batch: Entry[], outcome: Outcome): void => {
    const isCurrent = sending === batch;
    if (isCurrent) {
      sending = [];
    } else if (outcome !== 'taken') {
      return;
    }
    if (outcome === 'failed') {
      batch.filter(({ handling }) => handling.passing).forEach(remove);
      schedule(GATHERING + clock.random() * Math.min(RETRY_MAX, RETRY_FIRST * 2 ** failures++));
      // Another server's are not to wait for this one's.
      const isFailed = (entry: Entry) => Number(entry.said.url === batch[0]?.said.url);
      entries.sort((one, other) => isFailed(one) - isFailed(other));
      store.mark(!isGone);
      return;
    }
    failures = 0;
    // A batch is refused as a whole only when none of it could be taken.
    for (const entry of batch) {
      remove(entry);
      attempt(() => entry.handling.done?.(outcome === 'taken'));
    }
    pump();
  };

  const pump = (): void => {
    clock.cancel(timer);
    timer = 0;
    const ready = entries.filter((entry) => !entry.held);
    const [first] = ready;
    if (!isGone && !sending.length && first) {
      const { entries: batch, lines, bytes } = batchOf(ready);
      sending = batch;
      const outlives = !failures && bytes <= PAYLOAD_BYTES_MAX;
      transport
        .send(first.said.url, lines, first.said.credentials, outlives)
        .then((outcome) => attempt(() => settle(batch, outcome)));
    }
  };

  const leave = (): void => {
    release();
    // What is under way too: a request that is to outlive its page may still end with it.
    let left = entries.filter((entry) => !entry.beaconed);
    while (left[0]) {
      const { entries: batch, lines } = batchOf(left);
      left = left.filter((entry) => !batch.includes(entry));
      if (transport.beacon(batch[0]?.said.url ?? '', lines)) {
        for (const entry of batch) {
          entry.beaconed = true;
          if (entry.key) {
            store.write(entry.key, { ...entry.said, handed: true });
          }
        }
      }
    }
    isGone = true;
    store.mark(false);
  };

  const enter = (said: Statement, handling: Handling): Entry => ({
    said,
    handling,
    key: handling.passing || handling.unstored ? '' : store.put(said),
    held: handling.held,
  });

  return {
    add(said, handling) {
      if (handling.urgent) {
        release();
      }
      entries.push(enter(said, handling));
      if (isGone) {
        leave();
      } else if (!timer && !handling.held) {
        schedule(GATHERING);
      }
    },
    adopt(statements) {
      if (statements.length) {
        entries.unshift(...statements.map((said) => enter(said, {})));
        schedule(GATHERING);
      }
    },
    cancel(id) {
      entries.filter((one) => !id || (idOf(one.said) === id && !sending.includes(one))).forEach(remove);
    },
    flush() {
      release();
      pump();
    },
    leave,
    resume() {
      if (isGone) {
        isGone = false;
        sending = [];
        for (const entry of entries) {
          entry.beaconed = false;
          if (entry.key && !store.has(entry.key)) {
            remove(entry);
          }
        }
      }
      store.mark(true);
      pump();
    },
  };
}
