import { useSyncExternalStore } from 'react';

/** One clock for every relative time on the page: it ticks every ten seconds while anything shows a time. */
const TICK_MILLIS = 10_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) {
        each();
      }
    }, TICK_MILLIS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
    }
  };
}

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
