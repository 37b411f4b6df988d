import type { Host, Parts } from '../part';
import { clicksOf } from './clicks';

/// Tells clicks, and gives links to the other domains of the project the visitor's id at the moment they are used.
export function links(host: Host): Parts['links'] {
  const begun = new Set<string>();
  const once = (name: string, run: () => void) => () => {
    if (!begun.has(name)) {
      begun.add(name);
      run();
    }
  };
  const used = (event: Event) => {
    const target = event.composedPath()[0];
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
    if (link && isOurs(link.hostname, host.options.cross_domain)) {
      host.decorate(link);
    }
  };
  const clicked = (event: Event) => {
    for (const { name, properties } of clicksOf(event as MouseEvent, host)) {
      host.event(name, properties, { useBeacon: true });
    }
  };
  return {
    clicks: once('clicks', () => host.listen(document, 'click', clicked)),
    crossing: once('crossing', () => host.listen(window, 'mousedown touchstart keydown click', used)),
  };
}

/// Whether a host is one of the domains or under it, but not this page's own.
export function isOurs(host: string, domains: readonly string[]): boolean {
  const within = (domain: string) => host === domain || host.endsWith(`.${domain}`);
  return (
    host !== location.hostname &&
    domains.map((one) => one.replace(/^\./, '').replace(/^www\./, '')).some(within)
  );
}
