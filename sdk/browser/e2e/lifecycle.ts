import { describe, expect, test } from 'vitest';
import { STATS, type Stage, site, WAYS } from './kit';

const CALL = (code: string): string => `window.woopra.${code}`;

/** What happens to pages, and to what lies between them and the server. */
export function lifecycle(on: () => Stage): void {
  describe.each(WAYS)('lifecycle, by %s', (way) => {
    test('a single-page app tells a page view for every address', async () => {
      const { project, url } = await site(on(), way, `spa-${way}.example`, {
        config: 'history_tracking: true',
        calls: 'woopra.track();',
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await project.has('pv');
      await page.evaluate("history.pushState({}, '', '/two')");
      await project.has('pv', 'pv');
      await page.evaluate(
        "history.replaceState({}, '', '/three?x=1'); history.replaceState({}, '', '/three?x=1#top')",
      );
      await project.has('pv', 'pv', 'pv');
      await page.evaluate("history.pushState({}, '', '/four')");
      await project.has('pv', 'pv', 'pv', 'pv');
      await page.evaluate('history.back()');
      const views = await project.has('pv', 'pv', 'pv', 'pv', 'pv');
      const urls = views.map(({ properties }) => properties['url']);
      expect(urls).toEqual(['/', '/two', '/three?x=1', '/four', '/three?x=1']);
      expect(visit.surfaced()).toEqual([]);
    });

    test('what is told as the page closes arrives, and how long it was looked at', async () => {
      const { project, url } = await site(on(), way, `close-${way}.example`, {
        calls: `woopra.track();
          addEventListener('pagehide', () => woopra.track('farewell'));
          addEventListener('beforeunload', () => woopra.track('held', {}, { queue: true }));`,
        body: '<div style="height: 4000px"></div>',
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.evaluate('scrollTo(0, 1000)');
      await page.waitForFunction('performance.now() > 700');
      await page.evaluate(CALL("track('last words')"));
      await visit.leave();
      const [view] = await project.has('pv', 'last words', 'farewell', 'held');
      expect((view?.activeUntil ?? 0) - (view?.time ?? 0)).toBeGreaterThan(300);
      expect(Number(view?.properties['scroll depth'])).toBeGreaterThan(0.3);
      expect(Number(view?.properties['scroll depth'])).toBeLessThan(0.7);
    });

    test('offline, events wait in order and say when they happened', async () => {
      const { project, url } = await site(on(), way, `offline-${way}.example`);
      const visit = await on().visit();
      const page = await visit.open(url);
      await project.has('pv');
      await visit.context.setOffline(true);
      await page.evaluate(CALL("track('one', { n: 1 })"));
      await page.evaluate('new Promise((done) => setTimeout(done, 2500))');
      await page.evaluate(CALL("track('two', { n: 2 })"));
      const online = Date.now();
      await visit.context.setOffline(false);
      const [one, two] = await project.has('one', 'two', 'pv');
      expect(online - (one?.time ?? 0)).toBeGreaterThan(2000);
      expect(two?.time).toBeGreaterThan(one?.time ?? 0);
      expect(visit.surfaced()).toEqual([]);
    });

    test('without cookies and storage a page is one visitor, and nothing surfaces', async () => {
      const { project, url } = await site(on(), way, `blocked-${way}.example`);
      const denied = "throw new DOMException('denied', 'SecurityError')";
      const visit = await on().visit({
        before: `for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
            Object.defineProperty(window, name, { get() { ${denied}; } });
          }
          Object.defineProperty(Document.prototype, 'cookie', { get() { ${denied}; }, set() { ${denied}; } });`,
      });
      const page = await visit.open(url);
      await page.evaluate(CALL("track('second')"));
      const [view, second] = await project.has('pv', 'second');
      expect(second?.person).toBe(view?.person);
      await visit.leave();
      expect(visit.surfaced()).toEqual([]);
    });

    test('a strict content security policy needs nothing but the server and the nonce of the snippet', async () => {
      // A snippet makes a script element, which trusted types forbid to everybody.
      const own = way === 'package' ? "'self'" : '';
      const types = way === 'package' ? "require-trusted-types-for 'script'; trusted-types 'none'" : '';
      const { project, url } = await site(on(), way, `strict-${way}.example`, {
        nonce: 'r4nd0m',
        headers: {
          'Content-Security-Policy': `default-src 'none'; base-uri 'none'; script-src 'nonce-r4nd0m' ${own} http://${STATS}; connect-src http://${STATS}; ${types}`,
        },
        calls: "woopra.track(); woopra.trackClick('pressed', '#press');",
        body: '<button id="press" type="button">Press</button>',
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await project.has('pv');
      await page.click('#press');
      await project.has('pv', 'pressed');
      await visit.leave();
      expect(visit.surfaced()).toEqual([]);
    });

    test('a page that comes back from the back/forward cache goes on', async () => {
      const { project, url } = await site(on(), way, `back-${way}.example`, {
        paths: ['/', '/next'],
        calls: `woopra.track();
          addEventListener('pageshow', (event) => { window.isRestored = event.persisted; });`,
        body: '<a href="/next">next</a>',
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.waitForFunction('performance.now() > 300');
      await page.evaluate(CALL("track('before')"));
      await page.click('a');
      await page.waitForURL(/next/);
      await project.has('pv', 'pv', 'before');
      await page.evaluate('history.back()').catch(() => undefined);
      await page.waitForFunction('window.isRestored === true');
      await page.evaluate(CALL("track('after')"));
      await visit.leave();
      const events = await project.has('pv', 'pv', 'before', 'after');
      expect(new Set(events.map(({ person }) => person)).size).toBe(1);
    });

    test('two tabs are one visitor, and neither loses or doubles what it tells', async () => {
      const { project, url } = await site(on(), way, `tabs-${way}.example`);
      const visit = await on().visit();
      await visit.open(url);
      const second = await visit.open(url, await visit.context.newPage());
      for (const [tab, page] of [visit.page, second].entries()) {
        await page.evaluate(`for (let n = 0; n < 5; n++) ${CALL(`track('tab ${tab}', { n })`)}`);
      }
      await visit.close(second);
      await visit.page.evaluate(CALL("track('alone')"));
      await visit.leave();
      const told = [0, 1].flatMap((tab) => [
        `tab ${tab}`,
        `tab ${tab}`,
        `tab ${tab}`,
        `tab ${tab}`,
        `tab ${tab}`,
      ]);
      const events = await project.has('pv', 'pv', 'alone', ...told);
      expect(new Set(events.map(({ person }) => person)).size).toBe(1);
    });

    test('without beacons everything still arrives', async () => {
      const { project, url } = await site(on(), way, `plain-${way}.example`);
      const visit = await on().visit({ withoutBeacons: true });
      const page = await visit.open(url);
      await page.evaluate(CALL("track('last')"));
      await visit.leave();
      await project.has('pv', 'last');
    });
  });

  test('a server that is killed mid-visit and comes back has every event once, also those of a page that was closed', async () => {
    const stage = on();
    const sites = await Promise.all(
      WAYS.map((way) => site(stage, way, `killed-${way}.example`, { paths: ['/', '/next'] })),
    );
    const visits = await Promise.all(sites.map(() => stage.visit()));
    for (const [at, visit] of visits.entries()) {
      await visit.open(sites[at]?.url ?? '');
      await sites[at]?.project.has('pv');
      // What loads the tracker on the next page is in the browser's cache.
      await visit.page.evaluate("document.cookie = 'seen=1'");
    }
    await stage.server.kill();
    for (const visit of visits) {
      await visit.page.evaluate(CALL("track('while dead', { n: 1 })"));
      await visit.page.evaluate('new Promise((done) => setTimeout(done, 400))');
      await visit.page.evaluate(CALL("track('as it closes', { n: 2 })"));
      await visit.close();
    }
    await stage.server.restart();
    for (const [at, visit] of visits.entries()) {
      await visit.open(`${sites[at]?.url}next`, await visit.context.newPage());
      const events = await sites[at]?.project.has('pv', 'while dead', 'as it closes', 'pv');
      expect(new Set(events?.map(({ person }) => person)).size).toBe(1);
    }
  });
}
