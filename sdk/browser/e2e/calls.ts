import { describe, expect, test } from 'vitest';
import { type Stage, site } from './kit';

/** Methods, options and callbacks one by one, as the library has them. */
export function calls(on: () => Stage): void {
  describe('methods', () => {
    test('track takes a name, properties, or both in one, and says when the server has it', async () => {
      const { project, url } = await site(on(), 'snippet', 'track.example', {
        calls: `
          window.heard = [];
          woopra.track('named', { a: 1 }, (action) => heard.push(['done', action.id.length]));
          woopra.track({ name: 'in one', b: 2 });
          woopra.track('before', { c: 3 }, {
            onBeforeSend: (action) => { action.params.ce_added = 'yes'; },
            onSuccess: (action) => heard.push(['success', Object.keys(action).includes('params')]),
            timeout: 60000,
          });
          woopra.track('taken back', {}, { onBeforeSend: (action) => action.cancel() });
          woopra.track('nested', { list: [1, { x: 2 }], none: null, gone: undefined, $timestamp: 1767225600000 });`,
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      const [named, one, before, nested] = await project.has('named', 'in one', 'before', 'nested');
      expect(named?.properties).toEqual({ a: 1 });
      expect(one?.properties).toEqual({ b: 2 });
      expect(before?.properties).toEqual({ c: 3, added: 'yes' });
      expect(nested?.properties['list']).toBe('[1,{"x":2}]');
      expect(nested?.time).toBe(1_767_225_600_000);
      await page.waitForFunction('heard.length === 2');
      expect(await page.evaluate('heard.sort()')).toEqual([
        ['done', 12],
        ['success', true],
      ]);
      expect(visit.surfaced()).toEqual([]);
    });

    test('update changes an event, by its action or by its id, and cancelAction takes a waiting one back', async () => {
      const { project, url } = await site(on(), 'snippet', 'update.example', {
        calls: `
          woopra.track('order', { total: 1 }, { onSuccess: (action) => action.update({ refunded: true }) });
          woopra.track('known', { idptnc: 'abcdefghijkl' });
          woopra.track('waits', { idptnc: 'mnopqrstuvwx' }, { queue: true });
          woopra.cancelAction('mnopqrstuvwx');`,
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await project.has('order', 'known');
      await page.evaluate("woopra.update('abcdefghijkl', { more: 'said' })");
      await expect
        .poll(async () => (await project.events()).map(({ properties }) => properties), { timeout: 20_000 })
        .toEqual(expect.arrayContaining([{ total: 1, refunded: true }, { more: 'said' }]));
      await visit.leave();
      await project.has('order', 'known');
    });

    test('push sends what is known and then calls back; visit, identifyOrg and call do as their names say', async () => {
      const { project, url } = await site(on(), 'snippet', 'push.example', {
        calls: `
          woopra.identify({ email: 'ann@shop.example', age: 30 }, { id: 'acme', seats: 5 });
          woopra.call('identifyOrg', 'tier', 'gold');
          woopra.visit('theme', 'dark');
          woopra.push(() => { window.isPushed = true; });
          woopra.call('track', 'called', { by: 'name' });
          woopra.call((name) => woopra.track(name), 'called too');`,
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.waitForFunction('window.isPushed === true');
      const [called] = await project.has('called', 'called too');
      expect(called?.properties).toEqual({ by: 'name' });
      expect(called?.visitProperties).toMatchObject({ theme: 'dark' });
      const [person] = await project.people();
      expect(person?.properties).toMatchObject({ email: 'ann@shop.example', age: 30 });
      expect(await page.evaluate("[woopra.identify('age'), woopra.config('domain')]")).toEqual([
        30,
        'push.example',
      ]);
    });

    test('what the page can ask of the tracker answers as in the library', async () => {
      const { project, url } = await site(on(), 'snippet', 'asking.example');
      const visit = await on().visit();
      const page = await visit.open(`${url}?q=1#part`);
      await project.has('pv');
      const answers = await page.evaluate(`({
        url: woopra.getPageUrl(), hash: woopra.getPageHash(), title: woopra.getPageTitle(),
        domain: woopra.getDomainName(), uri: woopra.getURI(), protocol: woopra.getProtocol(),
        endpoint: woopra.getEndpoint('ce'), version: woopra.version, name: woopra.instanceName,
        project: woopra.getOptionParams().project, cookie: woopra.getCookie() === woopra.cookie,
        same: woopra.track('x') === woopra && woopra.sendBeacons() === woopra && woopra.startPing() === woopra
          && woopra.stopPing() === woopra && woopra.ping() === woopra,
        slept: woopra.sleep(100) === woopra, idle: woopra.idle, errors: woopra.errors,
        globals: typeof WoopraTracker + typeof WoopraLoadScript,
      })`);
      expect(answers).toEqual({
        url: '/?q=1',
        hash: '#part',
        title: 'A page',
        domain: 'asking.example',
        uri: 'http://asking.example/?q=1#part',
        protocol: 'http',
        endpoint: `http://stats.example/${project.scriptName}/ce/`,
        version: 11,
        name: 'woopra',
        project: 'asking.example',
        cookie: true,
        same: true,
        slept: true,
        idle: 0,
        errors: 0,
        globals: 'functionfunction',
      });
      await project.has('pv', 'x');
      await page.evaluate(
        "woopra.dispose(); document.body.insertAdjacentHTML('beforeend', '<a href=#>x</a>');",
      );
      await visit.leave();
      expect(visit.surfaced()).toEqual([]);
    });

    test('a constructed tracker works like that of a snippet', async () => {
      const { project, url } = await site(on(), 'snippet', 'made.example', { calls: '' });
      const visit = await on().visit();
      const page = await visit.open(url);
      await page.evaluate(`
        window.second = new WoopraTracker('second');
        second.config({ domain: 'made.example', cookie_name: 'secondCookie' });
        second.init();
        second.track('by hand');`);
      await project.has('by hand');
      expect(await visit.cookie('secondCookie')).toHaveLength(12);
    });
  });

  describe('options', () => {
    test('campaigns, visitor data of the address and mapped parameters are read and hidden', async () => {
      const { project, url } = await site(on(), 'snippet', 'campaign.example', {
        config:
          "hide_campaign: true, campaign_once: true, map_query_params: { ref: 'campaign_name' }, ignore_query_url: true, save_url_hash: false",
        calls: "woopra.track(); woopra.track('second');",
      });
      const visit = await on().visit();
      const page = await visit.open(`${url}?utm_source=news&utm_medium=mail&ref=spring&wv_plan=pro&keep=1#x`);
      const [view, second] = await project.has('pv', 'second');
      expect(view?.properties).toMatchObject({
        campaign_source: 'news',
        campaign_medium: 'mail',
        campaign_name: 'spring',
        url: '/',
      });
      expect(view?.properties).not.toHaveProperty('hash');
      expect(second?.properties).toEqual({});
      const [person] = await project.people();
      expect(person?.properties['plan']).toBe('pro');
      expect(page.url()).toBe(`${url}?ref=spring&keep=1#x`);
    });

    test('cookie options name, place and date the cookie', async () => {
      const { project, url } = await site(on(), 'snippet', 'www.cookie.example', {
        config:
          "cookie_name: 'mine', cookie_domain: '.cookie.example', cookie_path: '/', cookie_expire: new Date(Date.now() + 86400000), cookie_secure: false",
      });
      const visit = await on().visit();
      await visit.open(url);
      await project.has('pv');
      const [cookie] = await visit.context.cookies();
      expect(cookie).toMatchObject({ name: 'mine', domain: '.cookie.example', path: '/', secure: false });
      expect(Math.round(((cookie?.expires ?? 0) - Date.now() / 1000) / 3600)).toBe(24);
    });

    test('app, ip, context, appier_app_id, personalization, augment_action and initialized do their part', async () => {
      const { project, url } = await site(on(), 'snippet', 'options.example', {
        config: `app: 'my-app', ip: '203.0.113.9', context: { page: { a: 1 } }, personalization: false, appier_app_id: 'x1',
          augment_action: (name, data) => ({ augmented: name }), initialized: () => { window.isInitialized = true; }, idle_timeout: 60000`,
        calls: "woopra.track('augmented event', { a: 1 });",
      });
      const visit = await on().visit();
      const bodies: string[] = [];
      visit.page.on('request', (request) => bodies.push(request.postData() ?? ''));
      const page = await visit.open(url);
      const [event] = await project.has('augmented event');
      expect(event?.properties).toMatchObject({ a: 1, augmented: 'augmented event' });
      expect(await page.evaluate('window.isInitialized')).toBe(true);
      const sent = bodies.join('');
      for (const part of [
        '"app":"my-app"',
        '"ip":"203.0.113.9"',
        '"close":true',
        '"timeout":60000',
        '"context":',
      ]) {
        expect(sent).toContain(part);
      }
    });

    test('host, protocol, region and track_path say where requests go', async () => {
      const { project, url } = await site(on(), 'snippet', 'where.example', {
        config: "region: 'kr', host: 'www.woopra.com', protocol: 'http', track_path: 'track'",
      });
      const visit = await on().visit();
      const asked: string[] = [];
      visit.page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
      await visit.open(url);
      await project.has('pv');
      expect(asked[0]).toBe('http://www.woopra.com/track/push/');
    });

    test('a page that is seen again after its idle time is told anew where retrack says so', async () => {
      const { project, url } = await site(on(), 'snippet', 'retrack.example', {
        calls:
          "woopra.track('pv', {}, { retrack: true, timeout: 200 }); woopra.track('watched', {}, { lifecycle: 'action' });",
      });
      const visit = await on().visit();
      const page = await visit.open(url);
      await project.has('pv', 'watched');
      const show = (state: string) => `
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' });
        document.dispatchEvent(new Event('visibilitychange'));`;
      await page.waitForFunction('performance.now() > 300');
      await page.evaluate(show('hidden'));
      await page.evaluate('new Promise((done) => setTimeout(done, 400))');
      await page.evaluate(show('visible'));
      const views = await project.has('pv', 'pv', 'watched');
      expect(views.map(({ properties }) => properties['returning'])).toEqual([false, true, undefined]);
    });
  });
}
