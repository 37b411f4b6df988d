/// What tests put in place of a browser: time, chance, storage and a server.

import type { Clock } from './outbox';
import type { Statement } from './store';
import type { Outcome, Transport } from './transport';

/// Time that stands still until it is moved.
export class FakeClock implements Clock {
  private millis = 1_700_000_000_000;
  private timers: { at: number; id: number; run: () => void }[] = [];
  private count = 0;

  now = (): number => this.millis;
  random = (): number => 0.5;

  later = (millis: number, run: () => void): number => {
    this.timers.push({ at: this.millis + millis, id: ++this.count, run });
    return this.count;
  };

  cancel = (timer: number): void => {
    this.timers = this.timers.filter(({ id }) => id !== timer);
  };

  /// Moves on, running what is due; what was promised meanwhile is kept.
  async pass(millis: number): Promise<void> {
    const until = this.millis + millis;
    for (;;) {
      await settled();
      const [next] = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) {
        break;
      }
      this.cancel(next.id);
      this.millis = Math.max(this.millis, next.at);
      next.run();
    }
    this.millis = until;
  }
}

/// Lets promises that are due be kept.
export async function settled(): Promise<void> {
  for (let at = 0; at < 10; at++) {
    await Promise.resolve();
  }
}

/// localStorage: items are own properties, as in browsers.
export class FakeShelf {
  [key: string]: unknown;

  getItem(key: string): string | null {
    return Object.keys(this).includes(key) ? String(this[key]) : null;
  }

  setItem(key: string, value: string): void {
    this[key] = value;
  }

  removeItem(key: string): void {
    delete this[key];
  }
}

/// A server that notes what it takes.
export class FakeServer implements Transport {
  outcome: Outcome | 'silent' = 'taken';
  beacons = true;
  requests: { url: string; lines: string[]; outlives: boolean; by: 'fetch' | 'beacon' }[] = [];
  private waiting: ((outcome: Outcome) => void)[] = [];

  send(url: string, lines: string, _credentials: boolean, outlives: boolean): Promise<Outcome> {
    this.requests.push({ url, lines: lines.split('\n'), outlives, by: 'fetch' });
    const { outcome } = this;
    return outcome === 'silent'
      ? new Promise((answer) => this.waiting.push(answer))
      : Promise.resolve(outcome);
  }

  beacon(url: string, lines: string): boolean {
    if (this.beacons) {
      this.requests.push({ url, lines: lines.split('\n'), outlives: true, by: 'beacon' });
    }
    return this.beacons;
  }

  answer(outcome: Outcome): void {
    for (const answer of this.waiting.splice(0)) {
      answer(outcome);
    }
  }

  /// Ids of the events of each request.
  get ids(): string[] {
    return this.requests.map(({ lines }) => lines.map((line) => JSON.parse(line).params.idptnc).join(' '));
  }
}

/// An event.
export function statement(id: string, made: number, more: Partial<Statement> = {}): Statement {
  return {
    url: 'https://t.example.com/track/push/',
    credentials: false,
    endpoint: 'ce',
    params: { project: 'example.com', event: 'e', idptnc: id },
    made,
    ...more,
  };
}
