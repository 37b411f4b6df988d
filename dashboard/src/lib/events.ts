import type { IconName } from '@/ui/Icon';

/** How an event is drawn and summed up in one line, from its name and properties alone. */

type Properties = Readonly<Record<string, unknown>>;

const WORDS: readonly (readonly [RegExp, IconName])[] = [
  [/^(pv|page.?view|screen)/i, 'page'],
  [/(e-?mail|newsletter|mail)/i, 'mail'],
  [/(support|ticket|chat|conversation)/i, 'support'],
  [/(cart|basket|checkout)/i, 'cart'],
  [/(pay|invoice|purchas|order|charge|refund|subscri|bought|buy)/i, 'card'],
  [/(sign.?up|regist|account|trial)/i, 'star'],
  [/(log.?in|sign.?in|log.?out|sign.?out)/i, 'key'],
  [/(download|export)/i, 'download'],
  [/(upload|import)/i, 'upload'],
  [/(outgoing|link|click|referr)/i, 'link'],
  [/(search|quer)/i, 'search'],
  [/(error|fail|cancel|churn)/i, 'warning'],
  [/(notif|push|remind)/i, 'bell'],
];

export function eventIcon(name: string): IconName {
  return WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'bolt';
}

const KNOWN: Readonly<Record<string, string>> = {
  pv: 'Viewed a page',
  outgoing: 'Followed a link out',
  download: 'Downloaded a file',
};

/** A title of our own for what the platform's clients send, else the sender's own name, unchanged. */
export function eventTitle(name: string): string {
  return KNOWN[name] ?? name;
}

const LEADING = [
  'title',
  'subject',
  'product',
  'product_name',
  'item',
  'plan',
  'query',
  'url',
  'uri',
  'amount',
  'total',
  'value',
  'price',
  'status',
];
const SUMMARY_MAX = 3;

export type Part = { readonly key: string; readonly value: unknown };

/** Addresses say little beside a title. */
const ADDRESSES = new Set(['url', 'uri', 'domain', 'hash', 'referrer', 'returning', 'scroll depth']);

/** The few properties that tell an event from others of its name. */
export function summary(properties: Properties): readonly Part[] {
  const titled = typeof properties.title === 'string' && properties.title !== '';
  const given = Object.entries(properties).filter(
    ([key, value]) =>
      !key.startsWith('$') && value !== null && value !== '' && !(titled && ADDRESSES.has(key)),
  );
  const place = (key: string) => {
    const found = LEADING.indexOf(key);
    return found < 0 ? LEADING.length : found;
  };
  return given
    .map(([key, value], index) => ({ key, value, index }))
    .sort((left, right) => place(left.key) - place(right.key) || left.index - right.index)
    .slice(0, SUMMARY_MAX)
    .map(({ key, value }) => ({ key, value }));
}

/** Where an event came from: the browser, or the name of the sender's program. */
export function sourceLabel(app: string): string {
  return app === '' || app === 'js-client' ? 'Browser' : app;
}
