import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import type { TestServer } from './server';

/** For each step of a test; the machine may be busy with other things. */
const actionMillisMax = 20_000;

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's program: `CHROMIUM`, or the first of the usual names on the path. */
export function browserProgram(): string {
  const given = process.env['CHROMIUM'];
  if (given !== undefined && given !== '') return given;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // the next one
      }
    }
  }
  throw new Error('no Chromium was found: install one or set CHROMIUM to its program');
}

/** A browser with a fresh profile, which ends with it; pages that are left can come back as in one that people use. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: browserProgram(),
    args: [...flags, ...more],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

/** A page, and everything on it that should not happen. */
export class WatchedPage {
  /** Errors on the console, exceptions, refused by the content security policy, requests that failed or answered 5xx. */
  readonly errors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error')
        this.errors.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.errors.push(`exception: ${error.message}`));
    page.on('requestfailed', (request) => {
      // A page that is left gives up what it still asks for.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
        this.errors.push(`request: ${request.method()} ${request.url()} ${request.failure()?.errorText}`);
      }
    });
    page.on('response', (response) => {
      if (response.status() >= 500) this.errors.push(`response: ${response.status()} ${response.url()}`);
    });
  }

  static async open(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(actionMillisMax);
    return new WatchedPage(context, await context.newPage());
  }

  /** Takes the errors seen so far; for a test that provokes some. */
  takeErrors(): string[] {
    return this.errors.splice(0);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Signs in as the owner on the sign-in page. */
export async function signIn(page: Page, server: TestServer, url = server.url): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Email').fill(server.firstRun.owner.email);
  await page.getByLabel('Password', { exact: true }).fill(server.firstRun.owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** What axe finds that is serious or critical, one line each. */
export async function seriousProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}`));
}
