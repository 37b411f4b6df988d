import { Outbox } from './outbox';
import { Page } from './page';

/// What the trackers of a page share.
export interface Runtime {
  readonly outbox: Outbox;
  readonly page: Page;
}

let shared: Runtime | undefined;

export function runtime(): Runtime {
  if (!shared) {
    const outbox = new Outbox();
    const page = new Page(
      (ends) => (ends ? outbox.leave() : outbox.flush()),
      () => outbox.resume(),
    );
    shared = { outbox, page };
  }
  return shared;
}
