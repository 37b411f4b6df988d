/// The tracker as a package: the same code, its parts loaded by `import()`.

import type { Part } from './part';
import { createTracker as create } from './tracker';
import type { GivenOptions, Tracker } from './types';

export type * from './types';

const parts = {
  forms: () => import('./parts/forms').then(({ forms }) => forms),
  links: () => import('./parts/links').then(({ links }) => links),
  pings: () => import('./parts/pings').then(({ pings }) => pings),
  history: () => import('./parts/history').then(({ history }) => history),
  consent: () => import('./parts/consent').then(({ consent }) => consent),
};

/// A tracker that works at once.
///
/// @param options as of `config`; `host` is the server's, without it the page's own is taken
/// @param name of the instance, told with every request
export function createTracker(options: GivenOptions = {}, name = 'woopra'): Tracker {
  const tracker = create(name, {
    address: undefined,
    load: <N extends keyof typeof parts>(part: N) => parts[part]() as unknown as Promise<Part<N>>,
  });
  tracker.config(options);
  tracker.init();
  return tracker;
}
