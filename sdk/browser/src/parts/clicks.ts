/// What clicks say by themselves: outgoing links, downloads, and every click where the page wants that.

import type { Host } from '../part';
import type { Options } from '../types';

/// An event that a click is.
export interface Click {
  readonly name: string;
  readonly properties: Record<string, unknown>;
}

/// Text of an element that is told at most, characters.
const TEXT_MAX = 255;

/// Attribute by which elements are left out that something else tracks.
export const TRACKED = 'data-tracked';

const OWN = 'data-woopra';

/// Events of a click, none for other buttons than the first.
export function clicksOf(event: MouseEvent, { options, page }: Host): Click[] {
  const target = event.composedPath()[0] ?? event.target;
  if (event.button || !(target instanceof Element) || target.closest(`[${TRACKED}]`)) {
    return [];
  }
  const found: Click[] = [];
  if (options.click_tracking) {
    const element = target.closest(`[${OWN}],${matching(options.click_tracking_matcher_selectors)}`);
    if (element) {
      const standard = options.dialect === 'guide' ? 'click' : 'button click';
      const properties = described(element, event as PointerEvent, page());
      found.push({ name: element.getAttribute(OWN) || standard, properties });
    }
  }
  const link = target.closest<HTMLAnchorElement>('a[href],area[href]');
  const name = link && kindOf(link, options);
  if (link && name) {
    found.push({ name, properties: { url: link.href } });
  }
  return found;
}

/// Selectors that this browser knows; one that it does not know spoils no other.
function matching(selectors: readonly string[]): string {
  const probe = document.createElement('a');
  const isKnown = (selector: string) => {
    try {
      probe.matches(selector);
      return true;
    } catch {
      return false;
    }
  };
  return selectors.filter(isKnown).join() || `[${OWN}]`;
}

function kindOf(link: HTMLAnchorElement, options: Options): string | undefined {
  if (!/^https?:$/.test(link.protocol)) {
    return undefined;
  }
  const extension = /\.([^./]+)$/.exec(link.pathname)?.[1]?.toLowerCase();
  const isDownload = options.download_extensions.some(
    (one) => one.replace(/^\./, '').toLowerCase() === extension,
  );
  if (isDownload) {
    return options.download_tracking ? 'download' : undefined;
  }
  return options.outgoing_tracking &&
    isOutgoing(link.hostname, location.hostname, options.outgoing_ignore_subdomain)
    ? 'outgoing'
    : undefined;
}

/// Whether a host is another site's; hosts of one registered domain are one site where subdomains are ignored.
export function isOutgoing(host: string, own: string, ignoreSubdomain: boolean): boolean {
  return host !== own && !(ignoreSubdomain && registered(host) === registered(own));
}

/// The last two labels, three under what looks like a country's second level (`co.uk`); addresses whole.
function registered(host: string): string {
  const labels = host.split('.');
  const [second = '', first = ''] = labels.slice(-2);
  if (/^\d*$/.test(first) || host.includes(':')) {
    return host;
  }
  return labels.slice(first.length === 2 && second.length <= 3 ? -3 : -2).join('.');
}

function described(
  element: Element,
  event: PointerEvent,
  page: ReturnType<Host['page']>,
): Record<string, unknown> {
  const field = element as HTMLElement & { type?: unknown; href?: unknown };
  const tagname = element.tagName.toLowerCase();
  const text = textOf(element);
  const properties: Record<string, unknown> = {
    'page url': page.url,
    'page title': page.title,
    text,
    title: element.getAttribute('title') || text,
    type: tagname === 'a' ? 'link' : field.type,
    tagname,
    classname: element.getAttribute('class') ?? '',
    'dom path': path(element),
    url: tagname === 'a' ? field.href : undefined,
    'pointer type': event.pointerType ?? '',
    'page hash': page.hash || undefined,
  };
  for (const { name, value } of element.attributes) {
    if (name.startsWith(`${OWN}-`)) {
      properties[name.slice(OWN.length + 1)] = value;
    }
  }
  return properties;
}

/// The label; of fields only that of buttons, never what somebody has entered.
function textOf(element: Element): string {
  const isButton = element instanceof HTMLInputElement && /^(?:button|submit|reset)$/.test(element.type);
  const text = isButton ? element.value : (element.textContent ?? '');
  return text.trim().replace(/\s+/g, ' ').slice(0, TEXT_MAX);
}

/// `body > div#main > a.button`.
function path(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at && at !== document.documentElement; at = at.parentElement) {
    const classes = (at.getAttribute('class') ?? '').trim().split(/\s+/).filter(Boolean);
    steps.unshift(
      at.tagName.toLowerCase() + (at.id ? `#${at.id}` : classes.map((one) => `.${one}`).join('')),
    );
  }
  return steps.join(' > ');
}
