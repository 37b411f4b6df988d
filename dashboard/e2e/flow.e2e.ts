import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OWNER, setUp } from './app';
import { launchBrowser, nginxProgram, TestNginx, TestServer, WatchedPage } from './kit';

const LIVE_MILLIS_MAX = 2_000;

const BASE = '/sojourn';
const ANY_CERTIFICATE = { ignoreHTTPSErrors: true };
const WAYS = [
  { way: 'directly', proxied: false },
  { way: 'behind nginx with TLS, below a base path', proxied: true },
];

describe.each(WAYS)('$way', ({ proxied }) => {
  if (proxied && nginxProgram() === undefined) {
    test.skip('nginx is not installed (Debian: apt install nginx)');
    return;
  }
  let server: TestServer;
  let nginx: TestNginx | undefined;
  let browser: Browser;
  let watched: WatchedPage;
  let url: string;

  beforeAll(async () => {
    if (proxied) {
      server = await TestServer.start({ options: ['--base-path', BASE, '--trusted-proxies', '127.0.0.1'] });
      nginx = await TestNginx.start(server.url, BASE);
    } else {
      server = await TestServer.start();
    }
    url = nginx?.url ?? server.url;
    browser = await launchBrowser();
    watched = await WatchedPage.open(browser, ANY_CERTIFICATE);
  });

  afterAll(async () => {
    await watched?.close();
    await browser?.close();
    await nginx?.stop();
    await server?.stop();
  });

  test('a wrong password is refused and says so, without telling whether the account exists', async () => {
    const { page } = watched;
    await page.goto(`${url}/`);
    await page.getByLabel('Email').fill('nobody@shop.example');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(page.url()).toContain('/sign-in');
    watched.takeErrors();
  });

  test('the owner signs in, takes the account over and comes to Live', async () => {
    const { page } = watched;
    await setUp(page, server, url);
    await page.getByRole('heading', { name: 'Live', level: 1 }).waitFor();
    await page.getByText('Nothing has happened yet').waitFor();
  });

  test('the installation check turns green with the first event, and Live shows it within two seconds', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Install', exact: true }).click();
    await page.locator('[data-testid=install-check][data-received=false]').waitFor();
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByText('Connected').waitFor();

    await server.track('signed up', {
      cookie: 'laptop',
      cv_email: 'ann@shop.example',
      cv_name: 'Ann Lee',
      ce_plan: 'gold',
    });
    await page.getByTestId('stream').getByText('signed up').waitFor();
    const sent = Date.now();
    await server.track('looked around', { cookie: 'laptop' });
    await page.getByTestId('stream').getByText('looked around').waitFor();
    const took = Date.now() - sent;
    process.stdout.write(`sent to seen on Live: ${took} ms\n`);
    expect(took).toBeLessThan(LIVE_MILLIS_MAX);
    await page.getByTestId('online').getByText('Ann Lee').waitFor();

    await page.getByRole('link', { name: 'Install', exact: true }).click();
    await page.locator('[data-testid=install-check][data-received=true]').waitFor();
  });

  test('the stream can be paused, counts what arrives, and goes on', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByText('Connected').waitFor();
    await page.getByTestId('stream').getByText('signed up').waitFor();
    await page.getByRole('button', { name: 'Pause the stream' }).click();
    await server.track('asked for help', { cookie: 'laptop' });
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await page.getByTestId('stream').getByText('asked for help').count()).toBe(0);
    await page.getByRole('button', { name: '1 new' }).click();
    await page.getByTestId('stream').getByText('asked for help').waitFor();
  });

  test('the person is found by name, and the timeline opens', async () => {
    const { page } = watched;
    await server.track('bought', { cookie: 'phone', cv_name: 'A. Lee', ce_amount: '12.5' });
    await server.applied();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByLabel('Search people').fill('Ann');
    await page.getByRole('link', { name: /Ann Lee/ }).click();
    await page.getByTestId('person-name').waitFor();
    expect(await page.getByTestId('person-name').textContent()).toBe('Ann Lee');
    const row = page.getByTestId('timeline').getByRole('button', { name: /signed up/ });
    await row.click();
    await page.getByTestId('timeline').getByText('gold').first().waitFor();
  });

  test('two people are merged after a preview, and the merge is undone', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Who is the same person?').fill('A. Lee');
    await dialog.getByRole('button', { name: /A\. Lee/ }).click();
    await dialog.getByText('What would come of it').waitFor();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText('Merged into one person').waitFor();
    await page.getByTestId('timeline').getByText('bought').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken apart again').waitFor();
    await page.getByTestId('timeline').getByText('bought').waitFor({ state: 'detached' });
  });

  test('a property is edited, and a deletion wants the email typed and gives a receipt', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Edit name', exact: true }).click();
    await page.getByLabel('name', { exact: true }).fill('Ann Changed');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Ann Changed' }).waitFor();

    await page.getByRole('button', { name: 'More to do with this person' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    const forever = dialog.getByRole('button', { name: 'Delete for ever' });
    expect(await forever.isDisabled()).toBe(true);
    await dialog.getByLabel(/Type .* to confirm/).fill('ann@shop.example');
    await forever.click();
    await page.getByTestId('receipt').waitFor();
    await page.getByRole('button', { name: 'To all people' }).click();
    await page.getByRole('link', { name: /A\. Lee/ }).waitFor();
    expect(await page.getByText('Ann Changed').count()).toBe(0);
  });

  test('the keyboard opens the palette and goes to a page', async () => {
    const { page } = watched;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump to' }).fill('quaran');
    await page.keyboard.press('Enter');
    await page.waitForURL(/settings\/quarantine/);
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForURL(/\/live/);
  });

  test('somebody invited by a link joins with a role and sees no more than it allows', async () => {
    const { page } = watched;
    await page.goto(`${url}/p/${server.projectId}/settings/members`);
    await page.getByLabel('Email').fill('vic@shop.example');
    await page.getByLabel('Role', { exact: true }).selectOption('viewer');
    await page.getByRole('button', { name: 'Make an invitation' }).click();
    const link = await page.getByRole('region', { name: 'Invitation link' }).textContent();

    const guest = await WatchedPage.open(browser, ANY_CERTIFICATE);
    try {
      await guest.page.goto((link ?? '').trim());
      await guest.page.getByLabel('Your name').fill('Vic Viewer');
      await guest.page.getByLabel('New password', { exact: true }).fill('another long password');
      await guest.page.getByLabel('New password again').fill('another long password');
      await guest.page.getByRole('button', { name: /^Join/ }).click();
      await guest.page.getByRole('heading', { name: 'Live', level: 1 }).waitFor();
      await guest.page.goto(`${url}/p/${server.projectId}/settings/audit`);
      await guest.page.getByText('You may not see this').waitFor();
      await guest.page.goto(`${url}/p/999/live`);
      await guest.page.getByText('There is no such project').waitFor();
      expect(guest.errors).toEqual([]);
    } finally {
      await guest.close();
    }
  });

  test('signing out ends the session', async () => {
    const { page } = watched;
    await page.goto(`${url}/p/${server.projectId}/people`);
    await page.getByRole('button', { name: /account and theme/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${url}/p/${server.projectId}/people`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Email').fill(OWNER.email);
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
  });

  test('nothing went wrong on the console', () => {
    expect(watched.errors).toEqual([]);
  });
});
