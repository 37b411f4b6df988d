import { attempt, later, listen, tolerate } from './guard';
import { createOutbox, type Outbox } from './outbox';
import { type Page, watchPage } from './page';
import { createStore } from './store';
import { browserTransport } from './transport';

/// What the trackers of a page share.
export interface PageState {
  readonly outbox: Outbox;
  readonly page: Page;
  /// Sends what earlier pages left behind, and goes on doing so.
  adopt(): void;
  /// Ids of visitors whose browser keeps no cookie, by the cookie's name.
  readonly visitors: Map<string, string>;
}

let shared: PageState | undefined;

function create(): PageState {
  const clock = {
    now: () => Date.now(),
    random: () => Math.random(),
    later,
    cancel: (timer: number) => clearTimeout(timer),
  };
  const store = createStore(() => localStorage, clock.now);
  const outbox = createOutbox(store, browserTransport, clock);
  let isAdopting = false;

  const takeOver = () => attempt(() => outbox.adopt(store.adopt()));
  const resume = () => {
    outbox.resume();
    if (isAdopting) {
      (tolerate(() => navigator.locks.request('sojourn', takeOver)) ?? Promise.reject()).catch(takeOver);
    }
  };
  listen(window, 'online', resume);
  return {
    outbox,
    page: watchPage((ends) => (ends ? outbox.leave() : outbox.flush()), resume),
    adopt() {
      if (!isAdopting) {
        isAdopting = true;
        resume();
      }
    },
    visitors: new Map(),
  };
}

export const pageState = (): PageState => {
  shared ??= create();
  return shared;
};
