/// What the address of a page says: campaign, visitor, the id that another site hands over.

import { empty, put, type Values } from './value';

/// Parameters of campaigns and of what is said of the visitor.
export const CAMPAIGN = /^(?:wv_|woo_|utm_)/;

/// The parameter by which a visitor's cookie crosses to another site.
export const CROSSING = /^__woopraid=/;

const CAMPAIGN_PARTS = ['name', 'content', 'id', 'medium', 'source', 'term'];

/// @param search query with its question mark
/// @param named query parameters and the properties that they become
export function campaign(search: string, named: Readonly<Record<string, string>>): Values {
  const query = new URLSearchParams(search);
  const result = empty();
  for (const part of CAMPAIGN_PARTS) {
    const end = part === 'name' ? 'campaign' : part;
    put(result, `campaign_${part}`, query.get(`utm_${end}`) || query.get(`woo_${end}`) || undefined);
  }
  for (const key of Object.keys(named)) {
    put(result, named[key], query.get(key) || undefined);
  }
  return result;
}

/// `wv_plan=pro` says of the visitor `plan=pro`.
export function visitor(search: string): Values {
  const result = empty();
  for (const [key, value] of new URLSearchParams(search)) {
    if (key.startsWith('wv_')) {
      put(result, key.slice(3), value);
    }
  }
  return result;
}

/// The id that a link of another site handed over; only what can be a cookie of ours.
export const crossingId = (url: string): string | undefined =>
  /[?&]__woopraid=([\w.-]{1,24})(?:[&#]|$)/.exec(url)?.[1];

/// The address without some parameters of its query, and with another; the rest stays letter by letter.
export function changed(url: string, unwanted: RegExp, added = ''): string {
  const [, path = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)/.exec(url) ?? [];
  const pairs = query.split('&').filter((pair) => pair && !unwanted.test(pair));
  const whole = [...pairs, added].filter(Boolean).join('&');
  return path + (whole && `?${whole}`) + hash;
}
