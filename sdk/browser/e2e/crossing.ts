import { describe, expect, test } from 'vitest';
import { type Stage, site, WAYS } from './kit';

/** From one domain of a project to another. */
export function crossing(on: () => Stage): void {
  describe.each(WAYS)('cross-domain, by %s', (way) => {
    test('a visitor who follows a link to the other domain stays the same person', async () => {
      const stage = on();
      const first = await site(stage, way, `shop-${way}.example`, {
        config: `cross_domain: ['blog-${way}.example']`,
        body: `<a id="over" href="http://blog-${way}.example/?a=1#part">to the blog</a> <a id="away" href="http://other.example/">away</a>`,
      });
      await site(stage, way, `blog-${way}.example`, {
        project: first.project,
        config: 'hide_xdm_data: true',
      });
      const visit = await stage.visit();
      const page = await visit.open(first.url);
      await first.project.has('pv');
      await page.waitForFunction(
        `woopra.decorate('http://blog-${way}.example/').includes('__woopraid=' + woopra.cookie)`,
      );
      await page.waitForFunction("document.readyState === 'complete'");
      // The part that decorates links is loaded beside the page.
      await page.waitForFunction(
        "(() => { const link = document.getElementById('over'); link.dispatchEvent(new MouseEvent('mousedown', { bubbles: true })); return link.href.includes('__woopraid'); })()",
      );
      await page.hover('#away');
      expect(await page.getAttribute('#away', 'href')).toBe('http://other.example/');
      await page.click('#over');
      await page.waitForURL(/blog/);
      const [one, two] = await first.project.has('pv', 'pv');
      expect(two?.person).toBe(one?.person);
      await page.waitForFunction("!location.href.includes('__woopraid')");
      expect(page.url()).toBe(`http://blog-${way}.example/?a=1#part`);
      expect(visit.surfaced()).toEqual([]);
    });
  });

  test('decorate, undecorate and getUrlId speak of one id', async () => {
    const { url, project } = await site(on(), 'snippet', 'decorate.example');
    const visit = await on().visit();
    const page = await visit.open(url);
    await project.has('pv');
    expect(
      await page.evaluate(`(() => {
        const url = woopra.decorate('http://b.example/p?x=1#y');
        return [url.replace(woopra.getCookie(), 'ID'), woopra.undecorate(url), woopra.getUrlId(url) === woopra.cookie];
      })()`),
    ).toEqual(['http://b.example/p?x=1&__woopraid=ID#y', 'http://b.example/p?x=1#y', true]);
  });

  test('third_party leaves the cookie to the server', async () => {
    const { project, url } = await site(on(), 'snippet', 'third.example', { config: 'third_party: true' });
    const visit = await on().visit();
    const asked: string[] = [];
    visit.page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
    await visit.open(url);
    await project.has('pv');
    expect(asked[0]).toMatch(/\/tp\/third\.example\/push\/$/);
  });
}
