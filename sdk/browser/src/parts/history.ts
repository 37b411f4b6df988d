import type { Host, Parts } from '../part';

/// Time for the page to become what its new address says, milliseconds.
const SETTLING = 50;

/// Tells a page view when the page's address changes without a load, once for changes in quick succession.
export function history(host: Host): Parts['history'] {
  let isFollowing = false;
  let timer = 0;
  let last = key();

  function key(): string {
    return host.page().url + (String(host.options.history_tracking) === 'hash' ? location.hash : '');
  }

  const changed = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => host.attempt(settled), SETTLING);
  };

  const settled = (): void => {
    const { history_tracking: isWanted } = host.options;
    if (isWanted && key() !== last) {
      host.moved();
      last = key();
    }
  };

  return {
    watch: () => {
      if (!isFollowing) {
        isFollowing = true;
        last = key();
        observe(host, changed);
      }
    },
  };
}

function observe(host: Host, changed: () => void): void {
  const { navigation } = window as Window & { navigation?: EventTarget };
  if (navigation) {
    host.listen(navigation, 'currententrychange', changed);
    return;
  }
  host.listen(window, 'popstate hashchange', changed);
  for (const change of ['pushState', 'replaceState'] as const) {
    const original = window.history[change];
    window.history[change] = function (...args) {
      original.apply(this, args);
      host.attempt(changed);
    };
  }
}
