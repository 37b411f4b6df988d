/** Whether the owner chose to look around first. Kept for the tab alone, so that the next visit asks again. */

const KEY = 'sojourn.set-up-later';

export function setUpLater(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

export function postponeSetUp(): void {
  try {
    sessionStorage.setItem(KEY, '1');
  } catch {
    // Without storage the page asks again.
  }
}
