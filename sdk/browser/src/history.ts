import { guarded, later, listen } from './guard';

type Change = 'pushState' | 'replaceState';

/// Calls back when the page's address has changed without a load.
/// @returns ends it
export function watchHistory(changed: () => void): () => void {
  const navigation = (window as Window & { navigation?: EventTarget }).navigation;
  if (navigation) {
    return listen(navigation, 'currententrychange', changed);
  }
  const ends = [listen(window, 'popstate', changed), listen(window, 'hashchange', changed)];
  for (const change of ['pushState', 'replaceState'] as Change[]) {
    const original = history[change];
    let isEnded = false;
    history[change] = function (this: History, ...args) {
      original.apply(this, args);
      if (!isEnded) {
        guarded(changed)();
      }
    };
    ends.push(() => {
      isEnded = true;
    });
  }
  return () => {
    for (const end of ends) {
      end();
    }
  };
}

/// Time for the page to become what its new address says, milliseconds.
const SETTLING = 50;

/// The same, once for changes in quick succession.
export function watchSettled(changed: () => void): () => void {
  let timer = 0;
  return watchHistory(() => {
    window.clearTimeout(timer);
    timer = later(SETTLING, changed);
  });
}
