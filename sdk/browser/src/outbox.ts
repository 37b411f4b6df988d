import { attempt, later, listen, tolerate } from './guard';
import { type Clock, type Handling, Queue } from './queue';
import { type Statement, Store } from './store';
import { browserTransport } from './transport';

const clock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  later,
  cancel: (timer) => window.clearTimeout(timer),
};

/// All that the trackers of a page have to send, a queue for each server.
export class Outbox {
  private readonly queues = new Map<string, Queue>();
  private readonly store = new Store(() => window.localStorage, clock.now);
  private isStoring = false;

  constructor() {
    listen(window, 'online', () => this.resume());
  }

  add(statement: Statement, handling: Handling): void {
    this.queue(statement.url).add(statement, handling);
    if (!this.isStoring && !handling.unstored) {
      this.isStoring = true;
      this.adopt();
    }
  }

  cancel(id: string): void {
    this.each((queue) => queue.cancel(id));
  }

  /// Forgets everything, also what other pages left behind.
  clear(): void {
    this.each((queue) => queue.clear());
    this.store.adopt();
  }

  flush(): void {
    this.each((queue) => queue.flush());
  }

  leave(): void {
    this.each((queue) => queue.leave());
    this.store.leave();
  }

  resume(): void {
    this.each((queue) => queue.resume());
    this.store.stay();
    if (this.isStoring) {
      this.adopt();
    }
  }

  private queue(url: string): Queue {
    let queue = this.queues.get(url);
    if (!queue) {
      queue = new Queue(url, this.store, browserTransport, clock);
      this.queues.set(url, queue);
    }
    return queue;
  }

  private each(run: (queue: Queue) => void): void {
    this.queues.forEach(run);
  }

  private adopt(): void {
    const take = () => {
      const byUrl = new Map<string, Statement[]>();
      for (const statement of this.store.adopt()) {
        byUrl.set(statement.url, [...(byUrl.get(statement.url) ?? []), statement]);
      }
      byUrl.forEach((statements, url) => this.queue(url).adopt(statements));
    };
    const locked = tolerate(
      () => navigator.locks.request('sojourn', () => attempt(take, undefined)),
      undefined,
    );
    if (locked) {
      locked.catch(() => undefined);
    } else {
      take();
    }
  }
}
