import type { Page, Watcher } from './page';
import { empty, type Values } from './value';

/// An event whose time in the foreground is told when the page is hidden.
export interface Followed {
  readonly id: string;
  readonly isPage: boolean;
  /// absence after which it is a new event, milliseconds; none where it stays the same
  readonly renewAfter: number | undefined;
  /// tells more of the event: `$duration` and the like
  tell(properties: Values): void;
  renew(): void;
}

interface State {
  readonly event: Followed;
  readonly began: number;
  told: number;
  depth: number | undefined;
}

/// Foreground time is told again when it grew by more than this, milliseconds.
const WORTH_TELLING = 100;

/// The page view and the other event that are going on, one of each at most.
export class Live implements Watcher {
  private states: State[] = [];
  private hiddenAt = 0;

  constructor(
    private readonly page: Page,
    private readonly now: () => number,
  ) {}

  /// @param depth scroll depth that the event itself told
  follow(event: Followed, depth: number | undefined): void {
    for (const state of this.states.filter((one) => one.event.isPage === event.isPage)) {
      this.tell(state);
      this.forget(state.event.id);
    }
    this.states.push({ event, began: this.page.foreground(), told: 0, depth });
  }

  forget(id: string): void {
    this.states = this.states.filter((state) => state.event.id !== id);
  }

  clear(): void {
    this.states = [];
  }

  hidden(): void {
    this.hiddenAt = this.now();
    for (const state of this.states) {
      this.tell(state);
    }
  }

  shown(): void {
    const away = this.hiddenAt ? this.now() - this.hiddenAt : 0;
    for (const { event } of this.states.filter((one) => away > (one.event.renewAfter ?? away))) {
      this.forget(event.id);
      event.renew();
    }
  }

  private tell(state: State): void {
    const millis = Math.round(this.page.foreground() - state.began);
    if (millis - state.told > WORTH_TELLING) {
      const properties = empty();
      properties['$duration'] = state.told = millis;
      const depth = this.page.scrollDepth();
      if (state.event.isPage && depth !== state.depth) {
        properties['scroll depth'] = state.depth = depth;
      }
      state.event.tell(properties);
    }
  }
}
