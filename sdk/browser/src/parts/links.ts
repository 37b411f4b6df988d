import type { Host, Parts } from '../part';

/// Gives links to the other domains of the project the visitor's id, at the moment they are used.
export function links(host: Host): Parts['links'] {
  let isStarted = false;
  const used = (event: Event) => {
    const target = event.composedPath()[0];
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
    if (link && isOurs(link.hostname, host.options.cross_domain)) {
      host.decorate(link);
    }
  };
  return {
    start: () => {
      if (!isStarted) {
        isStarted = true;
        for (const type of ['mousedown', 'touchstart', 'keydown', 'click']) {
          host.listen(window, type, used);
        }
      }
    },
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
