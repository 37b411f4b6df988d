import { expect, test } from 'vitest';
import { type Stage, site, until, WAYS } from './kit';

const CALLS = Number(process.env['MONKEY_CALLS'] ?? 2_000);
const SEED = Number(process.env['MONKEY_SEED'] ?? 962_995);
const ROUNDS = 4;

/** In the page: calls everything with anything, and notes the events whose call returned. */
const MONKEY = `(seed, calls, round) => {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(random() * list.length)];
  const bad = () => { throw new Error('the monkey throws'); };
  const cyclic = { a: 1 }; cyclic.self = cyclic; cyclic.list = [cyclic];
  const hostile = () => pick([
    undefined, null, NaN, Infinity, -0, 1e308, 10n ** 40n, Symbol('s'), '', 'x', '\\u0000', '\\ud800', 'pv', '%zz', '__proto__',
    'y'.repeat(20000), true, [], [[[]]], [undefined, , Symbol('t')], {}, cyclic, new Date(NaN), new Date(0), /x/g, bad, () => 5, class {},
    document, document.body, window, location, new Map([[1, 2]]), new Uint8Array(9), Object.create(null), new Error('e'), Promise.resolve(1),
    new Proxy({}, { get: bad, has: bad, ownKeys: bad, getOwnPropertyDescriptor: bad, getPrototypeOf: bad }),
    new Proxy(function () {}, { apply: bad, get: bad }),
    { get x() { return bad(); }, y: 1 }, { toString: bad, valueOf: bad, toJSON: bad }, { a: { toJSON: bad } }, { [Symbol.toPrimitive]: bad },
    { __proto__: { inherited: 1 }, constructor: 1, hasOwnProperty: 2 }, { length: 1e9 }, { 0: 'a', length: -1 },
    JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}'),
    Object.fromEntries(Array.from({ length: 400 }, (_, n) => ['key ' + n, n])),
    { eventName: bad, eventData: cyclic }, { elements: [null, document.body] }, { elements: bad },
    { onSuccess: bad, onError: bad, callback: bad }, { onBeforeSend: bad }, { queue: true }, { useBeacon: 'yes' },
    { timeout: Symbol('u') }, { lifecycle: 'page' }, { lifecycle: {} , retrack: 1 }, '#b', 'a', ':::', '[', 'div > p',
  ]);
  const benign = ['cookie_path', 'cookie_expire', 'download_extensions', 'click_tracking_matcher_selectors', 'ping_interval', 'ping', 'context',
    'augment_action', 'idle_timeout', 'idle_threshold', 'cross_domain', 'dialect', 'click_tracking', 'outgoing_tracking', 'download_tracking',
    'history_tracking', 'map_query_params', 'campaign_once', 'hide_campaign', 'app', 'ip', 'meta', 'initialized', 'unknown', 'region'];
  const methods = ['identify', 'identifyOrg', 'visit', 'update', 'cancelAction', 'trackForm', 'trackClick', 'push', 'ping', 'startPing', 'stopPing',
    'call', 'decorate', 'undecorate', 'autoDecorate', 'getCookie', 'getUrlId', 'getEndpoint', 'getProtocol', 'getPageUrl', 'getPageHash',
    'getPageTitle', 'getDomainName', 'getURI', 'getOptionParams', 'sendBeacons', 'sleep', 'init', 'track'];
  const other = window.WoopraTracker ? new WoopraTracker('other') : { config() {}, reset() {}, dispose() {}, consent() {}, init() {}, getURI() {} };
  const told = [], thrown = [];
  const anything = () => Array.from({ length: Math.floor(random() * 5) }, hostile);
  const own = () => {
    // Of the events that are counted the name stays, and nobody takes them back.
    const properties = hostile();
    const options = pick([undefined, { queue: true }, { useBeacon: true }, { onSuccess: bad }, bad, { lifecycle: 'action' }, { retrack: true }]);
    return [properties, options];
  };
  for (let n = 0; n < calls; n++) {
    try {
      const dice = random();
      if (dice < 0.4) {
        const name = 'm' + round + '.' + n;
        const [properties, options] = own();
        if (typeof properties === 'function') woopra.track(name);
        else woopra.track(name, properties, options);
        told.push(name);
      } else if (dice < 0.5) {
        woopra.config(pick(benign), hostile());
      } else if (dice < 0.55) {
        other.config(hostile(), hostile());
        other[pick(['reset', 'dispose', 'consent', 'config', 'init'])](...(random() < 0.5 ? [] : ['domain', 'nobody.example']));
      } else if (dice < 0.65) {
        const element = document.createElement(pick(['div', 'form', 'a', 'button', 'input', 'svg', 'select']));
        element.setAttribute(pick(['data-woopra', 'data-woopra-x', 'href', 'name', 'class', 'id', 'data-tracked']), pick(['javascript:void 0', 'b', '/a.pdf', 'http://x.example/', '[', '']));
        (random() < 0.5 ? document.body : pick([...document.body.querySelectorAll('*'), document.body])).append(element);
        if (random() < 0.2) pick([...document.body.querySelectorAll('*')])?.remove();
      } else if (dice < 0.75) {
        const target = pick([...document.body.querySelectorAll('button, div, form, svg, input')]) ?? document.body;
        target.dispatchEvent(pick([
          new MouseEvent('click', { bubbles: true, cancelable: true }), new MouseEvent('mousedown', { bubbles: true }),
          new SubmitEvent('submit', { bubbles: true, cancelable: true }), new KeyboardEvent('keydown', { bubbles: true }), new Event('scroll', { bubbles: true }),
        ]));
      } else if (dice < 0.8) {
        history[pick(['pushState', 'replaceState'])]({}, '', pick(['/', '/a?b=1', '/?utm_source=x', '/?wv_a=%E0%A4%A', '#x', '/?__woopraid=<>', '/c/d']));
      } else if (dice < 0.82) {
        document.title = pick(['', 'x', '\\u202e']);
        if (random() < 0.3) document.querySelector('title')?.remove();
      } else {
        const method = pick(methods);
        const given = anything();
        if (method === 'call' && typeof given[0] === 'string') given[0] = 'getURI';
        if (method === 'track') other.config('domain', woopra.config('domain')), other.getURI();
        else woopra[method](...given);
      }
    } catch (error) {
      if (String(error && error.message) !== 'the monkey throws') thrown.push(n + ': ' + (error && error.stack));
      else thrown.push(n + ': let the monkey\\'s own error through ' + error.stack);
    }
  }
  return { told, thrown };
}`;

interface Round {
  readonly told: readonly string[];
  readonly thrown: readonly string[];
}

/** Anything at all, in any order, while pages come and go and the server dies. */
export function monkey(on: () => Stage): void {
  test('whatever is called, nothing surfaces, and every event whose call returned arrives once', async () => {
    process.stdout.write(`MONKEY_SEED=${SEED} MONKEY_CALLS=${CALLS}\n`);
    const stage = on();
    const told: string[] = [];
    const surfaced: string[] = [];
    const sites = await Promise.all(
      WAYS.map((way) =>
        site(stage, way, `monkey-${way}.example`, {
          calls: '',
          body: '<form id="f"><input name="x"></form><button id="b">B</button>',
        }),
      ),
    );
    for (const [at, { project, url }] of sites.entries()) {
      const mine: string[] = [];
      const visit = await stage.visit();
      for (let round = 0; round < ROUNDS; round++) {
        const page = await visit.open(url, round % 2 === 0 ? visit.page : await visit.context.newPage());
        if (round === 1 && at === 0) await stage.server.kill();
        const calls = Math.ceil(CALLS / ROUNDS / sites.length);
        const seen = (await page.evaluate(
          `(${MONKEY})(${SEED + round + at * 100}, ${calls}, ${round})`,
        )) as Round;
        surfaced.push(...seen.thrown);
        mine.push(...seen.told);
        if (round % 2 === 1) await visit.close(page);
        if (round === 1 && at === 0) await stage.server.restart();
      }
      // The next page that tells something sends what no beacon had room for.
      const next = await visit.open(url);
      await next.evaluate("woopra.track('next') === woopra");
      await until('the last page is done', async () => {
        const names = new Set((await project.events()).map(({ name }) => name));
        return mine.every((name) => names.has(name));
      }).catch(() => undefined);
      await visit.leave().catch(() => undefined);
      surfaced.push(...visit.surfaced());
      await stage.server.applied();
      if (process.env['MONKEY_DEBUG']) process.stdout.write(await project.refused());
      const counted = (await project.events())
        .map(({ name }) => name)
        .filter((name) => /^m\d+\.\d+$/.test(name));
      expect(counted.sort()).toEqual([...mine].sort());
      await project.settles();
      told.push(...mine);
    }
    expect(surfaced).toEqual([]);
    process.stdout.write(`${told.length} events of ${CALLS} calls, each arrived once\n`);
  }, 240_000);
}
