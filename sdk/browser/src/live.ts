import type { Page, Watcher } from './page';
import type { Values } from './value';

/// An event whose time in the foreground is told when the page is hidden.
export interface Followed {
  readonly id: string;
  readonly isPage: boolean;
  /// scroll depth that the event itself told
  readonly depth: unknown;
  /// absence after which it is a new event, milliseconds; none where it stays the same
  readonly renewAfter: number | undefined;
  /// tells more of the event: `$duration` and the like
  tell(properties: Values): void;
  renew(): void;
}

/// The page view and the other event that are going on, one of each at most.
export interface Live extends Watcher {
  follow(event: Followed): void;
  /// Tells no more of an event, or of any.
  forget(id?: string): void;
}

interface State {
  readonly event: Followed;
  readonly began: number;
  told: number;
  depth: unknown;
}

/// Foreground time is told again when it grew by more than this, milliseconds.
const WORTH_TELLING = 100;

export function createLive(page: Page, now: () => number): Live {
  let states: State[] = [];
  let hiddenAt = 0;

  const tell = (state: State): void => {
    const millis = Math.round(page.foreground() - state.began);
    if (millis - state.told > WORTH_TELLING) {
      state.told = millis;
      const properties: Values = { $duration: millis };
      const depth = page.scrollDepth();
      if (state.event.isPage && depth !== state.depth) {
        properties['scroll depth'] = state.depth = depth;
      }
      state.event.tell(properties);
    }
  };

  const forget = (id?: string): void => {
    states = states.filter(({ event }) => id && event.id !== id);
  };

  return {
    follow(event) {
      for (const state of states.filter((one) => one.event.isPage === event.isPage)) {
        tell(state);
        forget(state.event.id);
      }
      states.push({ event, began: page.foreground(), told: 0, depth: event.depth });
    },
    forget,
    hidden() {
      hiddenAt = now();
      states.forEach(tell);
    },
    shown() {
      const away = now() - (hiddenAt || now());
      for (const { event } of states) {
        if (event.renewAfter !== undefined && away > event.renewAfter) {
          forget(event.id);
          event.renew();
        }
      }
    },
  };
}
