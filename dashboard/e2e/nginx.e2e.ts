import type { Browser, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUp } from './app';
import { launchBrowser, nginxProgram, TestNginx, TestServer, WatchedPage } from './kit';

const base = '/sojourn';

/** The tests' own browser says that it is headless, which makes it a bot. */
const person = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const missing = nginxProgram() === undefined;
const title = missing
  ? 'behind nginx, which is not installed (Debian: apt install nginx)'
  : 'behind nginx with TLS, below a base path';

/** The dashboard as most people will see it: below a path of a site with TLS, behind the nginx file that is shipped. */
describe.skipIf(missing)(title, () => {
  let server: TestServer;
  let nginx: TestNginx;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    server = await TestServer.start({ options: ['--base-path', base, '--trusted-proxies', '127.0.0.1'] });
    nginx = await TestNginx.start(server.url, base);
    browser = await launchBrowser();
    watched = await WatchedPage.open(browser, { ignoreHTTPSErrors: true });
  });

  afterAll(async () => {
    await browser?.close();
    await nginx?.stop();
    await server?.stop();
  });

  test('signs in with a Secure cookie of that path and stays below it', async () => {
    const { context, page } = watched;
    const first = await page.goto(`${nginx.url}/`);
    expect(first?.headers()['strict-transport-security']).toBe('max-age=31536000');
    expect(first?.headers()['content-security-policy']).toContain("script-src 'self'");
    expect(await page.evaluate(() => document.baseURI)).toBe(`${nginx.url}/`);

    watched.takeErrors(); // the question who is signed in is answered 401 to nobody
    await setUp(page, server, nginx.url);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ path: base, secure: true, httpOnly: true, sameSite: 'Lax' });
    expect(page.url().startsWith(`${nginx.url}/`)).toBe(true);
    expect(watched.errors).toEqual([]);
  });

  test('every file of a page comes from below the path, compressed and cached', async () => {
    const { page } = watched;
    const answers: Response[] = [];
    page.on('response', (response) => answers.push(response));
    await page.reload({ waitUntil: 'load' });
    await page.goto(`${nginx.url}/some/page/of/the/application`, { waitUntil: 'load' });
    expect(await page.evaluate(() => document.baseURI)).toBe(`${nginx.url}/`);

    expect(answers.filter((answer) => !answer.url().startsWith(`${nginx.url}/`))).toEqual([]);
    const scripts = answers.filter((answer) => answer.url().endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      expect(script.headers()['cache-control'], script.url()).toBe('public, max-age=31536000, immutable');
    }
    expect(scripts.map((script) => script.headers()['content-encoding'])).toContain('br');
  });

  test('an event that is tracked through it arrives on Live without a reload', async () => {
    const { page } = watched;
    await page.goto(`${nginx.url}/p/${server.projectId}/live`);
    await page.getByText('Connected').waitFor();
    const target = `/track/ce/?host=${server.domain}&cookie=behind-nginx&event=sailed&ce_ship=Argo%2bII&cv_email=jason@example.com`;
    const answer = await page.request.get(`${nginx.url}${target}`, { headers: { 'User-Agent': person } });
    expect(answer.status()).toBe(200);
    await page.getByTestId('stream').getByText('sailed').waitFor({ timeout: 10_000 });
    expect(watched.errors).toEqual([]);
  });

  test('addresses of visitors are those that nginx saw', async () => {
    const claimed = { 'X-Forwarded-For': '6.6.6.6', 'X-Forwarded-Proto': 'http', Forwarded: 'for=7.7.7.7' };
    const { request } = watched.page;
    await request.get(`${nginx.url}/track/ce/?host=unknown.example&cookie=c&event=pv`, { headers: claimed });
    const tracked = await request.get(`${nginx.url}/track/tp/${server.domain}/ce/?event=pv`, {
      headers: claimed,
    });
    expect(tracked.headers()['set-cookie']).toContain('Secure');
    type Refusals = { entries: { origin: { address: string } }[] };
    await expect
      .poll(async () => (await server.api<Refusals>('/api/v1/refusals')).entries.map((e) => e.origin.address))
      .toEqual(['127.0.0.1']);
  });
});
