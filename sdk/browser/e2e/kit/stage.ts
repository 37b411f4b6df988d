import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  launchBrowser,
  type Page,
  TestServer,
  until,
  WatchedPage,
} from '../../../../dashboard/e2e/kit';
import { Project } from './project';
import { Sites } from './site';
import { serveEsm } from './snippets';

/** The server's name to the sites, beside those of Woopra. */
export const STATS = 'stats.example';

/** Else the server takes the headless browser for a bot; given to the browser, for beacons ignore that of a context. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/** How somebody visits. */
export interface VisitOptions extends BrowserContextOptions {
  /** sees the page without `navigator.sendBeacon` */
  readonly withoutBeacons?: boolean;
  /** what is done in every page before its own scripts */
  readonly before?: string;
}

/**
 * A running Sojourn, sites that are tracked by it, and a browser to which every host is one of the two: `*.example` and
 * `example.com` the sites, `stats.example`, `www.woopra.com` and `static.woopra.com` the server.
 */
export class Stage {
  private readonly projects: Project[] = [];
  private readonly visits: WatchedPage[] = [];

  private constructor(
    readonly server: TestServer,
    readonly sites: Sites,
    readonly browser: Browser,
  ) {}

  static async start(): Promise<Stage> {
    const [server, sites] = await Promise.all([TestServer.start(), Sites.start()]);
    await serveEsm(sites);
    const tracker = `127.0.0.1:${new URL(server.url).port}`;
    const rules = [
      ...[STATS, 'www.woopra.com', 'static.woopra.com'].map((host) => `MAP ${host} ${tracker}`),
      ...['*.example', 'example.com', '*.example.com'].map((host) => `MAP ${host} 127.0.0.1:${sites.port}`),
    ];
    const browser = await launchBrowser([
      `--host-resolver-rules=${rules.join(',')}`,
      '--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable',
      `--user-agent=${USER_AGENT}`,
    ]);
    return new Stage(server, sites, browser);
  }

  /** A project of a test's own, so that nothing of another one is in it. */
  async project(domain: string): Promise<Project> {
    const project = await Project.create(this.server, domain);
    this.projects.push(project);
    return project;
  }

  /** Somebody with a browser that knows nothing yet. */
  async visit(options: VisitOptions = {}): Promise<Visit> {
    const { before, withoutBeacons, ...context } = options;
    const watched = await WatchedPage.open(this.browser, context);
    const scripts = [before ?? ''];
    if (withoutBeacons === true) scripts.push('delete Navigator.prototype.sendBeacon;');
    await watched.context.addInitScript(scripts.join('\n'));
    this.visits.push(watched);
    return new Visit(watched);
  }

  /** Whether every project has exactly what its test has seen, now that everything is over. */
  async differences(): Promise<string[]> {
    await this.server.applied();
    const all = await Promise.all(this.projects.map((project) => project.difference()));
    return all.filter((difference) => difference !== '');
  }

  async stop(): Promise<void> {
    await Promise.all(this.visits.map((visit) => visit.close().catch(() => undefined)));
    await this.browser.close();
    await this.sites.stop();
    await this.server.stop();
  }
}

/** One person's pages. */
export class Visit {
  constructor(private readonly watched: WatchedPage) {}

  get page(): Page {
    return this.watched.page;
  }

  get context(): BrowserContext {
    return this.watched.context;
  }

  /** Opens a page and waits until the tracker is there. */
  async open(url: string, page = this.page): Promise<Page> {
    await page.goto(url);
    // Asked from outside: a strict policy lets nothing be evaluated within.
    await until('the tracker', async () => page.evaluate('window.woopra?.loaded === true'));
    return page;
  }

  async cookie(name = 'wooTracker'): Promise<string> {
    const cookies = await this.context.cookies();
    return cookies.find((one) => one.name === name)?.value ?? '';
  }

  /** What must not surface in a page: exceptions, errors on the console other than those of a network that is gone. */
  surfaced(): string[] {
    return this.watched
      .takeErrors()
      .filter((error) => !/^(request|response):|^console: Failed to load resource/.test(error));
  }

  /** Leaves a page, as somebody who closes it, and waits until it is gone. */
  async close(page = this.page): Promise<void> {
    await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]);
  }

  /** Leaves all pages. */
  async leave(): Promise<void> {
    for (const page of this.context.pages()) await this.close(page);
  }
}

export { until };
