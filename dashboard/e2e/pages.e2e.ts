import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyPage, inScheme, personByEmail, settled, setUp } from './app';
import { launchBrowser, seriousProblems, TestServer, WatchedPage } from './kit';

/** Strings that break programs, from the list that the stores' tests use as well. */
const NAUGHTY = new URL('../../store/src/test/resources/naughty-strings/blns.base64.json', import.meta.url);

const STRINGS_PER_PERSON = 12;
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

async function signedIn(scheme: 'light' | 'dark'): Promise<WatchedPage> {
  const watched = await WatchedPage.open(browser, { viewport: { width: 1280, height: 900 } });
  await inScheme(watched.page, scheme);
  return watched;
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${server.url}${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
}

describe.sequential('every page', () => {
  let light: WatchedPage;

  beforeAll(async () => {
    light = await signedIn('light');
    await setUp(light.page, server);
  });

  afterAll(() => light?.close());

  test('shows hostile text as text', async () => {
    for (const { path } of everyPage(server.projectId, person)) {
      await visit(light.page, path);
      const state = await light.page.evaluate(() => ({
        hacked: 'hacked' in window,
        images: document.querySelectorAll('main img').length,
        scripts: document.querySelectorAll('main script').length,
      }));
      expect({ path, ...state }).toEqual({ path, hacked: false, images: 0, scripts: 0 });
    }
    await visit(light.page, `/p/${server.projectId}/people/${person}`);
    await light.page.getByText('<svg onload="window.hacked=1">').first().waitFor();
    expect(light.errors).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('has nothing that axe calls serious in %s', async (scheme) => {
    await light.page.evaluate((value) => {
      localStorage.setItem('mantine-color-scheme-value', value);
    }, scheme);
    const page = await light.context.newPage();
    await inScheme(page, scheme);
    const problems: string[] = [];
    for (const { name, path } of everyPage(server.projectId, person)) {
      await visit(page, path);
      expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe(scheme);
      problems.push(...(await seriousProblems(page)).map((problem) => `${name}: ${problem}`));
    }
    await page.close();
    expect(problems).toEqual([]);
  });

  test('is usable at 360 pixels: nothing is wider than the screen', async () => {
    const page = await light.context.newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    const wide: string[] = [];
    for (const { name, path } of everyPage(server.projectId, person)) {
      await visit(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 360) {
        wide.push(`${name} is ${width} wide`);
      }
    }
    await page.close();
    expect(wide).toEqual([]);
  });
});

test.each(['light', 'dark'] as const)(
  'the pages before sign-in have nothing that axe calls serious in %s',
  async (scheme) => {
    const watched = await signedIn(scheme);
    try {
      for (const path of ['/sign-in', '/invitations/unknown']) {
        await visit(watched.page, path);
        expect(await seriousProblems(watched.page)).toEqual([]);
      }
    } finally {
      await watched.close();
    }
  },
);
