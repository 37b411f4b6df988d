import { describe, expect, test } from 'vitest';
import { type Stage, site, WAYS } from './kit';

/** What the visitor wants and does not want. */
export function privacy(on: () => Stage): void {
  describe.each(WAYS)('privacy, by %s', (way) => {
    test('until consent is known nothing is sent, stored or set; then what happened arrives with its time', async () => {
      const { project, url } = await site(on(), way, `pending-${way}.example`, {
        config: "consent: 'pending'",
        calls: "woopra.identify('email', 'ann@shop.example'); woopra.track(); woopra.track('looked');",
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      const posts: string[] = [];
      page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
      await page.evaluate('new Promise((done) => setTimeout(done, 500))');
      expect(posts).toEqual([]);
      expect(await visit.context.cookies()).toEqual([]);
      expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
      expect(await page.evaluate('woopra.consent()')).toBe('pending');
      await page.evaluate("woopra.consent('granted')");
      await project.has('pv', 'looked');
      expect(await visit.cookie()).toMatch(/^[0-9A-Za-z]{12}$/);
      const [person] = await project.people();
      expect(person?.properties['email']).toBe('ann@shop.example');
      expect(visit.surfaced()).toEqual([]);
    });

    test('what is denied is never sent, and takes the cookie with it; a remembered answer holds on the next page', async () => {
      const { project, url } = await site(on(), way, `denied-${way}.example`, {
        config: "consent: 'pending', consent_cookie: 'answer'",
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.evaluate("woopra.consent('granted')");
      await project.has('pv');
      await page.evaluate("woopra.consent('denied'); woopra.track('hidden');");
      await visit.context.storageState();
      await page.waitForFunction("document.cookie.includes('answer=denied')");
      expect(await visit.cookie()).toBe('');
      await visit.open(url);
      expect(await page.evaluate('woopra.consent()')).toBe('denied');
      await page.evaluate("woopra.track('hidden too')");
      await visit.leave();
      await project.has('pv');
    });

    test('Do Not Track and Global Privacy Control are respected where the site says so', async () => {
      const { project, url } = await site(on(), way, `signal-${way}.example`, {
        config: 'respect_dnt: true, respect_gpc: true',
      });
      for (const signal of [
        "Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' });",
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });",
      ]) {
        const silent = await on().visit({ before: signal });
        await silent.open(url);
        expect(await silent.page.evaluate('woopra.consent()')).toBe('denied');
        await silent.leave();
      }
      const heard = await on().visit();
      await heard.open(url);
      await project.has('pv');
    });

    test('without cookies nothing is kept on the device', async () => {
      const { project, url } = await site(on(), way, `cookieless-${way}.example`, {
        config: 'use_cookies: false',
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.evaluate("woopra.track('second')");
      const [view, second] = await project.has('pv', 'second');
      expect(second?.person).toBe(view?.person);
      expect(await visit.context.cookies()).toEqual([]);
      expect(await page.evaluate('localStorage.length')).toBe(0);
      await visit.leave();
    });
  });

  test('reset makes another visitor', async () => {
    const { project, url } = await site(on(), 'snippet', 'reset.example');
    const visit = await on().visit();
    const page = await visit.open(url);
    await project.has('pv');
    const before = await visit.cookie();
    await page.evaluate("woopra.reset(); woopra.track('as another');");
    const [view, other] = await project.has('pv', 'as another');
    expect(other?.person).not.toBe(view?.person);
    expect(await visit.cookie()).not.toBe(before);
  });
}
