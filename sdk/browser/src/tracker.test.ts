// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import type { Load } from './part';
import type { GivenOptions, Tracker } from './types';

interface Line {
  endpoint: string;
  params: Record<string, unknown>;
}

let sent: Line[];
let count = 0;
let create: (options?: GivenOptions) => Tracker;

beforeEach(async () => {
  // Each test has its own server, so that what others still send is not seen.
  const own: Line[] = [];
  const host = `t${++count}.example.com`;
  sent = own;
  vi.resetModules();
  // biome-ignore lint/suspicious/noDocumentCookie: tests begin without it
  document.cookie = 'wooTracker=;expires=Thu, 01 Jan 1970 00:00:00 GMT;path=/';
  document.head.innerHTML = '<title>T&amp;st</title>';
  localStorage.clear();
  window.fetch = (async (url: string, { body }: { body: FormData }) => {
    if (url.includes(host)) {
      own.push(
        ...String(body.get('payload'))
          .split('\n')
          .map((line) => JSON.parse(line) as Line),
      );
    }
    return { status: 200 };
  }) as unknown as typeof fetch;
  const { createTracker } = await import('./tracker');
  const load: Load = () => Promise.reject(new Error('no parts here'));
  create = (options = {}) => {
    const tracker = createTracker('woopra', { address: undefined, load });
    tracker.config({ domain: 'example.com', host, ...options });
    return tracker;
  };
});

const lines = async (count: number): Promise<Line[]> => {
  await vi.waitFor(() => expect(sent.length).toBeGreaterThanOrEqual(count));
  return sent;
};

it('an event carries what is known of the visitor, the visit and the organisation', async () => {
  const tracker = create();
  tracker.identify({ email: 'jane@example.com' }, { id: 'acme', size: 12 });
  tracker
    .identify('name', 'Jane Doe')
    .visit({ campaign: 'spring' })
    .track('sale', { price: 3, $duration: 5 });
  const [line] = await lines(1);
  expect(line?.endpoint).toBe('ce');
  expect(line?.params).toMatchObject({
    project: 'example.com',
    instance: 'woopra',
    app: 'js-client',
    event: 'sale',
    timeout: 300000,
    cookie: tracker.cookie,
    cv_email: 'jane@example.com',
    cv_name: 'Jane Doe',
    cs_campaign: 'spring',
    org: 'acme',
    co_size: 12,
    ce_price: 3,
    duration: 5,
  });
});

it('identify alone sends nothing until something is tracked or pushed', async () => {
  const tracker = create();
  tracker.identify({ email: 'jane@example.com' });
  expect(tracker.identify('email' as never)).toBe('jane@example.com');
  tracker.push();
  const [line] = await lines(1);
  expect(line).toMatchObject({ endpoint: 'identify', params: { cv_email: 'jane@example.com' } });
});

it('identify with an address identifies by it', async () => {
  const tracker = create({ auto_push: true });
  tracker.identify('jane@example.com');
  const [line] = await lines(1);
  expect(line).toMatchObject({ endpoint: 'identify', params: { cv_email: 'jane@example.com' } });
});

it('a page view tells the page, its title as the document writes it', async () => {
  create().track();
  const [line] = await lines(1);
  expect(line?.params).toMatchObject({
    event: 'pv',
    ce_title: 'T&amp;st',
    ce_uri: location.href,
    ce_returning: false,
  });
});

it('an action can be changed and taken back before it is sent, and told more of later', async () => {
  const tracker = create();
  tracker.track('a', {}, { onBeforeSend: (action) => action.cancel() });
  tracker.track('b', {}, { onBeforeSend: (action) => Object.assign(action.params, { ce_x: 1 }) });
  tracker.track('c', {}, { onSuccess: (action) => action.update({ refunded: true }) });
  const [b, c, update] = await lines(3);
  expect(b?.params).toMatchObject({ event: 'b', ce_x: 1 });
  expect(update).toMatchObject({
    endpoint: 'update',
    params: { project: 'example.com', event: 'c', idptnc: c?.params['idptnc'], ce_refunded: true },
  });
});

it('nothing is sent, stored or set before consent, and everything afterwards', async () => {
  const tracker = create({ consent: 'pending' });
  tracker.track('a').push();
  tracker.track('b');
  expect(tracker.cookie).toBeUndefined();
  expect(localStorage.length).toBe(0);
  expect(document.cookie).not.toContain('wooTracker');
  tracker.consent('granted');
  const told = await lines(2);
  expect(told.map(({ params }) => params['event'])).toEqual(['a', 'b']);
  expect(told[0]?.params['cookie']).toBe(tracker.cookie);
});

it('denied consent forgets what was held and erases the cookie', () => {
  const tracker = create();
  tracker.track('a');
  expect(document.cookie).toContain('wooTracker');
  tracker.consent('denied');
  tracker.track('b');
  expect(document.cookie).not.toContain('wooTracker');
  expect(localStorage.length).toBe(0);
  expect(tracker.consent()).toBe('denied');
});

it('whatever is passed, a call answers the tracker and throws nothing', () => {
  const tracker = create();
  const closed = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
      ownKeys: () => {
        throw new Error('no');
      },
    },
  ) as never;
  expect(tracker.config(closed)).toBe(tracker);
  expect(tracker.identify(closed)).toBe(tracker);
  expect(tracker.track(closed, closed, closed)).toBe(tracker);
  expect(tracker.update(closed, closed)).toBe(tracker);
  expect(tracker.call(closed)).toBe(tracker);
  expect(tracker.errors).toBeGreaterThan(0);
});

it('calls that a stub noted are replayed by name', async () => {
  const { replay } = await import('./tracker');
  const tracker = create();
  replay(tracker, ['track', 'noted', { a: 1 }]);
  replay(tracker, ['nothing']);
  replay(tracker, undefined);
  const [line] = await lines(1);
  expect(line?.params).toMatchObject({ event: 'noted', ce_a: 1 });
});
