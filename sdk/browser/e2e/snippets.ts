import { describe, expect, test } from 'vitest';
import { GUIDE_SNIPPET, OFFICIAL, page, STATS, type Stage, stub } from './kit';

/** The ways by which the tracker comes into a page. */
export function snippets(on: () => Stage): void {
  describe('snippets', () => {
    test('the snippet of the guide runs unchanged: its options hold and its page view arrives', async () => {
      const stage = on();
      const project = await stage.project('example.com');
      stage.sites.serve('www.example.com', '/', { body: page(GUIDE_SNIPPET, '', 'Tom & Jerry') });
      const visit = await stage.visit();
      await visit.open('http://www.example.com/?a=1#top');
      const [view] = await project.has('pv');
      expect(view?.properties).toMatchObject({
        url: '/?a=1',
        title: 'Tom &amp; Jerry',
        domain: 'www.example.com',
        uri: 'http://www.example.com/?a=1#top',
        hash: '#top',
      });
      const cookies = await visit.context.cookies();
      const [cookie] = cookies.filter(({ name }) => name === 'wooTracker');
      expect(cookie?.domain).toBe('.example.com');
      // Browsers keep no cookie for longer than 400 days.
      expect((cookie?.expires ?? 0) * 1000 - Date.now()).toBeGreaterThan(390 * 86_400_000);
      const [person] = await project.people();
      expect(person?.identifiers).toEqual([
        expect.objectContaining({ kind: 'cookie', value: cookie?.value }),
      ]);
      expect(visit.surfaced()).toEqual([]);
    });

    test.each(['current', 'older'] as const)(
      'the %s official snippet with several instances replays config first, then every call',
      async (kind) => {
        const stage = on();
        const first = await stage.project(`${kind}-one.example`);
        const second = await stage.project(`${kind}-two.example`);
        const calls = `<script>
          woopra.track('early', { n: 1 });
          woopra.identify({ email: 'ann@shop.example', name: 'Ann' });
          woopra.visit('theme', 'dark');
          other.track('theirs');
          woopra.config('domain', '${first.domain}');
          other.config({ domain: '${second.domain}', cookie_name: 'otherCookie' });
          woopra.push();
        </script>`;
        const body = page(stub(OFFICIAL[kind], 'woopra', 'other') + calls);
        stage.sites.serve(`${kind}.example`, '/', { body });
        const visit = await stage.visit();
        await visit.open(`http://${kind}.example/`);
        const [early] = await first.has('early');
        expect(early?.properties).toMatchObject({ n: 1 });
        await second.has('theirs');
        const [ann] = await first.people();
        expect(ann?.properties).toMatchObject({ email: 'ann@shop.example', name: 'Ann' });
        const names = await visit.context.cookies();
        expect(names.map(({ name }) => name).sort()).toEqual(['otherCookie', 'wooTracker']);
        expect(await visit.page.evaluate('window.woopraTracker === window.woopra')).toBe(true);
        expect(visit.surfaced()).toEqual([]);
      },
    );

    test('the snippet of the Install page loads the tracker and sends below the name of the project', async () => {
      const stage = on();
      const project = await stage.project('install.example');
      const snippet = (await project.snippet()).replaceAll(stage.server.url, `http://${STATS}`);
      stage.sites.serve('install.example', '/', { body: page(snippet, '<p>Hello</p>') });
      const visit = await stage.visit();
      const asked: string[] = [];
      visit.page.on('request', (request) => asked.push(request.url()));
      await visit.open('http://install.example/');
      await project.has('pv');
      const ours = asked.filter((url) => url.includes(STATS));
      expect(ours).toContain(`http://${STATS}/${project.scriptName}.js`);
      expect(ours).toContain(`http://${STATS}/${project.scriptName}/push/`);
      expect(ours.every((url) => url.startsWith(`http://${STATS}/${project.scriptName}`))).toBe(true);
      expect(await visit.page.evaluate("window.woopra.config('dialect')")).toBe('guide');
      expect(visit.surfaced()).toEqual([]);
    });

    test('a tracker of the ESM package sends to its host', async () => {
      const stage = on();
      const project = await stage.project('package.example');
      const head = `<script type="module">
        import { createTracker } from '/esm/index.js';
        window.woopra = createTracker({ host: 'http://${STATS}', domain: 'package.example' });
        woopra.track();
        woopra.track('bought', { price: 9.5, tags: ['a', 'b'] });
        woopra.trackClick('pressed', '#press', { where: 'here' });
      </script>`;
      const body = page(head, '<button id="press">Press</button>');
      stage.sites.serve('package.example', '/', { body });
      const visit = await stage.visit();
      await visit.open('http://package.example/');
      const [, bought] = await project.has('pv', 'bought');
      expect(bought?.properties).toMatchObject({ price: 9.5, tags: '["a","b"]' });
      await visit.page.click('#press');
      const [pressed] = await project.has('pressed', 'pv', 'bought');
      expect(pressed?.properties).toMatchObject({ where: 'here' });
      expect(visit.surfaced()).toEqual([]);
    });
  });
}
