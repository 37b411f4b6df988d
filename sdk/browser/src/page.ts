import { attempt, listen } from './guard';

/// What happens to the page as a whole.
export interface Watcher {
  /// the page is hidden or ends
  hidden(): void;
  /// the page is seen again
  shown(): void;
}

/// How long the page was in the foreground and how far it was scrolled, and the moments at which this is worth telling.
export interface Page {
  readonly watchers: Set<Watcher>;
  /// Milliseconds in the foreground since the script ran.
  foreground(): number;
  /// How much of the page was seen, 0 to 1 with four digits.
  scrollDepth(): number;
  /// What was seen so far was another page to the visitor.
  scrollAnew(): void;
}

/// @param hidden called after the watchers; `ends` when the page may not come back
/// @param back the page was hidden or put away and is back
export function watchPage(hidden: (ends: boolean) => void, back: () => void): Page {
  const watchers = new Set<Watcher>();
  let before = 0;
  let since: number | undefined;
  let scrolledTo = 0;

  const clock = (): number => performance.now();
  const foreground = (): number => before + (since === undefined ? 0 : clock() - since);
  const isHidden = (): boolean => document.visibilityState === 'hidden';
  const follow = (): void => {
    if (!isHidden()) {
      since ??= clock();
    }
  };
  const hide = (ends: boolean): void => {
    before = foreground();
    since = undefined;
    for (const watcher of watchers) {
      attempt(() => watcher.hidden());
    }
    hidden(ends);
  };
  const show = (): void => {
    back();
    follow();
    for (const watcher of watchers) {
      watcher.shown();
    }
  };

  follow();
  listen(document, 'visibilitychange', () => (isHidden() ? hide(false) : show()));
  listen(window, 'pagehide freeze', () => hide(true));
  listen(window, 'pageshow resume', (event) => (event as PageTransitionEvent).persisted !== false && show());
  listen(window, 'scroll', () => {
    scrolledTo = Math.max(scrolledTo, window.scrollY);
  });

  return {
    watchers,
    foreground,
    scrollDepth() {
      const height = document.documentElement.scrollHeight;
      const seen = Math.max(scrolledTo, window.scrollY) + window.innerHeight;
      return height > seen ? Math.round((seen / height) * 1e4) / 1e4 : 1;
    },
    scrollAnew() {
      scrolledTo = 0;
    },
  };
}
