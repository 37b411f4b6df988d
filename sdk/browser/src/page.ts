import { listen, tolerate } from './guard';

/// What happens to the page as a whole: seen, hidden, put away, back again.
export interface Watcher {
  /// the page is hidden or ends
  hidden(): void;
  /// the page is seen again
  shown(): void;
}

/// How long the page was in the foreground and how far it was scrolled, and the moments at which this is worth telling.
export class Page {
  private readonly watchers = new Set<Watcher>();
  private foregroundMillis = 0;
  private since: number | undefined;
  private scrolledTo = 0;

  /// @param hidden called after the watchers; `ends` when the page may not come back
  /// @param back the page was put away and is back
  constructor(hidden: (ends: boolean) => void, back: () => void) {
    this.follow();
    const hide = (ends: boolean) => {
      this.stop();
      this.watchers.forEach((watcher) => watcher.hidden());
      hidden(ends);
    };
    const show = () => {
      back();
      this.follow();
      this.watchers.forEach((watcher) => watcher.shown());
    };
    listen(document, 'visibilitychange', () =>
      document.visibilityState === 'hidden' ? hide(false) : show(),
    );
    listen(window, 'pagehide', () => hide(true));
    listen(document, 'freeze', () => hide(true));
    listen(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && show());
    listen(document, 'resume', show);
    listen(window, 'scroll', () => {
      this.scrolledTo = Math.max(this.scrolledTo, window.scrollY || 0);
    });
  }

  watch(watcher: Watcher): void {
    this.watchers.add(watcher);
  }

  unwatch(watcher: Watcher): void {
    this.watchers.delete(watcher);
  }

  /// Milliseconds in the foreground since the script ran.
  foreground(): number {
    return this.foregroundMillis + (this.since === undefined ? 0 : monotonic() - this.since);
  }

  /// How much of the page was seen, 0 to 1 with four digits.
  scrollDepth(): number {
    const height = document.documentElement.scrollHeight;
    const seen = Math.max(this.scrolledTo, window.scrollY || 0) + window.innerHeight;
    return height > seen ? Math.round((seen / height) * 1e4) / 1e4 : 1;
  }

  /// What was seen so far was another page to the visitor.
  scrollsAnew(): void {
    this.scrolledTo = 0;
  }

  private follow(): void {
    if (document.visibilityState !== 'hidden') {
      this.since ??= monotonic();
    }
  }

  private stop(): void {
    this.foregroundMillis = this.foreground();
    this.since = undefined;
  }
}

const monotonic = (): number => tolerate(() => performance.now(), undefined) ?? Date.now();
