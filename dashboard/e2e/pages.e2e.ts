import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyPage, personByEmail, settled, setUp } from './app';
import { launchBrowser, seriousProblems, TestServer, WatchedPage } from './kit';

/** Strings that break programs, from the list that the stores' tests use as well. */
const NAUGHTY = new URL('../../store/src/test/resources/naughty-strings/blns.base64.json', import.meta.url);

const STRINGS_PER_PERSON = 12;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const EMAIL = 'naughty@shop.example';

let server: TestServer;
let browser: Browser;
let person: string;

beforeAll(async () => {
  server = await TestServer.start();
  browser = await launchBrowser();
  await sendNaughtyStrings();
  await server.track('pv', { host: 'other.example' }, 'other.example').catch(() => undefined);
  person = await personByEmail(server, EMAIL);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The list as names of people, names and values of properties, and names of events; some of it is markup. */
async function sendNaughtyStrings(): Promise<void> {
  const encoded = JSON.parse(await readFile(fileURLToPath(NAUGHTY), 'utf8')) as string[];
  const strings = [
    '<img src=x onerror="window.hacked=1">',
    '"><script>window.hacked=1</script>',
    'javascript:window.hacked=1',
    ...encoded.map((text) => Buffer.from(text, 'base64').toString('utf8')),
  ].filter((text) => text.trim() !== '' && !text.includes('\0'));
  for (let from = 0; from < strings.length; from += STRINGS_PER_PERSON) {
    const some = strings.slice(from, from + STRINGS_PER_PERSON);
    const properties = Object.fromEntries(some.map((text, index) => [`ce_p${index}`, text]));
    await server.track(some[0] ?? 'event', {
      cookie: `naughty-${from}`,
      cv_name: some[1] ?? '',
      [`cv_${some[2]}`]: some[3] ?? '',
      ...properties,
      ...(from === 0 ? { cv_email: EMAIL, cv_company: '<svg onload="window.hacked=1">' } : {}),
    });
  }
  await server.applied();
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${server.url}${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
}

/** Loads a page in each colour scheme, chosen as the theme menu does, and asks axe. */
async function problemsInBothSchemes(page: Page, path: string): Promise<string[]> {
  const problems: string[] = [];
  for (const scheme of ['dark', 'light'] as const) {
    await page.evaluate((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
    await visit(page, path);
    problems.push(...(await seriousProblems(page)).map((problem) => `${scheme}: ${problem}`));
  }
  return problems;
}

describe.sequential('every page shows hostile text as text, passes axe in light and dark and fits 360 pixels', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await WatchedPage.open(browser, { viewport: WIDE });
    await setUp(watched.page, server);
  });

  afterAll(() => watched?.close());

  test.each(everyPage('1', '1').map(({ name }) => name))('%s', async (name) => {
    const { page } = watched;
    const path = everyPage(server.projectId, person).find((each) => each.name === name)?.path ?? '/';
    await page.setViewportSize(WIDE);
    await visit(page, path);
    const found = await page.evaluate(() => ({
      hacked: 'hacked' in window,
      images: document.querySelectorAll('main img').length,
      scripts: document.querySelectorAll('main script').length,
    }));
    expect(found).toEqual({ hacked: false, images: 0, scripts: 0 });
    expect(await problemsInBothSchemes(page, path)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    expect(watched.takeErrors()).toEqual([]);
  });

  test('markup in a property is there as text', async () => {
    await watched.page.setViewportSize(WIDE);
    await visit(watched.page, `/p/${server.projectId}/people/${person}`);
    await watched.page.getByText('<svg onload="window.hacked=1">').first().waitFor();
  });
});

test('the pages before sign-in pass axe in light and dark', async () => {
  const watched = await WatchedPage.open(browser, { viewport: WIDE });
  try {
    for (const path of ['/sign-in', '/invitations/unknown']) {
      await visit(watched.page, path);
      expect(await problemsInBothSchemes(watched.page, path)).toEqual([]);
    }
  } finally {
    await watched.close();
  }
});
