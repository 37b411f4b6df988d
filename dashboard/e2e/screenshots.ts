import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { everyPage, settled, setUp } from './app';
import { launchBrowser, TestServer, until, WatchedPage } from './kit';

/** Pictures of every page, light, dark and on a phone. `SCREENSHOTS` names another folder than docs/screenshots. */

const FOLDER = process.env.SCREENSHOTS ?? fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
const ONLY = process.env.PAGES?.split(',');
const PEOPLE_MIN = 500;
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
  const people = (query: string) => server.api<Page>(`/api/v1/projects/${project}/people?${query}`);
  await until('the history is there', async () => (await people('limit=1')).total.value >= PEOPLE_MIN);
  await server.applied();
  await until('somebody is online', async () => {
    const { count } = await server.api<{ count: number }>(`/api/v1/projects/${project}/live/online`);
    return count >= ONLINE_MIN;
  });
  const busy = await people('sort=-events&limit=50');
  person = busy.people.find(({ name }) => name !== null)?.id ?? busy.people[0]?.id ?? '1';
});

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
