/// The tracker as a package: the same code, its parts loaded by `import()`.

import type { Part } from './part';
import { Tracker } from './public';
import type { Origin } from './tracker';
import type { GivenOptions } from './types';

export type { Tracker } from './tracker';
export type * from './types';

const origin: Origin = {
  address: undefined,
  load: (name) => {
    switch (name) {
      case 'forms':
        return import('./parts/forms').then(({ forms }) => forms as Part<never>);
      case 'links':
        return import('./parts/links').then(({ links }) => links as Part<never>);
      default:
        return import('./parts/consent').then(({ consent }) => consent as Part<never>);
    }
  },
};

/// A tracker that works at once.
///
/// @param options as of `config`; `host` is the server's, without it the page's own is taken
/// @param name of the instance, told with every request
export function createTracker(options: GivenOptions = {}, name = 'woopra'): Tracker {
  const tracker = new Tracker(name, origin);
  tracker.config(options);
  tracker.init();
  return tracker;
}
