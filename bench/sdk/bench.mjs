// What the browser tracker costs a page: its size, the time it takes to start, and what a visit sends. Beside another
// tracker where one is given: ./sojourn bench sdk [--rounds N] [--slowdown N] [--official FILE]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'sdk/browser/dist');
const { chromium } = createRequire(join(root, 'dashboard/package.json'))('playwright-core');

const SITE = 'shop.example';
const OFFICIAL_HOST = 'www.woopra.com';
const PAGES = 5;
/** The browser says of itself every so often what it did; all that a page does at its start is over by then. */
const SETTLE_MILLIS = 400;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    slowdown: { type: 'string', default: '4' },
    official: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const slowdown = Number(options.slowdown);
if (!(rounds >= 1) || !(slowdown >= 1)) {
  throw new Error('--rounds and --slowdown are numbers of at least 1');
}

// --- size

const bytes = (number) => number.toLocaleString('en-US').padStart(9);

function sizes(name, content) {
  const gzip = gzipSync(content, { level: 9 }).length;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const br = brotliCompressSync(content, { params }).length;
  console.log(`${name.padEnd(24)} ${bytes(content.length)} ${bytes(gzip)} ${bytes(br)}`);
}

function printSizes() {
  console.log(`${'size, bytes'.padEnd(24)} ${'raw'.padStart(9)} ${'gzip -9'.padStart(9)} ${'br 11'.padStart(9)}`);
  const files = readdirSync(dist).filter((name) => /^w(-[a-z]+)?\.js$/.test(name));
  for (const name of files.sort((a, b) => a.length - b.length || a.localeCompare(b))) {
    sizes(name, readFileSync(join(dist, name)));
  }
  sizes('snippet.html', readFileSync(join(dist, 'snippet.html')));
  if (options.official) {
    sizes('the official one', readFileSync(options.official));
  }
}

// --- the site

const scripts = new Map([
  ['nothing', Buffer.from(' ')],
  ['sojourn', readFileSync(join(dist, 'w.js'))],
  ...(options.official ? [['official', readFileSync(options.official)]] : []),
]);

/** What was asked of the site since it was last cleared. */
let asked = [];

const stub = `(function(w,n){var q=w[n]={_e:[]};(w.__woo=w.__woo||{})[n]=q;
"config track identify visit push call trackForm trackClick update".split(" ").forEach(function(m){
q[m]=function(){q._e.push([m].concat([].slice.call(arguments)));return q}})})(window,"woopra");
woopra.config({domain:"${SITE}",outgoing_tracking:true,download_tracking:true,click_tracking:true});
woopra.track();`;

function page(tracker, number) {
  const load =
    number === 0 ? '' : `var s=document.createElement("script");s.async=1;s.src="/${tracker}/w.js";document.head.append(s)`;
  const next = number < PAGES ? `<a id="next" href="/${tracker}/${number + 1}">Next</a>` : '';
  return `<!doctype html><title>Page ${number}</title><link rel="icon" href="data:,"><script>${stub}${load}</script>
<h1>Page ${number}</h1><p style="height:3000px">${next}</p>`;
}

function answer(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { pathname } = new URL(request.url, 'https://x');
    const sent = Buffer.concat(chunks).length + request.rawHeaders.join(': ').length + request.url.length + 20;
    const [, tracker, name] = pathname.split('/');
    if (pathname.includes('/track/')) {
      asked.push({ kind: 'tracking', sent });
      response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end();
    } else if (name?.endsWith('.js')) {
      asked.push({ kind: 'script', sent });
      const part = join(dist, name);
      const script = name === 'w.js' ? scripts.get(tracker) : existsSync(part) ? readFileSync(part) : undefined;
      response.writeHead(script ? 200 : 404, { 'content-type': 'text/javascript', 'cache-control': 'max-age=3600' });
      response.end(script);
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end(page(tracker, Number(name ?? 0)));
    }
  });
}

async function serve() {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-sdk-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...made, '-subj', `/CN=${SITE}`, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  rmSync(folder, { recursive: true });
  return server;
}

const until = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

// --- the time to start

async function startMillis(browser, tracker) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const tab = await context.newPage();
  const devtools = await context.newCDPSession(tab);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await tab.goto(`https://${SITE}/${tracker}/0`);
  await until(SETTLE_MILLIS);
  const before = await metrics(devtools);
  await tab.evaluate(
    (src) =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.onload = resolve;
        script.src = src;
        document.head.append(script);
      }),
    `/${tracker}/w.js`,
  );
  await until(SETTLE_MILLIS);
  const after = await metrics(devtools);
  await context.close();
  return after - before;
}

/** Milliseconds that the main thread worked on scripts so far, compiling included; what it waited for does not count. */
async function metrics(devtools) {
  const { metrics: all } = await devtools.send('Performance.getMetrics');
  const seconds = (name) => all.find((metric) => metric.name === name)?.value ?? 0;
  return (seconds('ScriptDuration') + seconds('V8CompileDuration')) * 1_000;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

async function printStart(browser) {
  const times = new Map([...scripts.keys()].map((tracker) => [tracker, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [tracker, millis] of times) {
      millis.push(await startMillis(browser, tracker));
    }
  }
  console.log(`\nscript on the main thread until started, ms, processor ${slowdown}x slower, ${rounds} rounds`);
  console.log(`${''.padEnd(24)} ${'median'.padStart(9)} ${'least'.padStart(9)} ${'most'.padStart(9)}`);
  for (const [tracker, millis] of times) {
    const shown = [median(millis), Math.min(...millis), Math.max(...millis)];
    console.log(`${tracker.padEnd(24)} ${shown.map((one) => one.toFixed(1).padStart(9)).join(' ')}`);
  }
}

// --- what a visit sends

async function visit(browser, tracker) {
  asked = [];
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const tab = await context.newPage();
  await tab.goto(`https://${SITE}/${tracker}/1`);
  for (let number = 1; number <= PAGES; number++) {
    await until(SETTLE_MILLIS);
    await tab.evaluate((n) => {
      window.scrollTo(0, 400 * n);
      if (n === 2) {
        window.woopra.track('view product', { product: 'House Blend', price: 9.9 });
      }
      if (n === 4) {
        window.woopra.identify({ email: 'jane@example.com', name: 'Jane Doe' });
        window.woopra.track('signup', { plan: 'free' });
      }
    }, number);
    await until(SETTLE_MILLIS);
    if (number < PAGES) {
      await tab.click('#next');
      await tab.waitForURL(`**/${number + 1}`);
    }
  }
  await tab.close({ runBeforeUnload: true });
  await until(3 * SETTLE_MILLIS);
  await context.close();
  return asked;
}

async function printVisits(browser) {
  console.log(`\na visit of ${PAGES} pages, two events and an identification`);
  console.log(`${''.padEnd(24)} ${'scripts'.padStart(9)} ${'tracking'.padStart(9)} ${'bytes up'.padStart(9)}`);
  for (const tracker of scripts.keys()) {
    if (tracker === 'nothing') {
      continue;
    }
    const seen = await visit(browser, tracker);
    const tracking = seen.filter(({ kind }) => kind === 'tracking');
    const sent = tracking.reduce((sum, request) => sum + request.sent, 0);
    const loads = seen.filter(({ kind }) => kind === 'script').length;
    console.log(
      `${tracker.padEnd(24)} ${String(loads).padStart(9)} ${String(tracking.length).padStart(9)} ${bytes(sent)}`,
    );
  }
}

printSizes();
const server = await serve();
const mapped = `127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    `--host-resolver-rules=MAP ${SITE} ${mapped},MAP ${OFFICIAL_HOST} ${mapped}`,
  ],
});
try {
  await printStart(browser);
  await printVisits(browser);
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
