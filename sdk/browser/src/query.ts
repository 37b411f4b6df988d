/// What the address of a page says: campaign, visitor, the id that another site hands over.

import { empty, put, type Values } from './value';

const CAMPAIGN = ['campaign', 'content', 'id', 'medium', 'source', 'term'];

export const CAMPAIGN_KEYS = /^(?:wv_|woo_|utm_)/;

/// Name of the query parameter by which a visitor's cookie crosses to another site.
export const CROSSING = '__woopraid';
export const CROSSING_KEYS = /^__woopraid=/;

/// @param search query with its question mark
/// @param named query parameters and the properties that they become
export function campaign(search: string, named: Record<string, unknown>): Values {
  const query = new URLSearchParams(search);
  const result = empty();
  for (const part of CAMPAIGN) {
    const value = query.get(`utm_${part}`) || query.get(`woo_${part}`);
    if (value) {
      put(result, `campaign_${part === 'campaign' ? 'name' : part}`, value);
    }
  }
  for (const key of Object.keys(named)) {
    const value = query.get(key);
    if (value) {
      put(result, String(named[key]), value);
    }
  }
  return result;
}

/// `wv_plan=pro` says of the visitor `plan=pro`.
export function visitor(search: string): Values {
  const result = empty();
  new URLSearchParams(search).forEach((value, key) => {
    if (key.startsWith('wv_')) {
      put(result, key.slice(3), value);
    }
  });
  return result;
}

/// The id that a link of another site handed over; only what can be a cookie of ours.
export function crossingId(url: string): string | undefined {
  return /[?&]__woopraid=([\w.-]{1,24})(?:[&#]|$)/.exec(url)?.[1];
}

/// The address without some parameters of its query; the others stay letter by letter.
export function without(url: string, unwanted: RegExp): string {
  const [before = '', hash] = split(url, '#');
  const [path = '', query] = split(before, '?');
  const kept = query
    ?.split('&')
    .filter((pair) => !unwanted.test(pair))
    .join('&');
  return path + (kept ? `?${kept}` : '') + (hash === undefined ? '' : `#${hash}`);
}

/// The address with the visitor's id.
export function crossing(url: string, id: string): string {
  const [before = '', hash] = split(without(url, CROSSING_KEYS), '#');
  return `${before}${before.includes('?') ? '&' : '?'}${CROSSING}=${id}${hash === undefined ? '' : `#${hash}`}`;
}

function split(text: string, by: string): string[] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
