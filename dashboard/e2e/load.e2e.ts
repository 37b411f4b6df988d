import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUp } from './app';
import { launchBrowser, TestServer, until, WatchedPage } from './kit';

const EVENTS_PER_SECOND = 200;
const SECONDS = 8;
const PEOPLE = 150;
/** The page may breathe, but not grow with what has happened. */
const GROWTH_MAX = 1.15;

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await TestServer.start();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

type Size = { readonly nodes: number; readonly listeners: number };

async function sizeOf(session: CDPSession): Promise<Size> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return { nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}

/** Events in batches of a tenth of a second, as a push of several. */
async function send(seconds: number, from: number): Promise<number> {
  let sent = from;
  const began = Date.now();
  for (let tick = 0; tick < seconds * 10; tick++) {
    const batch = Array.from({ length: EVENTS_PER_SECOND / 10 }, () => {
      const event = sent++;
      return server.track('moved', { cookie: `visitor-${event % PEOPLE}`, ce_step: String(event) });
    });
    await Promise.all(batch);
    const early = began + (tick + 1) * 100 - Date.now();
    if (early > 0) {
      await new Promise((resolve) => setTimeout(resolve, early));
    }
  }
  return sent;
}

test('Live stays as large as it is while 200 events a second arrive', async () => {
  const watched = await WatchedPage.open(browser);
  const { page } = watched;
  try {
    await setUp(page, server);
    await page.getByText('Connected').waitFor();
    const session = await watched.context.newCDPSession(page);
    await session.send('Performance.enable');

    const warm = await send(4, 0);
    await page.getByTestId('stream').getByText('moved').first().waitFor();
    const before = await sizeOf(session);
    const last = await send(SECONDS, warm);
    await until(
      'the last event is shown',
      async () => (await page.getByTestId('stream').textContent())?.includes(String(last - 1)) === true,
    );
    const after = await sizeOf(session);

    process.stdout.write(
      `Live at ${EVENTS_PER_SECOND}/s: nodes ${before.nodes} -> ${after.nodes}, listeners ${before.listeners} -> ${after.listeners}\n`,
    );
    expect(await page.getByTestId('stream').locator('li').count()).toBeLessThanOrEqual(60);
    expect(after.nodes).toBeLessThan(before.nodes * GROWTH_MAX);
    expect(after.listeners).toBeLessThan(before.listeners * GROWTH_MAX);
    expect(watched.errors).toEqual([]);
  } finally {
    await watched.close();
  }
});
