import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, seriousProblems, TestServer, until, WatchedPage } from './kit';

/** The example shop as the demo serves it: one person walks through it, and their journey is there. */

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await TestServer.start({ projects: [], options: ['--demo=10'] });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

interface Told {
  name: string;
  properties: Record<string, unknown>;
}

/**
 * What the person of this email did, oldest first; nothing while nobody is known by it. Bots too: what a page sends while
 * it is left carries the browser's own name, which says that it is one.
 */
async function journey(email: string): Promise<Told[]> {
  const body = JSON.stringify({ website: 'demo.example', visitor: email, bots: true });
  const answer = server.api<{ events: Told[] }>('/rest/2.4/export/events', { method: 'POST', body });
  return answer.then(
    ({ events }) => events,
    () => [],
  );
}

const shown = ({ name, properties }: Told): string =>
  name === 'pv' ? `pv ${String(properties['url']).replace(/^.*\/demo\/shop\//, '')}` : name;

test('a walk through the shop is one journey', async () => {
  const watched = await WatchedPage.open(browser, { userAgent: USER_AGENT });
  const { page } = watched;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));

  await page.goto(`${server.url}/demo/shop/`);
  await page.getByRole('region', { name: 'Consent' }).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.getByRole('button', { name: 'Yes' }).click();

  await page.getByRole('link', { name: 'See what is fresh' }).click();
  await page.getByLabel('Search the shop').fill('house');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'House Blend' }).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('link', { name: 'Journal' }).click();
  await page.getByRole('link', { name: 'Water matters' }).click();
  await page.getByRole('heading', { name: 'Water matters' }).waitFor();
  await page.getByRole('link', { name: /^Cart/ }).click();
  await page.getByRole('link', { name: 'To the checkout' }).click();
  await page.getByLabel('Name').fill('Ada Walker');
  await page.getByLabel('Email').fill('ada@example.com');
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByRole('button', { name: /^Order for/ }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.getByRole('link', { name: 'Contact' }).click();
  await page.getByLabel('Message').fill('Where is my parcel?');
  await page.getByLabel(/password/).fill('never told');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('heading', { name: 'We will write back' }).waitFor();
  const away = page.getByRole('contentinfo').getByRole('link', { name: 'About coffee' });
  await page.route('https://en.wikipedia.org/**', (route) => route.fulfill({ body: 'elsewhere' }));
  await away.click();
  await page.waitForURL('https://en.wikipedia.org/**');
  expect(watched.errors).toEqual([]);
  await watched.close();

  const wanted = ['purchase', 'contact request', 'outgoing'];
  await until('the journey is there', async () => {
    const names = (await journey('ada@example.com')).map(({ name }) => name);
    return wanted.every((name) => names.includes(name));
  }).catch(() => undefined); // what is missing is shown by the comparison
  const told = await journey('ada@example.com');
  // What a page tells while the tracker is loading can overtake its page view.
  const seen = told.map(shown).filter((name) => name !== 'click');
  expect(seen.sort()).toEqual(
    [
      'pv ',
      'cta clicked',
      'pv category.html',
      'pv category.html?q=house',
      'search',
      'pv product.html?p=house-blend',
      'view product',
      'add to cart',
      'pv journal.html',
      'pv journal.html?a=water-matters',
      'pv cart.html',
      'pv checkout.html',
      'checkout',
      'purchase',
      'pv thanks.html',
      'pv contact.html',
      'contact request',
      'pv thanks-for-writing.html',
      'outgoing',
    ].sort(),
  );
  expect(told.find(({ name }) => name === 'purchase')?.properties).toMatchObject({
    items: 1,
    value: 9.9,
    currency: 'EUR',
    shipping: 'post',
  });
  expect(JSON.stringify(told)).not.toContain('never told');
  const strangers = requests.filter((url) => !url.startsWith(server.url) && !url.includes('wikipedia'));
  expect(strangers).toEqual([]);
});

test('nothing is told of somebody who says no', async () => {
  const watched = await WatchedPage.open(browser, { userAgent: USER_AGENT });
  const { page } = watched;
  const tracked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') tracked.push(request.url());
  });
  await page.goto(`${server.url}/demo/shop/`);
  await page.getByRole('button', { name: 'No' }).click();
  await page.getByRole('link', { name: 'See what is fresh' }).click();
  await page.getByRole('heading', { name: 'All products' }).waitFor();
  await expect(page.getByRole('region', { name: 'Consent' }).isVisible()).resolves.toBe(false);
  expect(tracked).toEqual([]);
  expect(watched.errors).toEqual([]);
  await watched.close();
});
