import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { everyPage, settled, setUp } from './app';
import { launchBrowser, TestServer, WatchedPage } from './kit';

/** Pictures of every page, light, dark and on a phone. `SCREENSHOTS` names another folder than docs/screenshots. */

const FOLDER = process.env.SCREENSHOTS ?? fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
const ONLY = process.env.PAGES?.split(',');
const EVENTS_MIN = 20_000;
const WAIT_MILLIS_MAX = 240_000;
const ONLINE_MIN = 6;

const LOOKS = [
  { look: 'light', scheme: 'light', width: 1440, height: 900 },
  { look: 'dark', scheme: 'dark', width: 1440, height: 900 },
  { look: 'phone', scheme: 'light', width: 390, height: 844 },
] as const;

let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let project: string;
let person: string;

type Page = {
  readonly people: readonly { readonly id: string; readonly name: string | null }[];
  readonly total: { readonly value: number };
};

beforeAll(async () => {
  server = await TestServer.start({ projects: [], options: ['--demo'] });
  browser = await launchBrowser();
  await mkdir(FOLDER, { recursive: true });
  const { projects } = await server.api<{ projects: { id: string }[] }>('/api/v1/projects');
  project = projects[0]?.id ?? '1';
  await awaitLong('the history is there', async () => (await status()).events >= EVENTS_MIN);
  const people = (query: string) => server.api<Page>(`/api/v1/projects/${project}/people?${query}`);
  await awaitLong('somebody is online', async () => {
    const { count } = await server.api<{ count: number }>(`/api/v1/projects/${project}/live/online`);
    return count >= ONLINE_MIN;
  });
  const busy = await people('sort=-events&limit=50');
  person = busy.people.find(({ name }) => name !== null)?.id ?? busy.people[0]?.id ?? '1';
});

function status(): Promise<{ events: number }> {
  return server.api(`/api/v1/projects/${project}/status`);
}

/** Longer than the kit's tests wait: a month of history is made first. */
async function awaitLong(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + WAIT_MILLIS_MAX;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`still not: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('pictures of every page', async () => {
  const watched = await WatchedPage.open(browser, { viewport: { width: 1440, height: 900 } });
  context = watched.context;
  await watched.page.goto(`${server.url}/sign-in`);
  await take('sign-in', '/sign-in');
  await setUp(watched.page, server);
  for (const { name, path } of everyPage(project, person)) {
    await take(name, path);
  }
  await watched.close();
});

async function take(name: string, path: string): Promise<void> {
  if (ONLY !== undefined && !ONLY.includes(name)) {
    return;
  }
  for (const { look, scheme, width, height } of LOOKS) {
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await page.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
    await page.goto(`${server.url}${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await settled(page);
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
    await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`), animations: 'disabled' });
    await page.close();
  }
}
